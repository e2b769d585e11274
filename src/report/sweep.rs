//! The files of a sweep, and its answer in words.

use super::figure::{sweep as draw, sweep_rank, sweep_wells as draw_wells};
use super::words::share;
use super::{AssumptionRow, ReportError, json, page, sweep_wells, table};
use crate::statistics::Proportion;
use crate::statistics::sweep::SweepPoint;
use crate::statistics::synergy::{SynergyMatrix, SynergyScore, rank_correlation};
use crate::words::{counted, listed, number, percent};
use serde::Serialize;
use std::collections::BTreeMap;

/// Version of the layout of `sweep.json`; rises when a reader would have to change.
pub const SWEEP_SCHEMA: u32 = 1;

/// A key and its values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SweepKey {
    pub key: String,
    pub values: Vec<String>,
}

/// The values of a point and what came of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PointResult {
    /// In the order of the keys.
    pub values: Vec<String>,
    #[serde(flatten)]
    pub result: SweepPoint,
}

impl PointResult {
    /// Resistant flasks, or positive wells (with the interval that goes with wells).
    pub fn counted(&self) -> &Proportion {
        let wells = self.result.wells.as_ref();
        wells.map_or(&self.result.resistant, |wells| &wells.positive)
    }
}

/// The short-term side of a dose matrix.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Synergy {
    pub first_drug: String,
    pub second_drug: String,
    /// Duration of the simulated viability assay.
    pub hours: f64,
    /// No other drug is given in the flasks.
    pub alone: bool,
    #[serde(flatten)]
    pub matrix: SynergyMatrix,
}

/// Everything that a sweep's page tells.
#[derive(Debug, Clone, PartialEq)]
pub struct SweepReport {
    pub version: String,
    pub name: String,
    pub question: String,
    pub seed: u64,
    pub replicates: u64,
    pub sampler_version: u32,
    /// Fingerprint of all points as resolved.
    pub points_hash: String,
    pub knowledge_hash: String,
    pub engine: String,
    /// Days: the earliest end of any point.
    pub horizon: f64,
    pub keys: Vec<SweepKey>,
    /// The last key moves fastest.
    pub points: Vec<PointResult>,
    pub synergy: Option<Synergy>,
    /// The protocol of the first point.
    pub protocol_words: Vec<String>,
    pub assumptions: Vec<AssumptionRow>,
}

impl SweepReport {
    /// Every flask is a well of a plate.
    pub fn in_wells(&self) -> bool {
        !self.points.is_empty() && self.points.iter().all(|point| point.result.wells.is_some())
    }

