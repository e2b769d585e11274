//! The files of a comparison.

use super::data::{Arm, CompareReport, Comparison, letter};
use crate::report::figure::compare::{differences, incidence, profile};
use crate::report::table::{self, PairFamily};
use crate::report::{ReportError, json, page};
use crate::statistics::paired::FlaskEnd;
use serde::Serialize;

/// Version of the layout of `compare.json`; rises when a reader would have to change.
pub const COMPARE_SCHEMA: u32 = 1;

#[derive(Serialize)]
struct CompareFile<'a> {
    schema: u32,
    kind: &'static str,
    provenance: CompareProvenance<'a>,
    horizon_days: f64,
    choices: &'a [String],
    unpaired: &'a [String],
    protocols: &'a [Arm],
    comparisons: &'a [Comparison],
}

#[derive(Serialize)]
struct CompareProvenance<'a> {
    version: &'a str,
    seed: u64,
    replicates: u64,
    sampler_version: u32,
}

/// Day on which the last flask of any protocol ended, at most the horizon.
fn last_day(report: &CompareReport) -> f64 {
    let ends = report.arms.iter().map(|arm| arm.summary.last_day(arm.after));
    ends.fold(0.0, f64::max).min(report.horizon)
}

/// Files besides `pairs.csv`: (path within the folder, content).
pub fn files(report: &CompareReport) -> Result<Vec<(String, String)>, ReportError> {
    let figures = [
        (
            "incidence",
            incidence::draw(&incidence::data(&report.arms, last_day(report)))?,
        ),
        (
            "differences",
            differences::draw(&differences::data(&report.arms, &report.comparisons))?,
        ),
        (
            "profile",
            profile::draw(&profile::data(&report.arms, &report.comparisons))?,
        ),
    ];
    let file = CompareFile {
        schema: COMPARE_SCHEMA,
        kind: "compare",
        provenance: CompareProvenance {
            version: &report.version,
            seed: report.seed,
            replicates: report.replicates,
            sampler_version: report.sampler_version,
        },
        horizon_days: report.horizon,
        choices: &report.choices,
        unpaired: &report.unpaired,
        protocols: &report.arms,
        comparisons: &report.comparisons,
    };
    let drawn = figures.each_ref().map(|(_, svg)| svg.as_str());
    let mut out = vec![("compare.html".to_owned(), page::compare::page(report, drawn))];
    out.push((
        "compare.json".to_owned(),
        json::indented(&file).map_err(ReportError::Json)?,
    ));
    out.extend(figures.map(|(name, svg)| (format!("figures/{name}.svg"), svg)));
    Ok(out)
}

/// `pairs.csv` and its data dictionary: (file name, content). `ends` holds the flasks of each protocol.
pub fn pairs_table(arms: &[Arm], ends: &[Vec<FlaskEnd>]) -> Vec<(String, String)> {
    let families = arms.iter().enumerate().map(|(i, arm)| PairFamily {
        letter: letter(i).to_string(),
        drugs: arm.columns.clone(),
    });
    table::pairs(&families.collect::<Vec<_>>(), ends)
}
