//! Values that a laboratory's own data taught, in place of what the records say.
//!
//! A fitted value is the median of its posterior; its distribution is told by the central 90%, as a record's is. It is drawn
//! with the other values of its fit, by their correlation on the scale of normal scores. Of what is not known of its class it
//! has no part any more: that was not known when the fit began, and the data have said what they say of it.

use super::derived;
use super::joint::Joint;
use super::list::Value;
use super::span::Span;
use crate::knowledge::assumption::Assumption;
use crate::knowledge::certainty::Certainty;
use crate::knowledge::schema::{Cited, File, FitRecord, FitValue, Quantity, Range, Reads, See, Spread, short};
use crate::units::{Days, Nanomolar};
use std::collections::BTreeMap;

/// A value as its fit has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// The median.
    pub number: f64,
    range: Range,
    spread: Spread,
    /// As reports tell it.
    pub told: Assumption,
}

impl Fitted {
    /// A value's span by its fit.
    pub(in crate::knowledge) fn span(&self, of: Span) -> Span {
        Span {
            value: self.number,
            low: self.range.low,
            high: self.range.high,
            stated: true,
            certainty: Certainty::Fitted,
            spread: self.spread,
            ..of
        }
    }
}

/// All fitted values, and those of each fit together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fits {
    values: BTreeMap<String, Fitted>,
    joints: Vec<Joint>,
}

impl Fits {
    /// The value of a key, if one was fitted.
    pub fn get(&self, key: &str) -> Option<&Fitted> {
        self.values.get(key)
    }

    /// Which values are known together.
    pub fn joints(&self) -> &[Joint] {
        &self.joints
    }

    /// All fitted values, by key.
    pub fn told(&self) -> impl Iterator<Item = &Assumption> {
        self.values.values().map(|fitted| &fitted.told)
    }

    fn add(&mut self, data: &File, record: &FitRecord) {
        let why = record.why();
        for value in &record.value {
            let reads = derived::reads(&value.key);
            let what = derived::words(data, &value.key).unwrap_or_else(|| value.key.clone());
            let fitted = fitted(value, what, |number| text(reads, number), why.clone());
            self.values.insert(value.key.clone(), fitted);
        }
        let keys = record.value_keys();
        // Validation has refused what is none.
        self.joints.extend(Joint::new(keys, record.correlation.clone()).ok());
    }
}

/// Puts the values of all fits in the place of their records' numbers, where records hold them, and into the list of values.
///
/// # Errors
/// A number does not fit the type of its record: its key.
pub fn applied(data: &mut File, listed: &mut [Value]) -> Result<Fits, String> {
    let mut fits = Fits::default();
    let records = std::mem::take(&mut data.fit);
    records.iter().for_each(|record| fits.add(data, record));
    data.fit = records;
    if fits.values.is_empty() {
        return Ok(fits);
    }
    let mut unfit = None;
    data.visit(&mut See(&mut |about, slot| {
        if let Some(fitted) = fits.values.get(&about.key)
            && !slot.set(fitted.number)
        {
            unfit = Some(about.key.clone());
        }
    }));
    if let Some(key) = unfit {
        return Err(key);
    }
    for value in listed {
        let Some(fitted) = fits.values.get_mut(&value.about.key) else {
            continue;
        };
        let text = |number| text(value.reads, number);
        let number = text(fitted.number);
        fitted.told = Assumption {
            what: value.about.what.clone(),
            value: format!("{number}{}", value.about.unit),
            range: Some(between(fitted.range, text)),
            ..fitted.told.clone()
        };
        value.number = fitted.number;
        value.text = number.clone();
        value.words = number;
        value.range = Some(fitted.range);
        value.range_text = fitted.told.range.clone();
        value.range_words = fitted.told.range.clone();
        value.spread = fitted.spread;
        value.cited = Cited {
            fitted: Some(fitted.told.why.clone()),
            ..Cited::default()
        };
    }
    Ok(fits)
}

fn fitted(value: &FitValue, what: String, text: impl Fn(f64) -> String, why: String) -> Fitted {
    let range = Range::from(value.range);
    Fitted {
        number: value.value,
        range,
        spread: Spread {
            shared: Some(0.0),
            family: value.family,
        },
        told: Assumption {
            key: value.key.clone(),
            what,
            value: text(value.value),
            range: Some(between(range, &text)),
            why,
            certainty: Certainty::Fitted,
        },
    }
}

fn between(range: Range, text: impl Fn(f64) -> String) -> String {
    format!("{} to {}", text(range.low), text(range.high))
}

/// A number with its unit, four digits of it.
fn text(reads: Reads, number: f64) -> String {
    let bare = short(number);
    let rounded = bare.parse().unwrap_or(number);
    let with_unit = match reads {
        Reads::Bare => None,
        Reads::Dose => Nanomolar::new(rounded).ok().map(|dose| dose.text()),
        Reads::Time => Days::new(rounded).ok().map(|time| time.text()),
        Reads::Density(unit) => Some(format!("{bare} {unit}")),
    };
    with_unit.unwrap_or(bare)
}
