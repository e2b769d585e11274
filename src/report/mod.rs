//! Tables, figures and the page of a run, as strings; nothing here touches the disk.
//!
//! No output holds a clock time, a path, a host or a number of threads: the same run gives the
//! same bytes anywhere.

pub mod assay;
pub mod compare;
pub mod diagnosis;
pub mod figure;
pub mod flask;
mod json;
pub mod page;
pub mod palette;
pub mod plain;
mod story;
pub mod sweep;
pub mod table;
pub mod tornado;
pub mod words;

pub use story::{answer_sentence, plain_answer, text_profile, text_together};

use crate::engine::record::FlaskTrace;
use crate::knowledge::{Assumption, Certainty};
use crate::model::biology::Biology;
use crate::model::plain::PlainModel;
use crate::model::protocol::Protocol;
use crate::statistics::{FlaskSummary, PlainSummary};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Version of the layout of `summary.json`; rises when a reader would have to change.
pub const SUMMARY_SCHEMA: u32 = 1;

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
    pub method: String,
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
fn certainties(rows: &[AssumptionRow]) -> String {
    let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for row in rows {
        *counts.entry(row.certainty.words()).or_insert(0) += 1;
    }
    let parts: Vec<String> = counts.iter().map(|(certainty, n)| format!("{n} {certainty}")).collect();
    parts.join("; ")
}

/// Why a report could not be made.
#[derive(Debug)]
pub enum ReportError {
    /// A drawing primitive was refused.
    Drawing {
        /// Identifier of the figure.
        figure: &'static str,
        /// What the drawing library says.
        reason: String,
    },
    /// The summary holds something that JSON cannot.
    Json(serde_json::Error),
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReportError::Drawing { figure, reason } => write!(f, "cannot draw {figure}: {reason}"),
            ReportError::Json(error) => write!(f, "cannot write summary.json: {error}"),
        }
    }
}

impl std::error::Error for ReportError {}

/// Files of a laboratory run besides its tables: (path within the run's folder, content).
/// `trace` is the typical replicate, simulated again.
pub fn flask_files(
    context: &RunContext,
    _biology: &Biology,
    protocol: &Protocol,
    summary: &FlaskSummary,
    trace: Option<&FlaskTrace>,
) -> Result<Vec<(String, String)>, ReportError> {
    flask::files(context, protocol, summary, trace)
}

/// Files of a plain run besides its tables: (path within the run's folder, content).
pub fn plain_files(
    context: &RunContext,
    model: &PlainModel,
    summary: &PlainSummary,
) -> Result<Vec<(String, String)>, ReportError> {
    plain::files(context, model, summary)
}

/// `summary.json`: schema, provenance and statistics.
#[derive(Serialize)]
struct SummaryFile<'a, S> {
    schema: u32,
    name: &'a str,
    provenance: &'a Provenance,
    statistics: &'a S,
}

fn summary_json<S: Serialize>(context: &RunContext, statistics: &S) -> Result<String, ReportError> {
    let (name, provenance) = (context.name.as_str(), &context.provenance);
    let file = SummaryFile {
        schema: SUMMARY_SCHEMA,
        name,
        provenance,
        statistics,
    };
    json::indented(&file).map_err(ReportError::Json)
}
