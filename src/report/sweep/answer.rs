//! The answer of a sweep in words.

use super::data::{PointResult, SweepReport, Synergy, untreated, values};
use super::wells;
use crate::report::words::share;
use crate::statistics::sweep::SweepPoint;
use crate::statistics::synergy::{SynergyScore, rank_correlation};
use crate::words::{number, percent, points, signed};
use std::collections::BTreeMap;

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
        out += &wells::sentence(report).map_or(String::new(), |text| format!(" {text}"));
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
            signed(rank)
        ),
        None => "too few pairs differ to say whether that tells how long they last".to_owned(),
    }
}

/// `sum 1.2, largest 0.3, smallest −0.1 over 9 pairs`.
pub fn score(score: &Option<SynergyScore>) -> [String; 5] {
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
