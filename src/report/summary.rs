//! `summary.json` of a run.

use super::context::{Provenance, RunContext};
use super::error::ReportError;
use super::json;
use serde::Serialize;

/// Version of the layout of `summary.json`; rises when a reader would have to change.
pub const SUMMARY_SCHEMA: u32 = 1;

/// `summary.json`: schema, provenance, what the scenario may not mean, and statistics.
#[derive(Serialize)]
struct SummaryFile<'a, S> {
    schema: u32,
    name: &'a str,
    provenance: &'a Provenance,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<&'a str>,
    statistics: &'a S,
}

/// The file of a run with these statistics.
pub(super) fn summary_json<S: Serialize>(context: &RunContext, statistics: &S) -> Result<String, ReportError> {
    let (name, provenance) = (context.name.as_str(), &context.provenance);
    let file = SummaryFile {
        schema: SUMMARY_SCHEMA,
        name,
        provenance,
        warnings: context.warnings.iter().map(|warning| warning.text.as_str()).collect(),
        statistics,
    };
    json::indented(&file).map_err(ReportError::Json)
}
