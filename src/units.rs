//! Quantities that a biologist labels with a unit, as types that cannot hold an invalid value.
//!
//! Each type has a private field and a checked constructor. In text they carry their unit
//! ("50 nM", "3.5 d"); [`std::fmt::Display`] writes the shortest text that parses back to the
//! same bits. Hot loops unwrap once with `get`.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Why a quantity was refused. `Display` names the value and what is allowed.
#[derive(Debug, Clone, PartialEq)]
pub enum UnitError {
    /// The text is not a number followed by one of the allowed units.
    Syntax {
        /// The text as written.
        text: String,
        /// What would be read.
        expected: &'static str,
    },
    /// The number is outside the domain of the quantity.
    Range {
        /// The value as written.
        text: String,
        /// The domain in words.
        allowed: &'static str,
    },
}

impl fmt::Display for UnitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UnitError::Syntax { text, expected } => write!(f, "cannot read \"{text}\"; expected {expected}"),
            UnitError::Range { text, allowed } => write!(f, "{text} is out of range; allowed: {allowed}"),
        }
    }
}

impl std::error::Error for UnitError {}

/// Splits "2.5 uM" into the number and the unit (which may be empty).
pub(crate) fn split_number(text: &str) -> Option<(f64, &str)> {
    let trimmed = text.trim();
    let unit_start = trimmed
        .char_indices()
        .find(|&(i, c)| {
            let exponent = (c == 'e' || c == 'E')
                && trimmed[i + 1..].starts_with(|n: char| n.is_ascii_digit() || n == '-' || n == '+')
                && i > 0;
            !(c.is_ascii_digit() || c == '.' || c == '-' || c == '+' || c == '_' || exponent)
        })
        .map_or(trimmed.len(), |(i, _)| i);
    let number: f64 = trimmed[..unit_start].replace('_', "").parse().ok()?;
    Some((number, trimmed[unit_start..].trim()))
}

/// Reads a text, and says what was expected where there is none.
pub(crate) struct Written<F> {
    expected: &'static str,
    read: F,
}

impl<F> Written<F> {
    pub(crate) fn new(expected: &'static str, read: F) -> Self {
        Self { expected, read }
    }
}

impl<T, E: fmt::Display, F: FnOnce(&str) -> Result<T, E>> serde::de::Visitor<'_> for Written<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.expected)
    }
    fn visit_str<O: serde::de::Error>(self, text: &str) -> Result<T, O> {
        (self.read)(text).map_err(O::custom)
    }
}

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $allowed:literal, $check:expr, $write_unit:literal, $expected:literal,
     { $($unit:literal => $factor:expr),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize)]
        #[serde(into = "String")]
        pub struct $name(f64);

        impl $name {
            /// What is read as one, in words.
            pub const EXPECTED: &'static str = $expected;
            /// Which numbers are allowed, in words.
            pub const ALLOWED: &'static str = $allowed;

            #[doc = concat!("Checks the domain: ", $allowed, ".")]
            ///
            /// # Errors
            /// The number is outside it.
            pub fn new(value: f64) -> Result<Self, UnitError> {
                let check: fn(f64) -> bool = $check;
                if value.is_finite() && check(value) {
                    Ok(Self(value))
                } else {
                    Err(UnitError::Range { text: format!("{value}{}", $write_unit), allowed: $allowed })
                }
            }
            /// The number in the type's own unit.
            pub fn get(self) -> f64 { self.0 }
        }

        impl FromStr for $name {
            type Err = UnitError;
            fn from_str(text: &str) -> Result<Self, UnitError> {
                let syntax = || UnitError::Syntax { text: text.to_owned(), expected: $expected };
                let (number, unit) = split_number(text).ok_or_else(syntax)?;
                let factor: f64 = match unit { $($unit => $factor,)+ _ => return Err(syntax()) };
                Self::new(number * factor).map_err(|_| UnitError::Range { text: format!("\"{text}\""), allowed: $allowed })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{}{}", self.0, $write_unit) }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Written::new($expected, str::parse::<$name>))
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> String { value.to_string() }
        }
    };
}

quantity!(
    /// Drug concentration, nanomolar: 0, or from 1e-6 nM (a few hundred molecules in a millilitre) to 1 M.
    Nanomolar, "0 nM, or 1e-6 nM to 1 M", |v| v == 0.0 || (1e-6..=1e9).contains(&v), " nM",
    "a concentration with its unit (pM, nM, uM or mM), such as \"50 nM\", \"1.5 uM\" or \"200 pM\"",
    { "nM" => 1.0, "uM" => 1e3, "µM" => 1e3, "μM" => 1e3, "mM" => 1e6, "pM" => 1e-3 }
);

