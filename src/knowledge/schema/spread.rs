//! How a value that is not known lies about its number, where its record says more than a range; and which rules a file
//! reads ranges by.

use super::declare::{Described, Form};
use serde::Deserialize;

/// Families of distributions that a record may name; without one, what the range tells (see `values::spread`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// The range is the central 90%.
    Usual,
    /// Nothing lies beyond the range; half of the probability lies on either side of the value.
    Limits,
    /// Normal on either side of the value, the range the central 90%, cut at the bounds of what the number may be.
    Normal,
}

/// What a record says of the spread of a value.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Spread {
    /// Part of the variance that the value has in common with its class, 0 to 1.
    pub shared: Option<f64>,
    /// Family of the distribution.
    pub family: Option<Shape>,
}

/// The rules that a file is written by: 2 is the only one with a number. A file without one is of the time before, when a
/// range said between which limits a value lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct SchemaNumber(pub u32);

impl SchemaNumber {
    /// The rules of today.
    pub const NOW: Self = Self(2);

    /// What is read as one, in words.
    pub const EXPECTED: &'static str = "2 (ranges are the central 90%); without the key, ranges are limits";
}

impl Described for SchemaNumber {
    fn form() -> Form {
        Form::one("2", Self::EXPECTED)
    }
}
