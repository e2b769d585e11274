//! Potencies where no four-parameter curve describes a plate, such as where the drug first helps the cells
//! and then kills them: the last crossing of the line that joins the wells' means.
//!
//! Between two doses the logarithm of the share is taken as straight in the logarithm of the dose: it is the
//! net growth over the plate, so the growth rate falls evenly. Intervals are first-order (delta method) and
//! speak of the wells' scatter alone, not of the shape between two doses.

use super::dose_response::{Potency, Scatter};
use super::plate::{DosePoint, PlateReadings};
use crate::model::endpoint::Fit;
use libm::{exp, log, pow, sqrt};

/// Departures from the curve, or above the control, that count: a tenth of the control...
const SEEN: f64 = 0.1;
/// ...and so many standard errors of a mean (fewer than one plate of ten doses in a hundred by chance).
const ERRORS: f64 = 4.0;
/// Shares below this are read as this: logarithms need a floor, and background hides less.
const FLOOR: f64 = 0.01;

/// Why the four-parameter curve does not describe the wells, if it does not.
pub(super) fn misfit(fit: &Fit, readings: &PlateReadings, scatter: &Scatter) -> Option<String> {
    let error = |mean: f64, wells: usize| sqrt(scatter.variance(mean) / wells.max(1) as f64);
    let control = error(1.0, readings.controls.len());
    let rise = |mean: f64, wells| mean - 1.0 > SEEN.max(ERRORS * libm::hypot(error(mean, wells), control));
    let off = |mean: f64, at: f64, wells| libm::fabs(mean - at) > SEEN.max(ERRORS * error(mean, wells));
    let highest = (readings.points.iter())
        .filter(|point| rise(point.mean(), point.wells.len()))
        .max_by(|a, b| a.mean().total_cmp(&b.mean()));
    if let Some(point) = highest {
        return Some(format!(
            "wells rise to {:.2} of the undrugged ones before they fall",
            point.mean()
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

/// The joined means at a dose; `None` outside the doses.
pub fn joined(readings: &PlateReadings, dose: f64) -> Option<f64> {
    let pair = readings
        .points
        .windows(2)
        .find(|pair| pair[0].dose <= dose && dose <= pair[1].dose)?;
    let (first, last) = (pair[0].mean().max(FLOOR), pair[1].mean().max(FLOOR));
    let part = log(dose / pair[0].dose) / log(pair[1].dose / pair[0].dose);
    Some(exp(log(first) + part * log(last / first)))
}

/// Dose at which the joined means come down to a level for the last time; `None` where they do not.
pub(super) fn joined_dose(readings: &PlateReadings, level: f64) -> Option<f64> {
    if readings.points.last()?.mean() > level {
        return None;
    }
    let pair = readings.points.windows(2).rfind(|pair| pair[0].mean() > level)?;
    let part = part(pair, level);
    Some(pair[0].dose * pow(pair[1].dose / pair[0].dose, part))
}

/// Share of the step (in the logarithm of the dose) at which two neighbouring means cross a level.
fn part(pair: &[DosePoint], level: f64) -> f64 {
    let (above, below) = (pair[0].mean(), pair[1].mean().max(FLOOR));
    (log(above / level) / log(above / below)).clamp(0.0, 1.0)
}

/// Where the joined means cross a level for the last time; `width` in standard errors.
pub(super) fn last_crossing(
    readings: &PlateReadings,
    scatter: &Scatter,
    (level, level_error): (f64, f64),
    width: f64,
) -> Potency {
    let points = &readings.points;
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Potency::None;
    };
    if last.mean() > level {
        return Potency::Above { nm: last.dose };
    }
    let Some(pair) = points.windows(2).rfind(|pair| pair[0].mean() > level) else {
        return Potency::Below { nm: first.dose };
    };
    let (above, below) = (pair[0].mean(), pair[1].mean().max(FLOOR));
    let (step, fall) = (log(pair[1].dose / pair[0].dose), log(above / below));
    let part = part(pair, level);
    let nm = pair[0].dose * exp(part * step);
    if !scatter.noisy() {
        return Potency::Dose { nm, low: nm, high: nm };
    }
    let relative = |mean: f64, wells: usize| scatter.variance(mean) / (wells.max(1) as f64 * mean * mean);
    let of_level = level_error / level;
    let variance = (1.0 - part) * (1.0 - part) * relative(above, pair[0].wells.len())
        + part * part * relative(below, pair[1].wells.len())
        + of_level * of_level;
    let half = (width * step / fall * sqrt(variance)).min(log(last.dose / first.dose));
    Potency::Dose {
        nm,
        low: nm * exp(-half),
        high: nm * exp(half),
    }
}
