//! What a plate says of the share alive at any dose: the fitted curve, plus how far the true response may stray
//! from a curve of four parameters.
//!
//! The departure is a smooth random function of the logarithm of the dose (discrepancy of a model, Kennedy and
//! O'Hagan 2001, doi 10.1111/1467-9868.00294; Gaussian process, Rasmussen and Williams 2006, ISBN 026218253X). Its
//! size is not known: each of several sizes counts by how well it explains the means of the wells, so that a plate
//! which the curve fits keeps the curve's narrow band, and one which it does not fit is read near its means, with
//! wider bands between the doses. A bend that lies wholly between two doses leaves no trace in the wells: there the
//! band can be too narrow.

use crate::assay::viability::plate::{PlateReadings, log_spaced};
use crate::assay::viability::well_scatter::Scatter;
use crate::model::logistic::Fit;
use crate::statistics::interval::Z95;
use libm::{erfc, exp, fabs, hypot, log, pow, sqrt};

/// Doses at which a band is looked at.
const LOOKS: u32 = 400;

/// Standard deviations that departures may have, as shares of the control, and the weight of each before the wells
/// are seen (`assumed`: the larger the rarer).
const SIZES: [(f64, f64); 6] = [
    (0.0, 1.0),
    (0.01, 1.0),
    (0.02, 0.71),
    (0.04, 0.5),
    (0.08, 0.35),
    (0.16, 0.25),
];

/// Logarithm of the dose over which departures change (`assumed`: 4.5-fold, one to two steps of usual plates).
const RANGE: f64 = 1.5;

/// Variances of top, bottom, ln EC50 and ln slope before the wells are seen: wider than any plate leaves open, there
/// only so that plates that show half a curve have a solution.
const VAGUE: [f64; 4] = [1.0, 1.0, 9.0, 4.0];

/// Chance on either side of a 95% interval.
const TAIL: f64 = 0.025;

/// The share alive at every dose of a plate, with its error.
pub(super) struct Band {
    looks: Vec<f64>,
    sizes: Vec<Sized>,
}

/// The band for one size of departure.
struct Sized {
    /// Chance of this size, given the wells.
    weight: f64,
    /// Mean and standard error at each look.
    at: Vec<(f64, f64)>,
}

/// The means of a plate about their curve.
struct Means<'a> {
    fit: &'a Fit,
    ln_dose: Vec<f64>,
    rest: Vec<f64>,
    variance: Vec<f64>,
    gradients: Vec<[f64; 4]>,
}

impl Band {
    /// `None` on a plate without doses. The curve counts by its tangent at the fit.
    pub(super) fn new(fit: &Fit, readings: &PlateReadings, scatter: &Scatter) -> Option<Self> {
        let points = &readings.points;
        let (first, last) = (points.first()?.dose, points.last()?.dose);
        let mut looks = log_spaced(first, last, LOOKS);
        // Rounding must not carry the ends out of the plate.
        looks[0] = first;
        looks[LOOKS as usize - 1] = last;
        let means = Means {
            fit,
            ln_dose: points.iter().map(|point| log(point.dose)).collect(),
            rest: points.iter().map(|point| point.mean() - fit.at(point.dose)).collect(),
            // Between curve and wells, whichever of them is off.
            variance: (points.iter())
                .map(|point| {
                    let about = 0.5 * (fit.at(point.dose) + point.mean());
                    scatter.variance(about) / point.wells.len().max(1) as f64
                })
                .collect(),
            gradients: points.iter().map(|point| fit.gradient(point.dose)).collect(),
        };
        let sized: Vec<(f64, Vec<(f64, f64)>)> = (SIZES.iter())
            .filter_map(|&(size, before)| {
                let (likelihood, at) = means.band(size, &looks)?;
                Some((likelihood + log(before), at))
            })
            .collect();
        let best = sized.iter().map(|one| one.0).fold(f64::NEG_INFINITY, f64::max);
        let all: f64 = sized.iter().map(|one| exp(one.0 - best)).sum();
        let sizes: Vec<Sized> = (sized.into_iter())
            .map(|(likelihood, at)| Sized {
                weight: exp(likelihood - best) / all,
                at,
            })
            .collect();
        (!sizes.is_empty()).then_some(Self { looks, sizes })
    }

