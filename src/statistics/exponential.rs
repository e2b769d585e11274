//! Exponential growth in counts of flasks: its rate, and which part of the counts is exponential.
//!
//! One rate for all flasks, a size of its own for each: least squares of the logarithm of the counts on the days, with
//! Student's interval. The part is chosen by its bends: as long as a square and a cube of the day together fit better (F
//! test at 5%), the last day is left out where growth slows down towards the end more than it speeds up at the start, else
//! the first, down to three days.

use super::interval::beta_cdf;
use super::paired::t_quantile;
use libm::{log, sqrt};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Fewest days that a part keeps.
const DAYS: usize = 3;
/// Chance below which a better fit of square and cube counts.
const BENDS: f64 = 0.05;
/// Part of the squares that rounding makes.
const ROUNDING: f64 = 1e-20;

/// Counts of a flask: days and cells; a passage is undone, so that cells are as if none had been thrown away.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FlaskCounts {
    /// The flask.
    pub name: String,
    /// Days and cells, above 0.
    pub counts: Vec<(f64, f64)>,
}

/// Exponential growth of flasks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExponentialGrowth {
    /// Per day.
    pub rate: f64,
    /// Standard error of it.
    pub error: f64,
    /// Degrees of freedom of that.
    pub freedom: u64,
    /// First and last day of the part that was used.
    pub days: (f64, f64),
    /// Counts in it.
    pub used: usize,
    /// Counts outside it.
    pub left_out: usize,
    /// Whether the part that was used still bends.
    pub bends: bool,
    /// Per flask, the logarithm of the cells on day 0 that its line gives.
    pub at_zero: Vec<f64>,
}

/// The growth of a cell line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineGrowth {
    /// Id of the line.
    pub line: String,
    /// Its name.
    pub name: String,
    /// The file of the counts.
    pub file: String,
    /// The counts.
    pub flasks: Vec<FlaskCounts>,
    /// The fit.
    pub growth: ExponentialGrowth,
    /// Doubling time with its central 90%, days.
    pub doubling: (f64, f64, f64),
}

/// Sums over points about the means of their flasks.
struct Line {
    rate: f64,
    error: f64,
    freedom: f64,
    /// Whether a square and a cube of the day fit better.
    bends: bool,
    /// Whether these slow growth down at the end, more than they speed it up at the start.
    slows: bool,
}

impl ExponentialGrowth {
    /// Of flasks; `None` with too few counts: three days, and one count more than flasks and one.
    pub fn of(flasks: &[FlaskCounts]) -> Option<Self> {
        let all = flasks.iter().flat_map(|flask| &flask.counts);
        let bits: BTreeSet<u64> = all.clone().map(|(day, _)| day.to_bits()).collect();
        // Days are at least 0, so that their bits have their order.
        let days: Vec<f64> = bits.into_iter().map(f64::from_bits).collect();
        let (mut first, mut last) = (0, days.len().checked_sub(1)?);
        let mut line = line(flasks, (days[first], days[last]))?;
        while line.bends && last - first + 1 > DAYS {
            let (from, to) = if line.slows {
                (first, last - 1)
            } else {
                (first + 1, last)
            };
            let Some(next) = self::line(flasks, (days[from], days[to])) else {
                break;
            };
            (first, last, line) = (from, to, next);
        }
        if last - first + 1 < DAYS {
            return None;
        }
        let within = (days[first], days[last]);
        let used = all
            .clone()
            .filter(|(day, _)| within.0 <= *day && *day <= within.1)
            .count();
        Some(Self {
            rate: line.rate,
            error: line.error,
            freedom: line.freedom as u64,
            days: within,
            used,
            left_out: all.count() - used,
            bends: line.bends,
            at_zero: flasks.iter().map(|flask| at_zero(flask, within, line.rate)).collect(),
        })
    }

    /// Rate between which it lies with this confidence, per day.
    pub fn interval(&self, confidence: f64) -> (f64, f64) {
        let width = t_quantile(confidence, self.freedom as f64) * self.error;
        (self.rate - width, self.rate + width)
    }

    /// Doubling time in days, with its interval; `None` where the cells may not grow.
    pub fn doubling(&self, confidence: f64) -> Option<(f64, f64, f64)> {
        let (low, high) = self.interval(confidence);
        let of = |rate: f64| core::f64::consts::LN_2 / rate;
        (low > 0.0).then(|| (of(self.rate), of(high), of(low)))
    }
}

fn at_zero(flask: &FlaskCounts, (first, last): (f64, f64), rate: f64) -> f64 {
    let within = flask.counts.iter().filter(|(day, _)| first <= *day && *day <= last);
    let rests = within.clone().map(|(day, cells)| log(*cells) - rate * day);
    rests.sum::<f64>() / within.count().max(1) as f64
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
    let bends = powers > 0 && rest >= 1.0 && squares > ROUNDING * whole && left > 0.0 && {
        let ratio = (squares - left) / more / (left / rest);
        beta_cdf(rest / (rest + more * ratio), 0.5 * rest, 0.5 * more) < BENDS
    };
    Some(Line {
        rate: rate / half,
        error: error / half,
        freedom,
        bends,
        // Second derivatives at either end: 2 square - 6 cube and 2 square + 6 cube.
        slows: -(square + 3.0 * cube) >= square - 3.0 * cube,
    })
}

