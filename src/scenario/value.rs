//! Single values of a scenario file: read loosely, then checked with the place at hand.

use super::error::{Checked, ScenarioError};
use crate::document::Path;
use crate::document::{Source, missing_key};
use crate::units::{CellCount, UnitError};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A TOML scalar as the user wrote it.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    Text(String),
    Whole(i64),
    Number(f64),
    Truth(bool),
}

impl Scalar {
    /// The text without spaces around it.
    pub fn text(&self) -> Option<&str> {
        match self {
            Scalar::Text(text) => Some(text.trim()),
            _ => None,
        }
    }

    /// Is this word.
    pub fn is(&self, word: &str) -> bool {
        self.text() == Some(word)
    }
}

/// What a table has where nothing is written: nothing.
impl Default for Scalar {
    fn default() -> Self {
        Scalar::Text(String::new())
    }
}

impl From<&str> for Scalar {
    fn from(text: &str) -> Self {
        Scalar::Text(text.to_owned())
    }
}

impl From<String> for Scalar {
    fn from(text: String) -> Self {
        Scalar::Text(text)
    }
}

impl From<f64> for Scalar {
    fn from(number: f64) -> Self {
        Scalar::Number(number)
    }
}

impl From<u64> for Scalar {
    fn from(number: u64) -> Self {
        i64::try_from(number).map_or(Scalar::Number(number as f64), Scalar::Whole)
    }
}

impl From<u32> for Scalar {
    fn from(number: u32) -> Self {
        Scalar::Whole(number.into())
    }
}

impl Serialize for Scalar {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Scalar::Text(text) => serializer.serialize_str(text),
            Scalar::Whole(number) => serializer.serialize_i64(*number),
            Scalar::Number(number) => serializer.serialize_f64(*number),
            Scalar::Truth(truth) => serializer.serialize_bool(*truth),
        }
    }
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scalar::Text(text) => write!(f, "\"{text}\""),
            Scalar::Whole(number) => write!(f, "{number}"),
            Scalar::Number(number) if number.abs() >= 1e7 || (*number != 0.0 && number.abs() < 1e-3) => {
                write!(f, "{number:e}")
            }
            Scalar::Number(number) => write!(f, "{number}"),
            Scalar::Truth(truth) => write!(f, "{truth}"),
        }
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Scalar;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                write!(f, "a single number or text")
            }
            fn visit_str<E>(self, v: &str) -> Result<Scalar, E> {
                // Number and unit may be kept together by a space that does not break, as we print them.
                Ok(Scalar::Text(v.replace(['\u{a0}', '\u{202f}'], " ")))
            }
            fn visit_i64<E>(self, v: i64) -> Result<Scalar, E> {
                Ok(Scalar::Whole(v))
            }
            fn visit_u64<E>(self, v: u64) -> Result<Scalar, E> {
                Ok(i64::try_from(v).map_or(Scalar::Number(v as f64), Scalar::Whole))
            }
            fn visit_f64<E>(self, v: f64) -> Result<Scalar, E> {
                Ok(Scalar::Number(v))
            }
            fn visit_bool<E>(self, v: bool) -> Result<Scalar, E> {
                Ok(Scalar::Truth(v))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// A place in a scenario file; every check starts from one.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    pub source: &'a Source,
    pub path: Path,
}

impl<'a> Place<'a> {
    /// The root of a file.
    pub fn root(source: &'a Source) -> Self {
        Self {
            source,
            path: Path::default(),
        }
    }

