//! Doses read off a plate without a formula for the curve: the line through the wells' means, and the doses
//! between which a level surely lies.
//!
//! Between two doses the logarithm of the share (the net growth over the plate) follows a cubic in the
//! logarithm of the dose that keeps the means' rises and falls (Fritsch and Carlson 1980,
//! doi 10.1137/0717021).

use crate::assay::viability::plate::{DosePoint, PlateReadings, log_spaced};
use crate::assay::viability::potency::Potency;
use crate::assay::viability::well_scatter::Scatter;
use crate::model::logistic::Fit;
use crate::model::solve::root_between;
use crate::words::number;
use libm::{cbrt, exp, fabs, hypot, log, sqrt};

/// Departures from the curve, or above the control, that count: a tenth of the control...
const SEEN: f64 = 0.1;

/// ...and so many standard errors of a mean (fewer than one plate of ten doses in a hundred by chance).
const ERRORS: f64 = 4.0;

/// Shares below this are read as this: logarithms need a floor, and background hides less.
const FLOOR: f64 = 0.01;

/// Doses at which a crossing is looked for.
const LOOKS: u32 = 400;

/// Why the four-parameter curve does not describe the wells, if it does not.
pub(super) fn misfit(fit: &Fit, readings: &PlateReadings, scatter: &Scatter) -> Option<String> {
    let error = |mean: f64, wells: usize| sqrt(scatter.variance(mean) / wells.max(1) as f64);
    let control = error(1.0, readings.controls.len());
    let rise = |mean: f64, wells| mean - 1.0 > SEEN.max(ERRORS * hypot(error(mean, wells), control));
    let off = |mean: f64, at: f64, wells| fabs(mean - at) > SEEN.max(ERRORS * error(mean, wells));
    let highest = (readings.points.iter())
        .filter(|point| rise(point.mean(), point.wells.len()))
        .max_by(|a, b| a.mean().total_cmp(&b.mean()));
    if let Some(point) = highest {
        return Some(format!(
            "wells rise to {} of the undrugged ones before they fall",
            number(point.mean())
        ));
    }
    let missed = readings
        .points
        .iter()
        .filter(|point| off(point.mean(), fit.at(point.dose), point.wells.len()));
    match missed.count() {
        0 => None,
        count => Some(format!(
            "the curve misses the wells of {count} of {} doses",
            readings.points.len()
        )),
    }
}

/// Whether the means stray from the curve by more than their wells scatter: F test of lack of fit at 5%, by the
/// cube-root approximation of F (Paulson 1942, doi 10.1214/aoms/1177731608).
pub(super) fn strays(fit: &Fit, readings: &PlateReadings, scatter: &Scatter) -> bool {
    let free = readings.points.len() as f64 - 4.0;
    if free < 1.0 || !scatter.noisy() {
        return false;
    }
    let squares = readings.points.iter().map(|point| {
        let (mean, at) = (point.mean(), fit.at(point.dose));
        (mean - at) * (mean - at) * point.wells.len() as f64 / scatter.variance(at)
    });
    let root = cbrt(squares.sum::<f64>() / free);
    let (above, below) = (2.0 / (9.0 * free), 2.0 / (9.0 * scatter.freedom()));
    let deviate = ((1.0 - below) * root - (1.0 - above)) / sqrt(below * root * root + above);
    deviate > ONE_SIDED
}

/// Standard normal quantile of 0.95.
const ONE_SIDED: f64 = 1.644_853_626_951_472_2;

/// The means of a plate, joined.
pub(super) struct Joined {
    ln_dose: Vec<f64>,
    ln_share: Vec<f64>,
    slope: Vec<f64>,
}

impl Joined {
    pub(super) fn new(readings: &PlateReadings) -> Self {
        let points = &readings.points;
        let share = |point: &DosePoint| point.mean().max(FLOOR);
        let ln_dose: Vec<f64> = points.iter().map(|point| log(point.dose)).collect();
        let ln_share: Vec<f64> = points.iter().map(|point| log(share(point))).collect();
        Self {
            slope: slopes(&ln_dose, &ln_share),
            ln_dose,
            ln_share,
        }
    }

    /// Step that holds the logarithm of a dose, and the part of it passed; `None` outside the doses.
    fn place(&self, x: f64) -> Option<(usize, f64)> {
        let step = self.ln_dose.windows(2).position(|pair| pair[0] <= x && x <= pair[1])?;
        let (from, to) = (self.ln_dose[step], self.ln_dose[step + 1]);
        Some((step, (x - from) / (to - from)))
    }

