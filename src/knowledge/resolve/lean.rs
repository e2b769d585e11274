//! What a resolved biology leans on: written down where each number is taken.

use super::resolved::NotReached;
use crate::knowledge::assumption::Assumption;
use crate::knowledge::certainty::Certainty;
use crate::knowledge::schema::{About, Cited, Quantity, Range, Slot, Sourced, Spread, listed, short};
use crate::knowledge::values::Span;
use std::collections::BTreeMap;

/// Everything that was leaned on so far.
#[derive(Default)]
pub(super) struct Lean {
    pub(super) assumptions: Vec<Assumption>,
    pub(super) spans: Vec<Span>,
    pub(super) unreachable: Vec<NotReached>,
}

impl Lean {
    /// Leans on a value of a record; the value.
    pub(super) fn on<T: Quantity + Copy>(&mut self, value: &Sourced<T>) -> T {
        self.on_as(value, None)
    }

    /// The same, for a value that has a meaning of its own here.
    pub(super) fn on_as<T: Quantity + Copy>(&mut self, value: &Sourced<T>, what: impl Into<Option<String>>) -> T {
        debug_assert!(!value.about.key.is_empty(), "its record does not show the value");
        let span = Span::new(&value.about, value.number(), value.range(), value.certainty());
        self.span(span.spread(value.spread()));
        if let Some(assumption) = value.assumption() {
            self.assumptions.push(match what.into() {
                Some(what) => Assumption { what, ..assumption },
                None => assumption,
            });
        }
        value.value
    }

    /// Leans on a value that a record may leave out; what it is then.
    pub(super) fn on_or(&mut self, value: &Option<Sourced<f64>>, absent: f64) -> f64 {
        value.as_ref().map_or(absent, |value| self.on(value))
    }

    /// Leans on weights, of which the largest stands for all.
    pub(super) fn on_weights(
        &mut self,
        about: &About,
        weights: &BTreeMap<String, f64>,
        (range, spread): (Range, Spread),
        cited: &Cited,
    ) {
        if let Some(largest) = weights.values().copied().reduce(f64::max) {
            self.span(Span::new(about, largest, Some(range), cited.certainty()).spread(spread));
        }
        if cited.certainty() == Certainty::CHECKED {
            return;
        }
        self.say(Assumption {
            key: about.key.clone(),
            what: about.what.clone(),
            value: listed(weights),
            range: Some(ends(range)),
            why: cited.why(),
            certainty: cited.certainty(),
        });
    }

    /// Keeps a number that the answer leans on.
    pub(super) fn span(&mut self, span: Span) {
        if !self.spans.iter().any(|known| known.key == span.key) {
            self.spans.push(span);
        }
    }

    /// Notes what does not stand in a record as it is used.
    pub(super) fn say(&mut self, assumption: Assumption) {
        self.assumptions.push(assumption);
    }
}

/// A derived range in words.
pub(super) fn ends(range: Range) -> String {
    format!("{} to {}", short(range.low), short(range.high))
}
