//! The answer of a sweep in words.

use super::data::{PointResult, SweepReport, Synergy, short, values};
use super::wells;
use crate::report::choice::{self, Naming};
use crate::report::words::share;
use crate::scenario::Want;
use crate::statistics::sweep::SweepPoint;
use crate::statistics::synergy::{SynergyScore, rank_correlation};
use crate::words::{counted, days, hours, number, percent, points, signed};
use std::collections::BTreeMap;

/// The values of a point, or how many points tie with it.
fn place(report: &SweepReport, point: &PointResult, of: &dyn Fn(&PointResult) -> u64) -> String {
    let wanted = of(point);
    let points = report.points.iter();
    let alike = points.filter(|other| !other.untreated && of(other) == wanted);
    match alike.count() {
        0 | 1 => values(report, point),
        n => format!(
            "{} (and {} that tie)",
            values(report, point),
            counted(n as u64 - 1, "point")
        ),
    }
}

/// The answer: which point to choose over worlds, where there are any and times are compared, else what comes of the
/// central values.
pub fn answer(report: &SweepReport) -> String {
    over_worlds(report).unwrap_or_else(|| of_central(report))
}

/// What comes of the central values, where the answer is another.
pub fn central(report: &SweepReport) -> Option<String> {
    over_worlds(report).map(|_| choice::central(&of_central(report)))
}

fn over_worlds(report: &SweepReport) -> Option<String> {
    if report.in_wells() {
        return None;
    }
    let naming = Naming {
        of: &|i| short(report, &report.points[i]),
        one: "point",
        by: "at",
    };
    let chosen = |i: usize| report.points[i].may_be_chosen();
    let mut out = report.worlds.as_ref()?.sentences(&report.aim, &naming, chosen)?;
    let open = report
        .points
        .iter()
        .filter(|point| !point.untreated && !point.unaltered_held);
    out += &match open.count() as u64 {
        0 => String::new(),
        n => format!(
            " Left out {} {} whose doses do not hold the unaltered cells.",
            if n == 1 { "is" } else { "are" },
            counted(n, "point")
        ),
    };
    Some(out)
}

