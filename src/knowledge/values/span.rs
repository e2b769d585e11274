//! A number that an answer leans on, and how far it could be off.

use crate::knowledge::certainty::Certainty;
use crate::knowledge::schema::{About, Class, Domain, Kind, Range, Spread};

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
    /// How sure the number is.
    pub certainty: Certainty,
    /// Which numbers it may be.
    pub domain: Domain,
    /// What kind of number it is.
    pub kind: Kind,
    /// What its record says of its spread.
    pub spread: Spread,
}

impl Span {
    /// A positive number that somebody states: the median and the central 90%.
    pub fn between(key: &str, value: f64, low: f64, high: f64) -> Self {
        Self {
            key: key.to_owned(),
            value,
            low,
            high,
            stated: true,
            certainty: Certainty::Assumed,
            domain: Domain::Positive,
            kind: Kind::default(),
            spread: Spread::default(),
        }
    }

    /// A positive number of a class, such as a potency.
    pub(crate) fn of_class(key: &str, value: f64, range: Option<Range>, certainty: Certainty, class: Class) -> Self {
        let about = About {
            key: key.to_owned(),
            kind: Kind::of(class),
            ..About::default()
        };
        Self::new(&about, value, range, certainty)
    }

    /// A number of a record.
    pub(crate) fn new(about: &About, value: f64, range: Option<Range>, certainty: Certainty) -> Self {
        let usual = Range::new(value / BETWEEN_LABORATORIES, value * BETWEEN_LABORATORIES);
        // What studies agree on may still be off; what a record states as a point is taken as exact.
        let stated = range.filter(|range| range.low < range.high || !about.label.is_empty());
        let Range { low, high } = stated.unwrap_or(usual);
        Self {
            key: about.key.clone(),
            value,
            low: low.min(value),
            high: high.max(value),
            stated: stated.is_some(),
            certainty,
            domain: about.domain,
            kind: about.kind.clone(),
            spread: Spread::default(),
        }
    }

    /// With what its record says of its spread.
    pub(crate) fn spread(self, spread: Spread) -> Self {
        Self { spread, ..self }
    }
}