/// Days of a month: a twelfth of the Gregorian year of 365.2425 d, to two decimals.
pub const MONTH: f64 = 30.44;

/// "100 ng/mL" in grams per litre; `None` for what is no mass per volume.
pub fn grams_per_litre(text: &str) -> Option<f64> {
    let (number, unit) = split_number(text)?;
    let (mass, volume) = unit.split_once('/')?;
    let grams = match mass.trim() {
        "g" => 1.0,
        "mg" => 1e-3,
        "ug" | "µg" | "μg" | "mcg" => 1e-6,
        "ng" => 1e-9,
        "pg" => 1e-12,
        _ => return None,
    };
    let litres = match volume.trim() {
        "L" | "l" => 1.0,
        "dL" | "dl" => 0.1,
        "mL" | "ml" => 1e-3,
        "uL" | "ul" | "µL" | "μL" => 1e-6,
        _ => return None,
    };
    (number >= 0.0).then_some(number * grams / litres)
}

quantity!(
    /// A span of time in days, at least 0 and below 100 years.
    Days, "0 to 36500 d", |v| (0.0..=36_500.0).contains(&v), " d",
    "a time with its unit (min, h, d, weeks or months of 30.44 d), such as \"7 d\", \"48 h\" or \"3 weeks\"",
    { "d" => 1.0, "day" => 1.0, "days" => 1.0, "h" => 1.0 / 24.0, "hours" => 1.0 / 24.0,
      "hour" => 1.0 / 24.0, "w" => 7.0, "week" => 7.0, "weeks" => 7.0, "min" => 1.0 / 1440.0,
      "month" => MONTH, "months" => MONTH }
);

quantity!(
    /// A share between 0 and 1, written in percent.
    Percent, "0% to 100%", |v| (0.0..=100.0).contains(&v), "%",
    "a share in percent, such as \"80%\"",
    { "%" => 1.0, "percent" => 1.0 }
);

quantity!(
    /// A volume of medium, millilitres, at least 0 and below 1000 litres.
    Millilitres, "0 mL to 1000 L", |v| (0.0..=1e6).contains(&v), " mL",
    "a volume with its unit, such as \"12 mL\" or \"200 uL\"",
    { "mL" => 1.0, "ml" => 1.0, "uL" => 1e-3, "ul" => 1e-3, "µL" => 1e-3, "μL" => 1e-3, "L" => 1e3 }
);

impl Percent {
    /// The share as a fraction from 0 to 1.
    pub fn fraction(self) -> f64 {
        self.0 / 100.0
    }
}

