//! What a report tells about the run besides its results.

use crate::engine::Method;
use crate::knowledge::{Assumption, Certainty};
use crate::scenario::warnings::Warning;
use serde::{Deserialize, Serialize};

/// What a report tells about the run besides its results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunContext {
    /// Name of the scenario.
    pub name: String,
    /// The question that the run answers, in the user's words; may be empty.
    pub question: String,
    /// The protocol, a sentence per entry.
    pub protocol_words: Vec<String>,
    /// What it takes to make the run again.
    pub provenance: Provenance,
    /// What the scenario may not mean.
    #[serde(default)]
    pub warnings: Vec<Warning>,
    /// Assumed, imputed and unchecked values that the result leans on.
    pub assumptions: Vec<AssumptionRow>,
}

/// All it takes to make the same run again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// Version of Escalade.
    pub version: String,
    /// Version of the scenario's schema.
    pub schema: u32,
    /// See [`Lock::scenario_hash`](crate::scenario::lock::Lock::scenario_hash).
    pub scenario_hash: String,
    /// See [`Lock::knowledge_hash`](crate::scenario::lock::Lock::knowledge_hash).
    pub knowledge_hash: String,
    /// Seed of all streams.
    pub seed: u64,
    /// Replicates simulated.
    pub replicates: u64,
    /// `interval` or `exact`.
    pub method: Method,
    /// See [`Settings::tolerance`](crate::engine::Settings::tolerance).
    pub tolerance: f64,
    /// See [`SAMPLER_VERSION`](crate::sampling::SAMPLER_VERSION).
    pub sampler_version: u32,
}

/// A value that nobody measured for this purpose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AssumptionRow {
    /// Which value, in words.
    pub what: String,
    /// With its unit.
    pub value: String,
    /// Plausible range, with its unit.
    pub range: Option<String>,
    /// How sure it is.
    pub certainty: Certainty,
    /// Reason or source.
    pub why: String,
}

impl From<&Assumption> for AssumptionRow {
    fn from(of: &Assumption) -> Self {
        Self {
            what: of.what.clone(),
            value: of.value.clone(),
            range: of.range.clone(),
            certainty: of.certainty,
            why: of.why.clone(),
        }
    }
}

/// `3 assumed, 1 imputed`.
pub(super) fn certainties(rows: &[AssumptionRow]) -> String {
    let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for row in rows {
        *counts.entry(row.certainty.words()).or_insert(0) += 1;
    }
    let parts: Vec<String> = counts.iter().map(|(certainty, n)| format!("{n} {certainty}")).collect();
    parts.join("; ")
}
