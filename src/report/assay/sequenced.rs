//! Sequencing of a culture beside its pre-treatment sample.

use crate::assay::sequencing::missed::{Against, Missed};
use crate::assay::sequencing::{Method, SequencingDesign, SequencingRun, digital_limit, reads_needed};
use crate::diagnosis::Sequenced;
use serde::Serialize;

/// One method on a culture and on its pre-treatment sample.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SequencingReport {
    /// How both were read.
    pub design: SequencingDesign,
    /// Run of the culture.
    pub culture: SequencingRun,
    /// Run of the pre-treatment sample.
    pub before: SequencingRun,
    /// Called changes, and whether they were called before.
    pub against: Vec<(String, Against)>,
    /// What the cells have and the run did not call: the truth, for comparison.
    pub missed: Vec<Missed>,
}

impl From<Sequenced> for SequencingReport {
    fn from(run: Sequenced) -> Self {
        let told = run.against.into_iter().map(|(site, told)| (site.change, told));
        Self {
            against: told.collect(),
            missed: run.missed,
            culture: run.culture,
            before: run.before,
            design: run.design,
        }
    }
}

impl SequencingReport {
    /// How a called change stands against the pre-treatment sample.
    pub fn told(&self, change: &str) -> Option<Against> {
        let found = self.against.iter().find(|(name, _)| name == change);
        found.map(|(_, against)| *against)
    }

    /// Smallest frequency that a call needs.
    pub fn limit(&self) -> f64 {
        match self.design.method {
            Method::Reads { depth } => reads_needed(&self.design, depth, self.culture.sites) as f64 / depth as f64,
            Method::Sanger { limit } => limit,
            Method::DigitalPcr { genomes } => digital_limit(genomes),
        }
    }
}

/// A called change against the pre-treatment sample.
pub(super) fn told(report: &SequencingReport, change: &str) -> &'static str {
    match report.told(change) {
        Some(Against::New) => "new",
        Some(Against::Risen) => "risen",
        Some(Against::Before) => "also before",
        Some(Against::Lost) => "before only",
        None => "",
    }
}
