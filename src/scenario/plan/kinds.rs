//! Kinds of values that only plans have: a mass, a date, a difference.

use crate::scenario::error::Checked;
use crate::scenario::keys::{Kind, Names, parts};
use crate::scenario::value::{Place, Scalar};
use crate::units::split_number;
use serde_json::{Value, json};

/// A mass, mg.
pub struct Mass;

const MASSES: &[(&str, f64)] = &[
    ("ng", 1e-6),
    ("ug", 1e-3),
    ("µg", 1e-3),
    ("μg", 1e-3),
    ("mg", 1.0),
    ("g", 1e3),
];

impl Kind for Mass {
    type Raw = Scalar;
    type Value = f64;
    fn read(&self, place: &Place, raw: &Scalar) -> Checked<f64> {
        let read = raw.text().and_then(split_number).and_then(|(number, unit)| {
            let (_, milligrams) = MASSES.iter().find(|(name, _)| *name == unit)?;
            Some(number * milligrams).filter(|mass| mass.is_finite() && *mass > 0.0)
        });
        read.ok_or_else(|| place.out_of_range(raw, "masses above 0 with their unit, such as \"5 mg\" or \"300 ug\""))
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        let units = format!("^{}(ng|ug|µg|μg|mg|g)\\s*$", parts::NUMBER);
        parts::pattern(what, &units, &["5 mg", "300 ug"])
    }
}

/// A date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstDay {
    /// Days since 1970-01-01.
    number: i64,
}

impl FirstDay {
    /// 2001-01-01, a Monday, where nothing is said.
    pub const USUAL: Self = Self { number: 11_323 };

    /// Reads `YYYY-MM-DD`; `None` where there is no such day from 1970 on.
    pub fn read(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.trim().split('-').collect();
        let [year, month, day] = parts[..] else { return None };
        if (year.len(), month.len(), day.len()) != (4, 2, 2) {
            return None;
        }
        let (year, month, day): (i64, i64, i64) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        if year < 1970 || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let read = Self {
            number: days_from_civil(year, month, day),
        };
        (read.after(0) == (year, month, day)).then_some(read)
    }

    /// Year, month and day of the month so many days later.
    pub fn after(self, days: i64) -> (i64, i64, i64) {
        civil_from_days(self.number + days)
    }

    /// As `YYYY-MM-DD`, so many days later.
    pub fn words(self, days: i64) -> String {
        let (year, month, day) = self.after(days);
        format!("{year:04}-{month:02}-{day:02}")
    }
}

/// Days since 1970-01-01 of a day of the Gregorian calendar, by counting years from March on.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The way back.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

/// A date in text.
pub struct Date;

impl Kind for Date {
    type Raw = Scalar;
    type Value = FirstDay;
    fn read(&self, place: &Place, raw: &Scalar) -> Checked<FirstDay> {
        let read = raw.text().and_then(FirstDay::read);
        read.ok_or_else(|| place.out_of_range(raw, "a date from 1970 on, such as \"2027-01-11\""))
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        parts::pattern(what, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", &["2027-01-11"])
    }
}

/// What may not matter: a share of flasks or probability ("5%"), or a time ("7 d"); which of them, the goal says.
pub struct Margin;

impl Kind for Margin {
    type Raw = Scalar;
    type Value = Scalar;
    fn read(&self, _: &Place, raw: &Scalar) -> Checked<Scalar> {
        Ok(raw.clone())
    }
    fn schema(&self, what: &str, _: &Names) -> Value {
        json!({ "description": what, "anyOf": [parts::share("", &[]), parts::time("")] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        let day = |text: &str| FirstDay::read(text).unwrap();
        assert_eq!(FirstDay::USUAL, day("2001-01-01"));
        assert_eq!(day("2024-02-28").words(1), "2024-02-29");
        assert_eq!(day("2023-12-31").words(60), "2024-02-29");
        assert_eq!(day("2100-02-28").words(1), "2100-03-01");
        for number in 0..80_000 {
            let (year, month, day) = civil_from_days(number);
            assert_eq!(days_from_civil(year, month, day), number);
        }
        for wrong in [
            "2027-02-29",
            "2027-1-1",
            "27-01-01",
            "2027-13-01",
            "1969-12-31",
            "",
            "soon",
        ] {
            assert_eq!(FirstDay::read(wrong), None, "{wrong}");
        }
    }
}
