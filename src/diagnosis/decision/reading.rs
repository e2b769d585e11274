//! The steps' common ground.

use crate::diagnosis::atlas::Atlas;
use crate::diagnosis::call::{Evidence, Kind, Step};
use crate::diagnosis::readouts::Readouts;
use crate::diagnosis::thresholds::Thresholds;

/// The steps' common ground.
pub(super) struct Reading<'a> {
    pub readouts: &'a Readouts,
    pub atlas: &'a Atlas,
    pub limits: &'a Thresholds,
    pub evidence: Vec<Evidence>,
}

impl Reading<'_> {
    pub(super) fn note(&mut self, step: Step, speaks_for: Option<Kind>, text: String) {
        self.evidence.push(Evidence { step, text, speaks_for });
    }
}
