//! Tables of a finished run in the shapes that packages of R read.

use super::SessionError;
use crate::engine;
use crate::ensemble::SUMMARY;
use crate::ensemble::specimens::FinishedRun;
use crate::report::export::{Exported, NO_BARCODES, Shape, files};
use crate::scenario::error::nearest;
use crate::scenario::{Body, Scenario};

/// Shapes by the names of their packages: "ggmuller", "fishplot", "bartools", "survival".
///
/// # Errors
/// There is no such shape.
pub fn shapes(names: &[String]) -> Result<Vec<Shape>, SessionError> {
    let known = Shape::ALL.map(|(name, _)| name);
    let shape = |name: &String| {
        let found = Shape::ALL.iter().find(|(known, _)| known == name);
        let unknown = || SessionError::Request(format!("--export \"{name}\"\n  {}", nearest(name, &known)));
        found.map(|(_, shape)| *shape).ok_or_else(unknown)
    };
    names.iter().map(shape).collect()
}

/// Whether a scenario's run has what these shapes hold.
///
/// # Errors
/// It has the plain form, no such flask, or cells without barcodes.
pub fn exportable(scenario: &Scenario, shapes: &[Shape], flask: Option<u64>) -> Result<(), SessionError> {
    let refused = |words: String| Err(SessionError::Request(format!("--export: {words}")));
    let Body::Laboratory(laboratory) = &scenario.body else {
        return match shapes.is_empty() {
            true => Ok(()),
            false => refused("the plain form has no lineages\n  allowed: the laboratory form".to_owned()),
        };
    };
    if let Some(flask) = flask.filter(|flask| *flask >= scenario.replicates) {
        let last = scenario.replicates - 1;
        return refused(format!(
            "replicate {flask} is not in the run\n  allowed: 0 to {last} (the column `replicate` of replicates.csv)"
        ));
    }
    match shapes.contains(&Shape::Bartools) && laboratory.protocol.design.barcodes.is_none() {
        true => refused(NO_BARCODES.to_owned()),
        false => Ok(()),
    }
}

/// Tables in these shapes, with their data dictionary: (file name, content). `read` gives the text of a file of the run
/// by its name; `flask` is the one whose lineages and stock are exported [default: the typical one].
///
/// # Errors
/// There is no such flask, cells carry no barcodes, or a table of the run is not as it was written.
pub fn export(
    run: &FinishedRun,
    read: impl Fn(&str) -> Option<String>,
    shapes: &[Shape],
    flask: Option<u64>,
) -> Result<Vec<(String, String)>, SessionError> {
    let scenario = &run.scenario;
    exportable(scenario, shapes, flask)?;
    let flask = flask.unwrap_or_else(|| typical(&read).unwrap_or(0));
    let laboratory = run.laboratory();
    let (biology, protocol) = (&laboratory.biology, &laboratory.protocol);
    let trace = engine::trace_flask(biology, protocol, &scenario.settings, scenario.seed, flask);
    let replicates = read("replicates.csv").ok_or_else(|| SessionError::failed("the run has no replicates.csv"))?;
    let barcodes = read("barcodes.csv");
    let of = Exported {
        name: &scenario.name,
        trace: &trace,
        replicates: &replicates,
        barcodes: barcodes.as_deref(),
    };
    files(&of, shapes).map_err(SessionError::Request)
}

/// The typical flask, as the run's summary names it.
fn typical(read: &impl Fn(&str) -> Option<String>) -> Option<u64> {
    let summary: serde_json::Value = serde_json::from_str(&read(SUMMARY)?).ok()?;
    summary.pointer("/statistics/typical_replicate")?.as_u64()
}
