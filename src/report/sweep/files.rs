//! The files of a sweep.

use super::data::{PointResult, SweepKey, SweepReport, Synergy};
use crate::report::choice::OverWorlds;
use crate::report::figure::options;
use crate::report::figure::sweep::{lines, maps, profile, rank, wells};
use crate::report::{ReportError, json, page, table};
use serde::Serialize;

/// Version of the layout of `sweep.json`; rises when a reader would have to change.
pub const SWEEP_SCHEMA: u32 = 1;

#[derive(Serialize)]
struct SweepFile<'a> {
    schema: u32,
    kind: &'static str,
    name: &'a str,
    provenance: SweepProvenance<'a>,
    horizon_days: f64,
    keys: &'a [SweepKey],
    points: &'a [PointResult],
    synergy: &'a Option<Synergy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    worlds: Option<&'a OverWorlds>,
}

#[derive(Serialize)]
struct SweepProvenance<'a> {
    version: &'a str,
    points_hash: &'a str,
    knowledge_hash: &'a str,
    seed: u64,
    replicates: u64,
    sampler_version: u32,
}

/// Files of a sweep: (path within the folder, content).
///
/// # Errors
/// A figure cannot be drawn, or JSON cannot hold the report: see [`ReportError`].
pub fn files(report: &SweepReport) -> Result<Vec<(String, String)>, ReportError> {
    let mut figures = match report.keys.len() {
        1 if report.in_wells() => vec![("profile", profile::draw(&profile::data(report))?)],
        1 => vec![
            ("line", lines::draw(&lines::data(report))?),
            ("profile", profile::draw(&profile::data(report))?),
        ],
        2 => vec![("maps", maps::draw(&maps::data(report))?)],
        _ => vec![("ranked", rank::draw(&rank::data(report))?)],
    };
    if report.in_wells() {
        figures.push(("wells", wells::draw(&wells::data(report))?));
    }
    if report.keys.len() != 2 {
        let worlds = options::of_sweep(report).map(|shown| options::draw(&shown));
        figures.extend(worlds.transpose()?.map(|svg| ("worlds", svg)));
    }
    let file = SweepFile {
        schema: SWEEP_SCHEMA,
        kind: "sweep",
        name: &report.name,
        provenance: SweepProvenance {
            version: &report.version,
            points_hash: &report.points_hash,
            knowledge_hash: &report.knowledge_hash,
            seed: report.seed,
            replicates: report.replicates,
            sampler_version: report.sampler_version,
        },
        horizon_days: report.horizon,
        keys: &report.keys,
        points: &report.points,
        synergy: &report.synergy,
        worlds: report.worlds.as_ref(),
    };
    let drawn: Vec<(&str, &str)> = figures.iter().map(|(name, svg)| (*name, svg.as_str())).collect();
    let mut out = vec![
        ("sweep.html".to_owned(), page::sweep::page(report, &drawn)),
        (
            "sweep.json".to_owned(),
            json::indented(&file).map_err(ReportError::Json)?,
        ),
    ];
    out.extend(table::sweep(report));
    out.extend(
        figures
            .into_iter()
            .map(|(name, svg)| (format!("figures/{name}.svg"), svg)),
    );
    Ok(out)
}
