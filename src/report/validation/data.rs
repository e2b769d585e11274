//! All that is known of a validation.

use crate::statistics::validation::Assessment;
use serde::Serialize;

/// The page.
pub const PAGE: &str = "validation.html";
/// The protocol that was carried out.
pub const PROTOCOL: &str = "protocol.toml";

/// See module docs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ValidationReport {
    /// Version of the program.
    pub version: String,
    /// What the protocol is called.
    pub name: String,
    /// Seed of all streams.
    pub seed: u64,
    /// Fingerprint of the knowledge bases.
    pub knowledge_hash: String,
    /// Worlds in which every experiment can be carried out.
    pub worlds: u64,
    /// Further ones in which one cannot.
    pub refused: u64,
    /// Why, in the first.
    pub refused_why: Option<String>,
    /// Flasks simulated.
    pub flasks: u64,
    /// Scenario files.
    pub scenarios: Vec<String>,
    /// Flasks of the pooled profile that each world's are taken with.
    pub smoothing: f64,
    /// Part of equal shares in every predictor.
    pub uniform: f64,
    /// Worlds that a likelihood leaves at least.
    pub least_effective: f64,
    /// Which of the reporting weights scores are taken at.
    pub judged: usize,
    /// Everything, at each reporting weight.
    pub at: Vec<Assessment>,
}

impl ValidationReport {
    /// At the reporting weight that scores are taken at.
    pub fn judged(&self) -> &Assessment {
        &self.at[self.judged]
    }
}