fn product(points: &[[f64; 4]], a: usize, b: usize) -> f64 {
    points.iter().map(|point| point[a] * point[b]).sum()
}

/// Takes the part along one power off the powers behind it and off the logarithm, and says how much of it that was.
fn take_off(points: &mut [[f64; 4]], power: usize) -> [f64; 4] {
    let spread = product(points, power, power);
    let mut parts = [0.0; 4];
    if spread > 0.0 {
        for behind in power + 1..4 {
            parts[behind] = product(points, power, behind) / spread;
            points
                .iter_mut()
                .for_each(|point| point[behind] -= parts[behind] * point[power]);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use crate::sampling::normal;

    fn flask(name: &str, of: impl Fn(f64) -> f64, days: &[f64]) -> FlaskCounts {
        FlaskCounts {
            name: name.to_owned(),
            counts: days.iter().map(|&day| (day, of(day))).collect(),
        }
    }

    #[test]
    fn exact_growth_is_found_over_all_days() {
        let days = [0.0, 1.0, 2.0, 4.0, 5.0];
        let flasks = [
            flask("a", |d| 1e5 * libm::exp(0.35 * d), &days),
            flask("b", |d| 3e4 * libm::exp(0.35 * d), &days),
        ];
        let growth = ExponentialGrowth::of(&flasks).unwrap();
        assert!((growth.rate - 0.35).abs() < 1e-12 && growth.error < 1e-9, "{growth:?}");
        assert_eq!((growth.days, growth.used, growth.left_out), ((0.0, 5.0), 10, 0));
        assert!((growth.at_zero[1] - log(3e4)).abs() < 1e-9);
    }

    /// A lag of two days and a plateau from day 7 on are left out; the interval holds the truth.
    #[test]
    fn lag_and_plateau_are_left_out() {
        let truth = |day: f64| 1e5 * libm::exp(0.5 * (day.min(7.0) - 2.0).max(0.0));
        let days: Vec<f64> = (0..=10).map(f64::from).collect();
        let mut rng = stream(3, 0, Purpose::Culture);
        let flasks: Vec<FlaskCounts> = (0..3)
            .map(|i| {
                let noise: Vec<f64> = days.iter().map(|_| libm::exp(0.05 * normal(&mut rng))).collect();
                let mut flask = flask(&i.to_string(), truth, &days);
                flask
                    .counts
                    .iter_mut()
                    .zip(noise)
                    .for_each(|(count, noise)| count.1 *= noise);
                flask
            })
            .collect();
        let growth = ExponentialGrowth::of(&flasks).unwrap();
        assert!(growth.days.0 >= 1.0 && growth.days.1 <= 8.0, "{growth:?}");
        assert!((growth.rate - 0.5).abs() < 0.05, "{growth:?}");
    }

    /// Straight growth with noise: 400 sets of three flasks. Hypothesis: the 90% interval of the doubling time holds the truth
    /// in 90%; binomial, alpha 1e-6 two-sided (4.89 standard deviations): 330.7 to 389.3. The choice of the part costs some
    /// coverage, and is allowed two percent points.
    #[test]
    fn intervals_hold_the_doubling_time() {
        let days = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0];
        let held = (0..400).filter(|&set| {
            let mut rng = stream(9, set, Purpose::Culture);
            let mut flasks: Vec<FlaskCounts> = (0..3)
                .map(|i| flask(&i.to_string(), |d| 1e5 * libm::exp(0.4 * d), &days))
                .collect();
            for count in flasks.iter_mut().flat_map(|flask| &mut flask.counts) {
                count.1 *= libm::exp(0.1 * normal(&mut rng));
            }
            let (_, low, high) = ExponentialGrowth::of(&flasks).unwrap().doubling(0.9).unwrap();
            (low..=high).contains(&(core::f64::consts::LN_2 / 0.4))
        });
        let held = held.count();
        assert!((323..=389).contains(&held), "{held}");
    }

    #[test]
    fn too_few_counts_and_dying_cells_have_no_doubling_time() {
        assert_eq!(ExponentialGrowth::of(&[flask("a", |_| 1e5, &[0.0, 3.0])]), None);
        assert_eq!(ExponentialGrowth::of(&[]), None);
        let dying = ExponentialGrowth::of(&[flask("a", |d| 1e5 * libm::exp(-0.1 * d), &[0.0, 1.0, 2.0, 3.0])]);
        assert_eq!(dying.unwrap().doubling(0.95), None);
    }
}