    /// Chance that the share lies above a level that is itself known with an error; `wide` scales all errors.
    fn above(&self, look: usize, (level, error): (f64, f64), wide: f64) -> f64 {
        let chance = |one: &Sized| {
            let (mean, own) = one.at[look];
            let errors = (mean - level) / (wide * hypot(own, error)).max(f64::MIN_POSITIVE);
            one.weight * 0.5 * erfc(-errors * core::f64::consts::FRAC_1_SQRT_2)
        };
        self.sizes.iter().map(chance).sum()
    }

    /// Doses between which the response crosses a level for the last time, 95%. It does so above every dose at which
    /// it is surely above the level, whatever single wells show below that dose, and not above a dose from which on
    /// it is surely below. An end that the plate leaves open is its lowest or highest dose.
    pub(super) fn last_crossing(&self, at: (f64, f64), width: f64) -> (f64, f64) {
        let chances: Vec<f64> = (0..self.looks.len())
            .map(|look| self.above(look, at, width / Z95))
            .collect();
        let (first, last) = (self.looks[0], self.looks[self.looks.len() - 1]);
        let between = |look: usize, chance: f64| {
            let (here, next) = (self.looks[look], self.looks[look + 1]);
            let part = (chances[look] - chance) / (chances[look] - chances[look + 1]);
            here * pow(next / here, part)
        };
        let end = |chance: f64| match chances.iter().rposition(|above| *above > chance) {
            None => first,
            Some(look) if look + 1 == chances.len() => last,
            Some(look) => between(look, chance),
        };
        (end(1.0 - TAIL), end(TAIL))
    }
}

impl Means<'_> {
    /// Covariance of the curve's values at two places, from its parameters.
    fn of_curve(a: &[f64; 4], b: &[f64; 4]) -> f64 {
        (0..4).map(|i| a[i] * VAGUE[i] * b[i]).sum()
    }

    /// Logarithm of the likelihood of a size, and the mean and standard error at each look.
    fn band(&self, size: f64, looks: &[f64]) -> Option<(f64, Vec<(f64, f64)>)> {
        let square = size * size;
        let covariance = |x: f64, slope: &[f64; 4]| -> Vec<f64> {
            (self.ln_dose.iter().zip(&self.gradients))
                .map(|(at, own)| Self::of_curve(slope, own) + square * correlation(x - at))
                .collect()
        };
        let mut rows: Vec<Vec<f64>> = (self.ln_dose.iter().zip(&self.gradients))
            .map(|(x, slope)| covariance(*x, slope))
            .collect();
        for (i, row) in rows.iter_mut().enumerate() {
            row[i] += self.variance[i];
        }
        let root = cholesky(rows)?;
        let rest = forward(&root, &self.rest);
        let squares: f64 = rest.iter().map(|z| z * z).sum();
        let spread: f64 = root.iter().enumerate().map(|(i, row)| log(row[i])).sum();
        let at = looks.iter().map(|dose| {
            let slope = self.fit.gradient(*dose);
            let known = forward(&root, &covariance(log(*dose), &slope));
            let moved: f64 = known.iter().zip(&rest).map(|(a, b)| a * b).sum();
            let left = Self::of_curve(&slope, &slope) + square - known.iter().map(|z| z * z).sum::<f64>();
            (self.fit.at(*dose) + moved, sqrt(left.max(0.0)))
        });
        Some((-0.5 * squares - spread, at.collect()))
    }
}

/// Correlation of departures (Matern 3/2).
fn correlation(apart: f64) -> f64 {
    let scaled = sqrt(3.0) * fabs(apart) / RANGE;
    (1.0 + scaled) * exp(-scaled)
}

/// Lower triangular root of a covariance; `None` where it is none.
fn cholesky(mut rows: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    for column in 0..rows.len() {
        for row in column..rows.len() {
            let known: f64 = (0..column).map(|k| rows[row][k] * rows[column][k]).sum();
            rows[row][column] -= known;
        }
        let root = sqrt(rows[column][column]);
        if !(root > 0.0 && root.is_finite()) {
            return None;
        }
        rows.iter_mut().skip(column).for_each(|row| row[column] /= root);
    }
    Some(rows)
}

/// Solution of root y = b.
fn forward(root: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    let mut y: Vec<f64> = Vec::with_capacity(b.len());
    for (row, right) in root.iter().zip(b) {
        let known: f64 = row.iter().zip(&y).map(|(a, b)| a * b).sum();
        y.push((right - known) / row[y.len()]);
    }
    y
}
