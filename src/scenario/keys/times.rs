//! The kinds of times that keys have.

use super::kind::Kind;
use super::names::Names;
use super::parts;
use crate::scenario::defaults;
use crate::scenario::error::Checked;
use crate::scenario::reading;
use crate::scenario::value::{Place, Scalar};
use serde_json::{Value, json};

/// A time, in days.
pub struct Time;

impl Kind for Time {
    type Raw = Scalar;
    type Value = f64;
    fn read(&self, place: &Place, raw: &Scalar) -> Checked<f64> {
        reading::days(place, raw)
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        parts::time(what)
    }
}

/// A time between two bounds, in days.
pub struct TimeWithin {
    /// Least time.
    pub low: f64,
    /// Greatest time.
    pub high: f64,
    /// What is allowed, in words.
    pub allowed: &'static str,
}

impl Kind for TimeWithin {
    type Raw = Scalar;
    type Value = f64;
    fn read(&self, place: &Place, raw: &Scalar) -> Checked<f64> {
        let days = reading::days(place, raw)?;
        match (self.low..=self.high).contains(&days) {
            true => Ok(days),
            false => Err(place.out_of_range(raw, self.allowed)),
        }
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        parts::time(what)
    }
}

/// The same, or "never".
pub struct WithinOrNever(pub TimeWithin);

impl Kind for WithinOrNever {
    type Raw = Scalar;
    type Value = Option<f64>;
    fn read(&self, place: &Place, raw: &Scalar) -> Checked<Option<f64>> {
        match raw.is(defaults::NEVER) {
            true => Ok(None),
            false => self.0.read(place, raw).map(Some),
        }
    }
    fn schema(&self, what: &str, names: &Names) -> Value {
        TimeOrNever.schema(what, names)
    }
}

/// A time in days, or "never".
pub struct TimeOrNever;

impl Kind for TimeOrNever {
    type Raw = Scalar;
    type Value = Option<f64>;
    fn read(&self, place: &Place, raw: &Scalar) -> Checked<Option<f64>> {
        match raw.is(defaults::NEVER) {
            true => Ok(None),
            false => match reading::days(place, raw)? {
                days if days > 0.0 => Ok(Some(days)),
                _ => Err(place.out_of_range(raw, "times above 0 d, or \"never\"")),
            },
        }
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        json!({ "description": what, "anyOf": [parts::time(""), { "type": "string", "enum": [defaults::NEVER] }] })
    }
}

/// Events of a cell per day at most.
const MOST_PER_DAY: f64 = 1000.0;

/// A rate per day, as a bare number.
pub struct Rate;

impl Kind for Rate {
    type Raw = Scalar;
    type Value = f64;
    fn read(&self, place: &Place, raw: &Scalar) -> Checked<f64> {
        place.number(raw, 0.0, MOST_PER_DAY, "0 to 1000 per day")
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        json!({ "description": what, "type": "number", "minimum": 0.0, "maximum": MOST_PER_DAY, "unit": "per day" })
    }
}
