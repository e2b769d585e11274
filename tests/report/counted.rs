//! Helpers: what figures are held to, counted from the made-up records themselves.

use super::*;
use escalade::report::figure::canvas::Point;
use escalade::report::figure::series::Span;
use escalade::statistics::paired::FlaskEnd;

pub fn records() -> Vec<FlaskRecord> {
    (0..200).map(made_up_flask).collect()
}

pub fn share(records: &[FlaskRecord], holds: impl Fn(&FlaskRecord) -> bool) -> f64 {
    records.iter().filter(|record| holds(record)).count() as f64 / records.len() as f64
}

/// Value of a step function at a place.
pub fn stepped(line: &[Point], at: f64) -> f64 {
    line.iter().rfind(|point| point.0 <= at).unwrap().1
}

/// Upper edge from left to right, then lower edge back.
pub fn outline(band: &[Span]) -> Vec<Point> {
    let upper = band.iter().map(|span| (span.at, span.high));
    upper.chain(band.iter().rev().map(|span| (span.at, span.low))).collect()
}

pub const HORIZON: f64 = 200.0;

/// Flasks of the i-th protocol: the same for all but their made-up numbers.
pub fn flasks(i: u64) -> Vec<FlaskRecord> {
    (300 * i..300 * i + 60).map(made_up_flask).collect()
}

pub fn ends(records: &[FlaskRecord]) -> Vec<FlaskEnd> {
    records.iter().map(|record| FlaskEnd::of(record, 1, HORIZON)).collect()
}

pub fn resistant(records: &[FlaskRecord], day: f64) -> f64 {
    let by = |r: &&FlaskRecord| r.outcome == Outcome::Resistant && r.outcome_day <= day;
    records.iter().filter(by).count() as f64 / records.len() as f64
}

pub fn restricted(record: &FlaskRecord) -> f64 {
    match record.outcome {
        Outcome::Resistant => record.outcome_day.min(HORIZON),
        _ => HORIZON,
    }
}

pub fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let n = values.len() as f64;
    values.sum::<f64>() / n
}