    pub fn key(&self, key: &str) -> Place<'a> {
        Place {
            source: self.source,
            path: self.path.key(key),
        }
    }

    /// A table or key at the root of the same file.
    pub fn sibling(&self, key: &str) -> Place<'a> {
        Place::root(self.source).key(key)
    }

    pub fn index(&self, index: usize) -> Place<'a> {
        Place {
            source: self.source,
            path: self.path.index(index),
        }
    }

    /// An error here; `message` follows the key's name.
    pub fn fault(&self, message: impl fmt::Display) -> ScenarioError {
        self.source.fault(&self.path, format!("{} {message}", self.path))
    }

    /// An error about a value here: "`key` in [table] = VALUE is not ...".
    pub fn wrong(&self, value: impl fmt::Display, message: impl fmt::Display) -> ScenarioError {
        self.fault(format!("= {value} {message}"))
    }

    /// An error about a key that has to be given and is not.
    pub fn missing(&self) -> ScenarioError {
        self.source.fault(&self.path, missing_key(&self.path))
    }

    /// Which of the known names this is; `what` says what it should be: "a line of the knowledge base".
    pub fn among(&self, name: &str, known: &[&str], what: &str) -> Checked<usize> {
        known.iter().position(|one| *one == name).ok_or_else(|| {
            self.wrong(format!("\"{name}\""), format!("is not {what}"))
                .one_of(name, known)
        })
    }

    /// An error about a value outside its bounds.
    pub fn out_of_range(&self, value: impl fmt::Display, allowed: impl Into<String>) -> ScenarioError {
        self.wrong(value, "is out of range").allowed(allowed)
    }

    /// A quantity that carries its unit in text.
    pub fn quantity<Q: FromStr<Err = UnitError>>(&self, value: &Scalar) -> Result<Q, ScenarioError> {
        let (text, bare) = match value {
            Scalar::Text(text) => (text.clone(), false),
            other => (other.to_string(), true),
        };
        text.parse::<Q>().map_err(|error| match error {
            UnitError::Range { allowed, .. } => self.out_of_range(value, allowed),
            UnitError::Syntax { expected, .. } if bare => self
                .wrong(value, "has no unit")
                .allowed(format!("{expected}, in quotes")),
            UnitError::Syntax { expected, .. } => {
                let suggestion = with_point::<Q>(&text).or_else(|| nearest_unit::<Q>(&text));
                self.wrong(value, "cannot be read")
                    .allowed(expected)
                    .perhaps(suggestion)
            }
        })
    }

    /// A bare number between two bounds.
    pub fn number(&self, value: &Scalar, low: f64, high: f64, allowed: &str) -> Result<f64, ScenarioError> {
        let number = match value {
            Scalar::Whole(number) => *number as f64,
            Scalar::Number(number) => *number,
            _ => {
                return Err(self
                    .wrong(value, "is not a bare number")
                    .allowed(format!("{allowed}, without quotes")));
            }
        };
        if number.is_finite() && number >= low && number <= high {
            Ok(number)
        } else {
            Err(self.out_of_range(value, allowed))
        }
    }

    /// A number of cells, at most 2^53; may be written `1e6`.
    pub fn count(&self, value: &Scalar) -> Result<u64, ScenarioError> {
        let checked = match value {
            Scalar::Whole(number) => u64::try_from(*number).ok().map(CellCount::new),
            Scalar::Number(number) => Some(CellCount::from_f64(*number)),
            _ => None,
        };
        match checked {
            Some(Ok(count)) => Ok(count.get()),
            _ => Err(self.not_bare(value, "whole numbers of cells from 0 to 9e15, bare, such as 1e6")),
        }
    }

    /// A small whole number between two bounds.
    pub fn whole(&self, value: &Scalar, low: u64, high: u64) -> Result<u64, ScenarioError> {
        let allowed = || format!("whole numbers from {low} to {high}");
        let number = match value {
            Scalar::Whole(number) => u64::try_from(*number).ok(),
            Scalar::Number(number) if number.fract() == 0.0 && (0.0..9e15).contains(number) => Some(*number as u64),
            _ => None,
        };
        number
            .filter(|n| (low..=high).contains(n))
            .ok_or_else(|| self.not_bare(value, &allowed()))
    }

    /// An error about a number that is out of range, or written as a text: "6 flasks", "1 million".
    fn not_bare(&self, value: &Scalar, allowed: &str) -> ScenarioError {
        let Some(text) = value.text() else {
            return self.out_of_range(value, allowed);
        };
        let told = self
            .wrong(value, "is a text")
            .allowed(format!("{allowed}, without quotes"));
        let key = self.path.last_key();
        match counted(text) {
            Some(number) => told.help(format!("write {key} = {}", Scalar::Number(number))),
            None => told,
        }
    }
}

/// The number of "6 flasks", "1 million", "10,000 cells" or "2 x 10^6".
fn counted(text: &str) -> Option<f64> {
    let plain = text
        .replace([',', '\u{a0}', '\u{202f}'], "")
        .replace(['×', 'x'], "*")
        .replace(' ', "");
    if let Some((factor, power)) = plain.split_once("*10^") {
        let digits = power.chars().take_while(char::is_ascii_digit).count();
        let (factor, power): (f64, i32) = (factor.parse().ok()?, power[..digits].parse().ok()?);
        return Some(factor * 10.0_f64.powi(power.min(15)));
    }
    let (number, word) = crate::units::split_number(&plain)?;
    let times = match word.to_lowercase() {
        word if word.starts_with("thousand") || word == "k" => 1e3,
        word if word.starts_with("million") || word == "m" => 1e6,
        word if word.starts_with("billion") => 1e9,
        _ => 1.0,
    };
    Some(number * times)
}

/// The text with a decimal point, where it has a decimal comma.
fn with_point<Q: FromStr>(text: &str) -> Option<String> {
    let (before, after) = text.split_once(',')?;
    let digits = after.chars().take_while(char::is_ascii_digit).count();
    // "1,000 nM" may as well be a thousand.
    let candidate = match digits {
        0 => return None,
        3 if before.trim().trim_start_matches(['0', '-', '+']).is_empty() => format!("{before}.{after}"),
        3 => format!("{before}{after}"),
        _ => format!("{before}.{after}"),
    };
    candidate.parse::<Q>().is_ok().then_some(candidate)
}

/// The text with the allowed unit that looks most like the one given.
fn nearest_unit<Q: FromStr>(text: &str) -> Option<String> {
    const UNITS: [&str; 10] = ["nM", "uM", "pM", "mM", "d", "h", "weeks", "days", "hours", "%"];
    let (number, unit) = crate::units::split_number(text)?;
    UNITS
        .iter()
        .filter(|candidate| format!("{number} {candidate}").parse::<Q>().is_ok())
        .map(|candidate| {
            let score = strsim::jaro_winkler(&unit.to_lowercase(), &candidate.to_lowercase());
            (score, *candidate)
        })
        .filter(|(score, _)| *score > 0.7)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| match candidate {
            "%" => format!("{number}%"),
            _ => format!("{number} {candidate}"),
        })
}
