//! The steps' common ground.

use crate::diagnosis::atlas::Atlas;
use crate::diagnosis::call::Kind;
use crate::diagnosis::evidence::{Evidence, Finding};
use crate::diagnosis::readouts::Readouts;
use crate::diagnosis::thresholds::Thresholds;

/// What a step may look at, and the evidence that it leaves.
pub(super) struct Reading<'a> {
    /// What was measured.
    pub readouts: &'a Readouts,
    /// What signals can mean in the family.
    pub atlas: &'a Atlas,
    /// Limits of the decision.
    pub limits: &'a Thresholds,
    /// What the steps so far showed.
    pub evidence: Vec<Evidence>,
}

impl Reading<'_> {
    pub(super) fn note(&mut self, finding: Finding, speaks_for: Option<Kind>) {
        self.evidence.push(Evidence { finding, speaks_for });
    }
}
