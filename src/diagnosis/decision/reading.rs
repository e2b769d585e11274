//! The steps' common ground.

use crate::diagnosis::atlas::Atlas;
use crate::diagnosis::call::Kind;
use crate::diagnosis::evidence::{Evidence, Finding};
use crate::diagnosis::readouts::Readouts;
use crate::diagnosis::thresholds::Thresholds;

/// What a step may look at, and the evidence that it leaves.
pub(super) struct Reading<'a> {
    pub readouts: &'a Readouts,
    pub atlas: &'a Atlas,
    pub limits: &'a Thresholds,
    pub evidence: Vec<Evidence>,
}

impl Reading<'_> {
    pub(super) fn note(&mut self, finding: Finding, speaks_for: Option<Kind>) {
        self.evidence.push(Evidence { finding, speaks_for });
    }
}