macro_rules! bare {
    ($(#[$doc:meta])* $name:ident, $allowed:literal, $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[serde(try_from = "f64", into = "f64")]
        pub struct $name(f64);
        impl $name {
            #[doc = concat!("Checks the domain: ", $allowed, ".")]
            ///
            /// # Errors
            /// The number is outside it.
            pub fn new(value: f64) -> Result<Self, UnitError> {
                let check: fn(f64) -> bool = $check;
                if value.is_finite() && check(value) {
                    Ok(Self(value))
                } else {
                    Err(UnitError::Range { text: format!("{value}"), allowed: $allowed })
                }
            }
            /// The bare number.
            pub fn get(self) -> f64 { self.0 }
        }
        impl TryFrom<f64> for $name {
            type Error = UnitError;
            fn try_from(value: f64) -> Result<Self, UnitError> { Self::new(value) }
        }
        impl From<$name> for f64 {
            fn from(value: $name) -> f64 { value.0 }
        }
    };
}

bare!(
    /// A rate per cell per day, from 0 to 1000.
    PerDay, "0 to 1000 per day", |v| (0.0..=1e3).contains(&v)
);
bare!(
    /// A probability.
    Probability, "0 to 1", |v| (0.0..=1.0).contains(&v)
);

/// Largest count that binomial sampling resolves exactly (2^53; ECMA-style integer limit of `f64`).
pub const MAX_CELLS: u64 = 1 << 53;

/// A number of living cells, at most 2^53 (about 9e15). Bare in text; may be written `1e6`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct CellCount(u64);

impl CellCount {
    /// Checks that the count is at most 2^53.
    ///
    /// # Errors
    /// It is more.
    pub fn new(cells: u64) -> Result<Self, UnitError> {
        if cells <= MAX_CELLS {
            Ok(Self(cells))
        } else {
            Err(UnitError::Range {
                text: cells.to_string(),
                allowed: "whole numbers from 0 to 9e15",
            })
        }
    }
    /// Accepts a float that is a whole number in range, as TOML writes `1e6`.
    ///
    /// # Errors
    /// It is no whole number from 0 to 2^53.
    pub fn from_f64(value: f64) -> Result<Self, UnitError> {
        if value >= 0.0 && value <= MAX_CELLS as f64 && value.fract() == 0.0 {
            Ok(Self(value as u64))
        } else {
            Err(UnitError::Range {
                text: format!("{value:e}"),
                allowed: "whole numbers from 0 to 9e15",
            })
        }
    }
    /// The number of cells.
    pub fn get(self) -> u64 {
        self.0
    }
}

impl<'de> Deserialize<'de> for CellCount {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = CellCount;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                write!(f, "a whole number of cells from 0 to 9e15, such as 1e6")
            }
            fn visit_i64<E: serde::de::Error>(self, v: i64) -> Result<CellCount, E> {
                CellCount::from_f64(v as f64).map_err(E::custom)
            }
            fn visit_u64<E: serde::de::Error>(self, v: u64) -> Result<CellCount, E> {
                CellCount::new(v).map_err(E::custom)
            }
            fn visit_f64<E: serde::de::Error>(self, v: f64) -> Result<CellCount, E> {
                CellCount::from_f64(v).map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_carry_their_unit() {
        assert_eq!("1.5 uM".parse::<Nanomolar>().map(Nanomolar::get), Ok(1500.0));
        assert_eq!("1 µM".parse::<Nanomolar>().map(Nanomolar::get), Ok(1000.0));
        assert_eq!("1e3nM".parse::<Nanomolar>().map(Nanomolar::get), Ok(1000.0));
        assert_eq!("48 h".parse::<Days>().map(Days::get), Ok(2.0));
        assert_eq!("80%".parse::<Percent>().map(Percent::fraction), Ok(0.8));
    }

    #[test]
    fn months_and_masses_are_read() {
        assert_eq!("3 months".parse::<Days>().map(Days::get), Ok(3.0 * 30.44));
        assert!((MONTH - 365.2425 / 12.0).abs() < 0.005);
        for (text, grams) in [
            ("100 ng/mL", 1e-4),
            ("0.1 ug/ml", 1e-4),
            ("0.1 mg/L", 1e-4),
            ("10 µg/dL", 1e-4),
        ] {
            let read = grams_per_litre(text).unwrap();
            assert!((read / grams - 1.0).abs() < 1e-12, "{text}: {read}");
        }
        for text in ["100 ng", "5 nM", "ng/mL", "1 kg/L", "-1 ng/mL", "1 ng/cell"] {
            assert_eq!(grams_per_litre(text), None, "{text}");
        }
    }

    #[test]
    fn wrong_units_bare_numbers_and_nonsense_are_refused() {
        for text in ["50 nm", "50", "nM", "-1 nM", "1e99 nM", "", "5 d", "NaN nM", "inf nM"] {
            assert!(text.parse::<Nanomolar>().is_err(), "{text}");
        }
        // Below what a medium holds and a figure can show, down to the least number of all.
        for text in [
            "9.99e-7 nM",
            "1e-312 nM",
            "5e-324 nM",
            "1e-4 pM",
            "1.01e9 nM",
            "1001 mM",
        ] {
            let refused = text.parse::<Nanomolar>().unwrap_err().to_string();
            assert!(refused.contains("0 nM, or 1e-6 nM to 1 M"), "{text}: {refused}");
        }
        for text in ["0 nM", "1e-6 nM", "0.001 pM", "1e9 nM", "1000 mM"] {
            assert!(text.parse::<Nanomolar>().is_ok(), "{text}");
        }
        for text in ["7", "-1 d", "7 nM", "1e9 d"] {
            assert!(text.parse::<Days>().is_err(), "{text}");
        }
    }

    #[test]
    fn text_round_trips_to_the_same_bits() {
        for value in [0.1, 1.0 / 3.0, 123456.789, 1e-6 / 0.9] {
            let q = Nanomolar::new(value).unwrap();
            assert_eq!(q.to_string().parse::<Nanomolar>(), Ok(q));
        }
    }

    #[test]
    fn counts_are_whole_and_bounded() {
        assert_eq!(CellCount::from_f64(1e6).map(CellCount::get), Ok(1_000_000));
        for bad in [1e20, -1.0, 0.5, f64::NAN] {
            assert!(CellCount::from_f64(bad).is_err());
        }
    }
}
