//! The files of a plan.

use super::answer;
use super::costs::CostLine;
use super::data::{DesignRow, MeasureFirst, PlanReport, SearchTold, Telling, WeekRow};
use super::event::Event;
use crate::report::figure::plan::{front, power, rank, sequence};
use crate::report::{ReportError, json, page, table};
use crate::scenario::plan::{Bench, Goal, Limits};
use crate::statistics::race::{Power, Regret, WhenToSequence};
use serde::Serialize;

/// Version of the layout of `plan.json`; rises when a reader would have to change.
pub const PLAN_SCHEMA: u32 = 1;

#[derive(Serialize)]
struct PlanJson<'a> {
    schema: u32,
    kind: &'static str,
    name: &'a str,
    provenance: PlanProvenance<'a>,
    answer: String,
    goal: &'a Goal,
    limits: &'a Limits,
    bench: &'a Bench,
    margin: f64,
    winner: Option<&'a DesignRow>,
    regret: &'a Regret,
    search: &'a SearchTold,
    fresh_worlds: u64,
    measure_first: &'a Option<MeasureFirst>,
    counted_whole: Option<f64>,
    telling: &'a Option<Telling>,
    sequencing: &'a Option<WhenToSequence>,
    power: &'a [Power],
    value_by_flasks: &'a [f64],
    costs: &'a [CostLine],
    weeks: &'a [WeekRow],
    calendar: &'a [Event],
    rules: &'a [String],
    excluded: &'a [(String, Vec<String>)],
    designs: &'a [DesignRow],
}

#[derive(Serialize)]
struct PlanProvenance<'a> {
    version: &'a str,
    designs_hash: &'a str,
    knowledge_hash: &'a str,
    seed: u64,
    sampler_version: u32,
}

/// Files of a plan: (path within the folder, content).
///
/// # Errors
/// A figure cannot be drawn, or JSON cannot hold the report: see [`ReportError`].
pub fn files(report: &PlanReport) -> Result<Vec<(String, String)>, ReportError> {
    let mut figures = vec![("designs", rank::draw(&rank::data(report))?)];
    if report.designs.len() > 1 {
        figures.push(("front", front::draw(&front::data(report))?));
    }
    if let Some(shown) = sequence::data(report) {
        figures.push(("sequence", sequence::draw(&shown)?));
    }
    if let Some(shown) = power::data(report) {
        figures.push(("power", power::draw(&shown)?));
    }
    let file = PlanJson {
        schema: PLAN_SCHEMA,
        kind: "plan",
        name: &report.name,
        provenance: PlanProvenance {
            version: &report.version,
            designs_hash: &report.designs_hash,
            knowledge_hash: &report.knowledge_hash,
            seed: report.seed,
            sampler_version: report.sampler_version,
        },
        answer: answer::answer(report),
        goal: &report.goal,
        limits: &report.limits,
        bench: &report.bench,
        margin: report.margin,
        winner: report.designs.first(),
        regret: &report.regret,
        search: &report.search,
        fresh_worlds: report.fresh_worlds,
        measure_first: &report.first,
        counted_whole: report.counted_whole,
        telling: &report.telling,
        sequencing: &report.sequencing,
        power: &report.power,
        value_by_flasks: &report.by_flasks,
        costs: &report.costs,
        weeks: &report.weeks,
        calendar: &report.calendar,
        rules: &report.rules,
        excluded: &report.excluded,
        designs: &report.designs,
    };
    let drawn: Vec<(&str, &str)> = figures.iter().map(|(name, svg)| (*name, svg.as_str())).collect();
    let mut out = vec![
        ("plan.html".to_owned(), page::plan::page(report, &drawn)),
        (
            "plan.json".to_owned(),
            json::indented(&file).map_err(ReportError::Json)?,
        ),
        ("calendar.ics".to_owned(), report.ics.clone()),
    ];
    out.extend(table::plan(report));
    out.extend(
        figures
            .into_iter()
            .map(|(name, svg)| (format!("figures/{name}.svg"), svg)),
    );
    Ok(out)
}