    /// Share of the control at a dose; `None` outside the doses.
    pub(super) fn at(&self, dose: f64) -> Option<f64> {
        let (i, t) = self.place(log(dose))?;
        let width = self.ln_dose[i + 1] - self.ln_dose[i];
        let s = 1.0 - t;
        let ends = self.ln_share[i] * s * s * (1.0 + 2.0 * t) + self.ln_share[i + 1] * t * t * (1.0 + 2.0 * s);
        Some(exp(ends + width * t * s * (self.slope[i] * s - self.slope[i + 1] * t)))
    }
}

/// Slopes at the points that keep the data's rises and falls (weighted harmonic means of the secants).
fn slopes(x: &[f64], y: &[f64]) -> Vec<f64> {
    let secant = |i: usize| (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
    let last = x.len().saturating_sub(1);
    (0..x.len())
        .map(|i| {
            if last == 0 {
                return 0.0;
            }
            if i == 0 || i == last {
                return secant(i.min(last - 1));
            }
            let (before, after) = (secant(i - 1), secant(i));
            if before * after <= 0.0 {
                return 0.0;
            }
            let (left, right) = (x[i] - x[i - 1], x[i + 1] - x[i]);
            let (a, b) = (2.0 * right + left, right + 2.0 * left);
            (a + b) / (a / before + b / after)
        })
        .collect()
}

/// The joined means at a dose; `None` outside the doses.
pub fn joined(readings: &PlateReadings, dose: f64) -> Option<f64> {
    Joined::new(readings).at(dose)
}

/// Dose at which the joined means come down to a level for the last time; `None` where they do not.
pub(crate) fn joined_dose(readings: &PlateReadings, level: f64) -> Option<f64> {
    last_crossing(readings, level).dose()
}

/// Lowest and highest dose of a plate.
pub(super) fn ends(readings: &PlateReadings) -> Option<(f64, f64)> {
    Some((readings.points.first()?.dose, readings.points.last()?.dose))
}

/// Where the joined means cross a level for the last time.
pub(super) fn last_crossing(readings: &PlateReadings, level: f64) -> Potency {
    let line = Joined::new(readings);
    let gap = |dose: f64| line.at(dose).map_or(0.0, |share| log(share / level));
    ends(readings).map_or(Potency::None, |range| crossing(&range, gap))
}

/// Where a falling curve crosses for the last time; `gap` gives its height over the level.
pub(super) fn crossing(range: &(f64, f64), gap: impl Fn(f64) -> f64) -> Potency {
    let mut looks = log_spaced(range.0, range.1, LOOKS);
    // Rounding must not carry the ends out of the range.
    looks[0] = range.0;
    looks[LOOKS as usize - 1] = range.1;
    match looks.iter().rposition(|dose| gap(*dose) > 0.0) {
        None => Potency::Below { nm: range.0 },
        Some(last) if last + 1 == looks.len() => Potency::Above { nm: range.1 },
        Some(last) => {
            let within = (log(looks[last]), log(looks[last + 1]));
            let nm = root_between(|x| gap(exp(x)), within.0, within.1).map_or(looks[last], exp);
            Potency::Dose { nm, low: nm, high: nm }
        }
    }
}

/// Whether one step between neighbouring doses around this dose holds most of the fall of the whole plate.
pub(super) fn on_a_cliff(readings: &PlateReadings, dose: f64) -> bool {
    let means: Vec<f64> = readings.points.iter().map(DosePoint::mean).collect();
    let lowest = means.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = means.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let pairs = readings.points.windows(2).zip(means.windows(2));
    pairs
        .filter(|(doses, _)| doses[0].dose <= dose && dose <= doses[1].dose)
        .any(|(_, means)| means[0] - means[1] >= MOST * (highest - lowest))
}

/// Share of a plate's fall that makes one step a cliff.
const MOST: f64 = 0.8;

/// On a cliff the wells say no more than between which doses it falls: the last one before it that is surely
/// above the level and the first one after it that is surely below.
pub(super) fn bracket(
    readings: &PlateReadings,
    scatter: &Scatter,
    (level, level_error): (f64, f64),
    width: f64,
    nm: f64,
) -> Potency {
    let Some((first, last)) = ends(readings) else {
        return Potency::None;
    };
    let gap = |point: &DosePoint| {
        let mean = point.mean();
        let wells = scatter.variance(mean) / point.wells.len().max(1) as f64;
        (mean - level) / sqrt(wells + level_error * level_error).max(f64::MIN_POSITIVE)
    };
    let points = &readings.points;
    let above = points.iter().rfind(|point| point.dose < nm && gap(point) > width);
    let below = points.iter().find(|point| point.dose > nm && gap(point) < -width);
    Potency::Dose {
        nm,
        low: above.map_or(first, |point| point.dose),
        high: below.map_or(last, |point| point.dose),
    }
}
