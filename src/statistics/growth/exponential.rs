//! Exponential growth in counts of flasks: its rate, and which part of the counts is exponential.
//!
//! One rate for all flasks, a size of its own for each: least squares of the logarithm of the counts on the days, with
//! Student's interval. The part is chosen by its bends: as long as a square and a cube of the day together fit better (F
//! test at 5%), the last day is left out where growth slows down towards the end more than it speeds up at the start, else
//! the first, down to three days.

use super::counts::{FlaskCounts, days};
use super::squares::{bends, product, take_off};
use libm::{log, sqrt};
use std::collections::BTreeSet;

/// Fewest days that a part keeps.
const DAYS: usize = 3;
/// Part of the squares that rounding makes.
const ROUNDING: f64 = 1e-20;

/// Exponential growth of flasks.
#[derive(Debug, Clone, PartialEq)]
pub struct Exponential {
    /// Per day.
    pub rate: f64,
    /// Standard error of it.
    pub error: f64,
    /// Degrees of freedom of that.
    pub freedom: f64,
    /// First and last day of the part that was used.
    pub days: (f64, f64),
    /// Whether the part that was used still bends.
    pub bends: bool,
    /// Whether days were left out because growth slows down at the end.
    pub slows: bool,
    /// Per flask with two counts or more in the part: its own rate, and the variance of that.
    pub flasks: Vec<(f64, f64)>,
    /// Per flask, the logarithm of the cells on day 0 that its line gives.
    pub at_zero: Vec<f64>,
}

/// Sums over points about the means of their flasks.
struct Line {
    rate: f64,
    error: f64,
    /// Squared days about the means of their flasks.
    spread: f64,
    freedom: f64,
    /// Whether a square and a cube of the day fit better.
    bends: bool,
    /// Whether these slow growth down at the end, more than they speed it up at the start.
    slows: bool,
}

impl Exponential {
    /// Of flasks; `None` with too few counts: three days, and one count more than flasks and one.
    pub fn of(flasks: &[FlaskCounts]) -> Option<Self> {
        let days = days(flasks);
        let (mut first, mut last) = (0, days.len().checked_sub(1)?);
        let mut line = line(flasks, (days[first], days[last]))?;
        let mut slows = false;
        while line.bends && last - first + 1 > DAYS {
            let (from, to) = match line.slows {
                true => (first, last - 1),
                false => (first + 1, last),
            };
            slows |= line.slows;
            let Some(next) = self::line(flasks, (days[from], days[to])) else {
                break;
            };
            (first, last, line) = (from, to, next);
        }
        if last - first + 1 < DAYS {
            return None;
        }
        let within = (days[first], days[last]);
        Some(Self {
            rate: line.rate,
            error: line.error,
            freedom: line.freedom,
            days: within,
            bends: line.bends,
            slows,
            flasks: own_rates(flasks, within, line.error * line.error * line.spread),
            at_zero: flasks.iter().map(|flask| at_zero(flask, within, line.rate)).collect(),
        })
    }
}

fn at_zero(flask: &FlaskCounts, (first, last): (f64, f64), rate: f64) -> f64 {
    let within = flask.counts.iter().filter(|(day, _)| first <= *day && *day <= last);
    let rests = within.clone().map(|(day, cells)| log(*cells) - rate * day);
    rests.sum::<f64>() / within.count().max(1) as f64
}

/// Each flask's own rate, with the variance of a count's logarithm.
fn own_rates(flasks: &[FlaskCounts], (first, last): (f64, f64), variance: f64) -> Vec<(f64, f64)> {
    let of = |flask: &FlaskCounts| {
        let within = || flask.counts.iter().filter(|(day, _)| first <= *day && *day <= last);
        let n = within().count() as f64;
        let middle = within().map(|(day, _)| day).sum::<f64>() / n;
        let spread = within().map(|(day, _)| (day - middle) * (day - middle)).sum::<f64>();
        let rate = within().map(|(day, cells)| (day - middle) * log(*cells)).sum::<f64>() / spread;
        (spread > 0.0 && variance > 0.0).then(|| (rate, variance / spread))
    };
    flasks.iter().filter_map(of).collect()
}

fn line(flasks: &[FlaskCounts], (first, last): (f64, f64)) -> Option<Line> {
    // Powers of the day (from -1 to 1 over the part) and the logarithm, each about its flask's mean.
    let (middle, half) = (0.5 * (first + last), 0.5 * (last - first));
    let mut points: Vec<[f64; 4]> = Vec::new();
    let (mut groups, mut days) = (0.0, BTreeSet::new());
    for flask in flasks {
        let within = flask.counts.iter().filter(|(day, _)| first <= *day && *day <= last);
        let own: Vec<[f64; 4]> = within
            .map(|&(day, cells)| {
                days.insert(day.to_bits());
                let x = (day - middle) / half.max(f64::MIN_POSITIVE);
                [x, x * x, x * x * x, log(cells)]
            })
            .collect();
        if own.is_empty() {
            continue;
        }
        groups += 1.0;
        let mean = |i: usize| own.iter().map(|point| point[i]).sum::<f64>() / own.len() as f64;
        let means = [0, 1, 2, 3].map(mean);
        points.extend(own.iter().map(|point| [0, 1, 2, 3].map(|i| point[i] - means[i])));
    }
    let freedom = points.len() as f64 - groups - 1.0;
    let spread = product(&points, 0, 0);
    if spread <= 0.0 || freedom < 1.0 {
        return None;
    }
    let rate = product(&points, 0, 3) / spread;
    let whole = product(&points, 3, 3);
    take_off(&mut points, 0);
    let squares = product(&points, 3, 3);
    let error = sqrt(squares / freedom / spread);
    // What the square and the cube explain beyond the line, as far as the days tell them apart.
    let powers = days.len().saturating_sub(2).min(2);
    let mut parts = [[0.0; 4]; 3];
    for (power, part) in parts.iter_mut().enumerate().take(powers + 1).skip(1) {
        *part = take_off(&mut points, power);
    }
    let (square, cube) = (parts[1][3] - parts[1][2] * parts[2][3], parts[2][3]);
    let left = product(&points, 3, 3);
    let (more, rest) = (powers as f64, freedom - powers as f64);
    Some(Line {
        rate: rate / half,
        error: error / half,
        spread: spread * half * half,
        freedom,
        bends: squares > ROUNDING * whole && bends(squares, left, more, rest),
        // Second derivatives at either end: 2 square - 6 cube and 2 square + 6 cube.
        slows: -(square + 3.0 * cube) >= square - 3.0 * cube,
    })
}