    /// What one culture is called.
    pub fn culture(&self) -> &'static str {
        if self.in_wells() { "well" } else { "flask" }
    }
}

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
pub fn files(report: &SweepReport) -> Result<Vec<(String, String)>, ReportError> {
    let mut figures = match report.keys.len() {
        1 if report.in_wells() => vec![("profile", draw::profile(report)?)],
        1 => vec![("line", draw::lines(report)?), ("profile", draw::profile(report)?)],
        2 => vec![("maps", draw::maps(report)?)],
        _ => vec![("ranked", sweep_rank::draw(report)?)],
    };
    if report.in_wells() {
        figures.push(("wells", draw_wells::draw(report)?));
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

/// `course.1.dose = 100 nM, flask.seed_cells = 1000`
pub fn values(report: &SweepReport, point: &PointResult) -> String {
    let parts = report
        .keys
        .iter()
        .zip(&point.values)
        .map(|(key, value)| format!("{} = {value}", key.key));
    parts.collect::<Vec<_>>().join(", ")
}

/// The values of a point, or how many points tie with it.
fn place(report: &SweepReport, point: &PointResult, of: &dyn Fn(&SweepPoint) -> u64) -> String {
    let wanted = of(&point.result);
    let points = report.points.iter().enumerate();
    let alike = points.filter(|(i, other)| !untreated(report, *i) && of(&other.result) == wanted);
    match alike.count() {
        0 | 1 => values(report, point),
        n => format!("{n} points (one is {})", values(report, point)),
    }
}

/// The answer in a few sentences.
pub fn answer(report: &SweepReport) -> String {
    let by = |f: fn(&SweepPoint) -> f64| {
        let order = |a: &&PointResult, b: &&PointResult| f(&a.result).total_cmp(&f(&b.result));
        let treated = || {
            let points = report.points.iter().enumerate();
            points.filter(|(i, _)| !untreated(report, *i)).map(|(_, point)| point)
        };
        treated().min_by(order).zip(treated().rev().max_by(order))
    };
    let Some((low, high)) = by(|point| point.resistant.share) else {
        return "No point was simulated.".to_owned();
    };
    let horizon = number(report.horizon);
    let culture = report.culture();
    let what = if report.in_wells() { "positive" } else { "resistant" };
    let mut out = match low.result.resistant.count == high.result.resistant.count {
        true => format!(
            "The share of {culture}s {what} by day {horizon} is the same at every point: {}.",
            share(low.counted())
        ),
        false => format!(
            "{} {what} by day {horizon}: fewest, {}, at {}; most, {}, at {}.",
            if report.in_wells() { "Wells" } else { "Flasks" },
            share(low.counted()),
            place(report, low, &|point| point.resistant.count),
            share(high.counted()),
            place(report, high, &|point| point.resistant.count)
        ),
    };
    if report.in_wells() {
        out += &sweep_wells::sentence(report).map_or(String::new(), |text| format!(" {text}"));
    } else if let Some((_, longest)) = by(|point| point.restricted_mean) {
        out += &format!(
            " The longest restricted mean time to resistance, {} d of {horizon}, is at {}.",
            number(longest.result.restricted_mean),
            place(report, longest, &|point| point.restricted_mean.to_bits())
        );
    }
    for key in without_effect(report) {
        out += &format!(" {key} makes no difference here: its values give the same results.");
    }
    if let Some(text) = report
        .synergy
        .as_ref()
        .and_then(|synergy| synergy_sentence(report, synergy))
    {
        out += " ";
        out += &text;
    }
    out
}

/// Keys whose values change nothing, whatever the other keys are.
fn without_effect(report: &SweepReport) -> Vec<&str> {
    let idle = |k: usize| {
        let others = |point: &PointResult| -> Vec<String> {
            let rest = point.values.iter().enumerate().filter(|(i, _)| *i != k);
            rest.map(|(_, value)| value.clone()).collect()
        };
        let mut seen: BTreeMap<Vec<String>, &SweepPoint> = BTreeMap::new();
        report.points.iter().all(|point| {
            let first = seen.entry(others(point)).or_insert(&point.result);
            **first == point.result
        })
    };
    let keys = report.keys.iter().enumerate();
    let varied = keys.filter(|(_, key)| key.values.len() > 1);
    varied
        .filter(|(k, _)| idle(*k))
        .map(|(_, key)| key.key.as_str())
        .collect()
}

/// Both doses of a matrix are 0 and there is no other drug: without one no flask can count as resistant.
pub fn untreated(report: &SweepReport, point: usize) -> bool {
    report
        .synergy
        .as_ref()
        .filter(|synergy| synergy.alone)
        .is_some_and(|synergy| {
            let matrix = &synergy.matrix;
            let columns = matrix.second_doses.len().max(1);
            matrix.first_doses.get(point / columns) == Some(&0.0)
                && matrix.second_doses.get(point % columns) == Some(&0.0)
        })
}

/// Where synergy is largest, what becomes of those flasks, and whether the one ranks the other.
fn synergy_sentence(report: &SweepReport, synergy: &Synergy) -> Option<String> {
    let cells = synergy.matrix.cells.iter().flatten();
    let (best, cell) = cells
        .enumerate()
        .max_by(|a, b| a.1.bliss_excess.total_cmp(&b.1.bliss_excess))?;
    let point = report.points.get(best)?;
    let hours = number(synergy.hours);
    let largest = match cell.bliss_excess < 0.005 {
        true => format!("After {hours} h no pair exceeds Bliss by half a point"),
        false => format!(
            "The largest Bliss excess after {hours} h, {} points, is at {}, where {} of flasks become resistant",
            number(cell.bliss_excess * 100.0),
            values(report, point),
            percent(point.result.resistant.share),
        ),
    };
    Some(format!("{largest}; {}.", durability_words(report, synergy)))
}

/// How far the Bliss excess of the pairs tells how long they last.
pub fn durability_words(report: &SweepReport, synergy: &Synergy) -> String {
    let (matrix, mut pairs) = (&synergy.matrix, Vec::new());
    for (i, first) in matrix.first_doses.iter().enumerate() {
        for (j, second) in matrix.second_doses.iter().enumerate() {
            let point = report.points.get(i * matrix.second_doses.len() + j);
            if let Some(point) = point.filter(|_| *first > 0.0 && *second > 0.0) {
                pairs.push((matrix.cells[i][j].bliss_excess, point.result.restricted_mean));
            }
        }
    }
    match rank_correlation(&pairs) {
        Some(rank) => format!(
            "over the {} pairs Bliss excess and mean time to resistance have a rank correlation of {}",
            pairs.len(),
            super::figure::compare::signed(rank)
        ),
        None => "too few pairs differ to say whether that tells how long they last".to_owned(),
    }
}

/// `sum 1.2, largest 0.3, smallest −0.1 over 9 pairs`.
pub fn score(score: &Option<SynergyScore>) -> [String; 5] {
    let points = |value: f64| super::figure::compare::signed(value * 100.0);
    match score {
        Some(s) => [
            points(s.sum),
            points(s.max),
            points(s.min),
            s.pairs.to_string(),
            s.undefined.to_string(),
        ],
        None => std::array::from_fn(|_| "not defined".to_owned()),
    }
}

/// The answer and the table of points for a terminal.
pub fn text(report: &SweepReport) -> String {
    const SHOWN: usize = 60;
    let keys: Vec<String> = report.keys.iter().map(|key| format!("`{}`", key.key)).collect();
    let mut out = format!(
        "{} over {}, {} each\n\n",
        counted(report.points.len() as u64, "point"),
        listed(&keys),
        counted(report.replicates, report.culture())
    );
    let width = report
        .points
        .iter()
        .map(|p| values(report, p).chars().count())
        .max()
        .unwrap_or(0);
    for (i, point) in report.points.iter().enumerate().take(SHOWN) {
        if untreated(report, i) {
            out += &format!("  {:<width$}  no drug, no result\n", values(report, point));
            continue;
        }
        let r = &point.result;
        if let Some(wells) = r.wells.as_ref().filter(|_| report.in_wells()) {
            out += &format!("  {:<width$}  {}\n", values(report, point), sweep_wells::line(wells));
            continue;
        }
        let leading = r.mechanisms.first().map_or(String::new(), |row| {
            format!(
                "; {} {}",
                crate::report::words::mechanism(&row.mechanism),
                percent(row.share.share)
            )
        });
        out += &format!(
            "  {:<width$}  resistant {:<22} restricted mean {} d{leading}\n",
            values(report, point),
            share(&r.resistant),
            number(r.restricted_mean),
        );
    }
    if report.points.len() > SHOWN {
        out += &format!("  and {} more in sweep.csv\n", report.points.len() - SHOWN);
    }
    out + "\n" + &answer(report)
}
