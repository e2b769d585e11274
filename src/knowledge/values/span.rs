//! A number that an answer leans on, and how far it could be off.

use crate::knowledge::schema::Range;

/// Values without a range are moved so many times up and down. Ba/F3 IC50s of crizotinib on unmutated
/// EML4-ALK span 11 to 132 nM between laboratories, which is 3.5-fold either way.
pub const BETWEEN_LABORATORIES: f64 = 3.0;

/// See module docs.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// By which it is moved.
    pub key: String,
    /// The number, in its own unit.
    pub value: f64,
    /// Low end.
    pub low: f64,
    /// High end.
    pub high: f64,
    /// The record states the range; else it is [`BETWEEN_LABORATORIES`].
    pub stated: bool,
}

impl Span {
    pub(crate) fn new(key: String, value: f64, range: Option<Range>) -> Self {
        let usual = Range::new(value / BETWEEN_LABORATORIES, value * BETWEEN_LABORATORIES);
        // A range that does not reach beyond the value says nothing about how far it could be off.
        let stated = range.filter(|range| range.low < range.high);
        let Range { low, high } = stated.unwrap_or(usual);
        Self {
            key,
            value,
            low: low.min(value),
            high: high.max(value),
            stated: stated.is_some(),
        }
    }
}
