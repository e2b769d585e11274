//! What the report of a comparison tells, as data.

use crate::report::AssumptionRow;
use crate::statistics::FlaskSummary;
use crate::statistics::paired::Paired;
use serde::Serialize;

/// Most protocols in one comparison: as many as there are colours.
pub const MAX_ARMS: usize = 8;

/// What a protocol is called: A, B, C...
pub fn letter(i: usize) -> char {
    (b'A' + (i % 26) as u8) as char
}

/// One protocol.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Arm {
    /// Name of the scenario.
    pub name: String,
    /// The protocol, a sentence per entry.
    pub protocol_words: Vec<String>,
    /// See [`Lock::scenario_hash`](crate::scenario::lock::Lock::scenario_hash).
    pub scenario_hash: String,
    /// See [`Lock::knowledge_hash`](crate::scenario::lock::Lock::knowledge_hash).
    pub knowledge_hash: String,
    /// `interval` or `exact`.
    pub method: String,
    /// See [`Settings::tolerance`](crate::engine::Settings::tolerance).
    pub tolerance: f64,
    /// Day on which its experiment ends.
    pub after: f64,
    /// Name and identifier of the drug of each course.
    #[serde(skip)]
    pub drugs: Vec<String>,
    /// See [`Self::drugs`].
    #[serde(skip)]
    pub columns: Vec<String>,
    /// As in `summary.json` of a run.
    #[serde(rename = "statistics")]
    pub summary: FlaskSummary,
}

/// A protocol against the first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Index of the protocol.
    pub other: usize,
    /// The two share their flasks: the same line, so that flask r of one is flask r of the other. Where they do not,
    /// the two are independent samples, and nothing is told flask by flask.
    pub shares_flasks: bool,
    /// The differences, other minus first.
    #[serde(flatten)]
    pub paired: Paired,
}

/// Everything that a comparison's page tells.
#[derive(Debug, Clone, PartialEq)]
pub struct CompareReport {
    /// Version of Escalade.
    pub version: String,
    /// Seed of every protocol.
    pub seed: u64,
    /// Replicates of every protocol.
    pub replicates: u64,
    /// See [`SAMPLER_VERSION`](crate::sampling::SAMPLER_VERSION).
    pub sampler_version: u32,
    /// Days: the earliest end of the experiments.
    pub horizon: f64,
    /// Which seed and number of replicates, and why.
    pub choices: Vec<String>,
    /// What the protocols do not share, so that pairing means less or nothing.
    pub unpaired: Vec<String>,
    /// The protocols, at most [`MAX_ARMS`]; the first is what the others are compared with.
    pub arms: Vec<Arm>,
    /// One entry per further protocol.
    pub comparisons: Vec<Comparison>,
    /// Assumed, imputed and unchecked values that any protocol leans on.
    pub assumptions: Vec<AssumptionRow>,
}

impl CompareReport {
    /// No protocol shares its flasks with the first.
    pub fn unrelated(&self) -> bool {
        self.comparisons.iter().all(|row| !row.shares_flasks)
    }
}

/// `A against B`.
pub fn title(report: &CompareReport) -> String {
    let names: Vec<&str> = report.arms.iter().map(|arm| arm.name.as_str()).collect();
    names.join(" against ")
}
