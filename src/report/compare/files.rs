//! The files of a comparison.

use super::data::{Arm, CompareReport, Comparison, letter};
use crate::report::choice::OverWorlds;
use crate::report::figure::compare::{differences, incidence, profile};
use crate::report::figure::options;
use crate::report::table::{self, PairFamily};
use crate::report::{ReportError, json, page};
use crate::statistics::paired::FlaskEnd;
use crate::statistics::worlds::OptionsRecord;
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
    #[serde(skip_serializing_if = "Option::is_none")]
    worlds: Option<&'a OverWorlds>,
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
///
/// # Errors
/// A figure cannot be drawn, or JSON cannot hold the report: see [`ReportError`].
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
        worlds: report.worlds.as_ref(),
    };
    let worlds = options::of_compare(report)
        .map(|shown| options::draw(&shown))
        .transpose()?;
    let [incidence, differences, profile] = figures.each_ref().map(|(_, svg)| svg.as_str());
    let drawn = page::compare::Drawn {
        incidence,
        differences,
        profile,
        worlds: worlds.as_deref(),
    };
    let text = json::indented(&file).map_err(ReportError::Json)?;
    let mut out = vec![
        ("compare.html".to_owned(), page::compare::page(report, &drawn)),
        ("compare.json".to_owned(), text),
    ];
    out.extend(worlds.map(|svg| ("figures/worlds.svg".to_owned(), svg)));
    out.extend(figures.map(|(name, svg)| (format!("figures/{name}.svg"), svg)));
    Ok(out)
}

/// Tables and their data dictionary: (file name, content). `ends` holds the flasks of each protocol, `worlds` those of
/// every world.
pub fn tables(report: &CompareReport, ends: &[Vec<FlaskEnd>], worlds: &[OptionsRecord]) -> Vec<(String, String)> {
    let families: Vec<PairFamily> = (report.arms.iter().enumerate())
        .map(|(i, arm)| PairFamily {
            letter: letter(i).to_string(),
            drugs: arm.columns.clone(),
        })
        .collect();
    let over = report.worlds.as_ref().map(|over| (&over.choice, worlds));
    table::compared(&families, ends, over)
}