fn of_central(report: &SweepReport) -> String {
    let mut out = match report.in_wells() {
        true => wells_answer(report),
        false => flasks_answer(report),
    };
    for key in without_effect(report) {
        out += &format!(" The {key} makes no difference here.");
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

/// Points at which something is given, the one that is wanted most first: by mean time to resistance, then by the share
/// of resistant flasks. Points that hold no unaltered cells come last: see [`PointResult::may_be_chosen`].
pub fn ranked(report: &SweepReport) -> Vec<&PointResult> {
    let mut points: Vec<&PointResult> = report.points.iter().filter(|point| !point.untreated).collect();
    let want = &report.aim.want;
    let loss = |point: &PointResult| want.mean_loss(point.result.restricted_mean, sought(want, point));
    points.sort_by(|a, b| {
        let shares = || match want {
            Want::Sooner => b.result.resistant.share.total_cmp(&a.result.resistant.share),
            _ => a.result.resistant.share.total_cmp(&b.result.resistant.share),
        };
        let losses = loss(a).total_cmp(&loss(b));
        b.unaltered_held.cmp(&a.unaltered_held).then(losses).then_with(shares)
    });
    points
}

/// Share of a point's flasks that became what is looked for.
pub fn sought(want: &Want, point: &PointResult) -> f64 {
    let rows = point.result.mechanisms.iter();
    let found = rows.filter(|row| want.sought().is_some_and(|sought| sought.is(&row.mechanism)));
    found.map(|row| row.share.share).sum()
}

fn flasks_answer(report: &SweepReport) -> String {
    let ranked = ranked(report);
    let (Some(best), Some(worst)) = (ranked.first(), ranked.last()) else {
        return "No point was simulated.".to_owned();
    };
    let horizon = number(report.horizon);
    let want = &report.aim.want;
    let found = |point: &PointResult| match want.sought() {
        Some(_) => sought(want, point),
        None => point.result.resistant.share,
    };
    if ranked.iter().all(|point| found(point) == 0.0) {
        let by = want
            .sought()
            .map_or(String::new(), |what| format!(" by {}", what.words()));
        return format!(
            "No flask became resistant{by} at any point by day {horizon}, so that no point is ahead of another."
        );
    }
    let end = |point: &PointResult| {
        let sought_share = want.sought().map_or(String::new(), |what| {
            format!(", by {} {}", what.words(), percent(sought(want, point)))
        });
        format!(
            "after {} on average, in {} of flasks by day {horizon}{sought_share}",
            days(point.result.restricted_mean),
            share(&point.result.resistant)
        )
    };
    // What points are ranked by.
    let ranked_by = |point: &PointResult| match want.sought() {
        Some(_) => sought(want, point).to_bits(),
        None => point.result.restricted_mean.to_bits(),
    };
    let (lead, comes) = match best.unaltered_held {
        true => ("", "Resistance comes"),
        false => (
            "At no point do the doses hold the unaltered cells, so that none is one to choose. ",
            "What counts as resistance comes",
        ),
    };
    let mut out = format!(
        "{lead}{comes} {} at {}: {}",
        report.aim.best(),
        place(report, best, &ranked_by),
        end(best)
    );
    // A point that holds no unaltered cells has no resistance to compare with, unless none does.
    let last = ranked.iter().rev().find(|point| point.unaltered_held).unwrap_or(worst);
    let held = match best.unaltered_held && !worst.unaltered_held {
        true => " the unaltered cells",
        false => "",
    };
    let of_held = |word: &str| {
        if held.is_empty() {
            String::new()
        } else {
            format!(" {word}{held}")
        }
    };
    if std::ptr::eq(*best, *last) {
        if !held.is_empty() {
            out += &format!(", the only point{}", of_held("that holds"));
        }
    } else if ranked_by(best) == ranked_by(last) {
        out += &format!(", as at every other point{}", of_held("that holds"));
    } else {
        out += &format!(
            "; the other end{} is {}: {}",
            of_held("of the points that hold"),
            place(report, last, &ranked_by),
            end(last)
        );
    }
    out + "."
}

fn wells_answer(report: &SweepReport) -> String {
    let order = |a: &&PointResult, b: &&PointResult| a.result.resistant.share.total_cmp(&b.result.resistant.share);
    let treated = || report.points.iter().filter(|point| !point.untreated);
    let Some((low, high)) = treated().min_by(order).zip(treated().rev().max_by(order)) else {
        return "No point was simulated.".to_owned();
    };
    let horizon = number(report.horizon);
    let mut out = match low.result.resistant.count == high.result.resistant.count {
        true => format!(
            "The share of wells positive by day {horizon} is the same at every point: {}.",
            share(low.counted())
        ),
        false => format!(
            "Wells positive by day {horizon}: fewest, {}, at {}; most, {}, at {}.",
            share(low.counted()),
            place(report, low, &|point| point.result.resistant.count),
            share(high.counted()),
            place(report, high, &|point| point.result.resistant.count)
        ),
    };
    out += &wells::sentence(report).map_or(String::new(), |text| format!(" {text}"));
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
        .map(|(_, key)| key.words.as_str())
        .collect()
}

/// Where synergy is largest, what becomes of those flasks, and whether the one ranks the other.
fn synergy_sentence(report: &SweepReport, synergy: &Synergy) -> Option<String> {
    let cells = synergy.matrix.cells.iter().flatten();
    let (best, cell) = cells
        .enumerate()
        .max_by(|a, b| a.1.bliss_excess.total_cmp(&b.1.bliss_excess))?;
    let point = report.points.get(best)?;
    let hours = hours(synergy.hours);
    let largest = match cell.bliss_excess < 0.005 {
        true => format!("After {hours} no pair exceeds Bliss by half a point"),
        false => format!(
            "The largest Bliss excess after {hours}, {} points, is at {}, where {} of flasks become resistant",
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
