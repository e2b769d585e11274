//! A value that was not measured and checked, as reports tell it.

use super::certainty::Certainty;
use super::schema::{Quantity, Slot, Sourced};

/// One assumed, imputed or unchecked value.
#[derive(Debug, Clone, PartialEq)]
pub struct Assumption {
    /// Which value, for programs: record and key, such as "H3122/doubling".
    pub key: String,
    /// Which value, in words.
    pub what: String,
    /// With its unit.
    pub value: String,
    /// Low and high end, with their unit.
    pub range: Option<String>,
    /// Reason, rule, or source.
    pub why: String,
    /// How sure it is.
    pub certainty: Certainty,
}

impl<T: Quantity> Sourced<T> {
    /// An assumption, unless the value was measured and checked.
    pub fn assumption(&self) -> Option<Assumption> {
        (self.certainty() != Certainty::CHECKED).then(|| Assumption {
            key: self.about.key.clone(),
            what: self.about.what.clone(),
            value: format!("{}{}", self.text(), self.about.unit),
            range: self.range_text(),
            why: self.cited().why(),
            certainty: self.certainty(),
        })
    }
}
