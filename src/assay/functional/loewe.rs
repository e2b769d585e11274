//! Loewe's combination index of an add-back, read off the curves of both drugs alone.

use crate::assay::estimate::Estimate;
use crate::assay::viability::dose_response::{DoseResponse, at_level};
use crate::assay::viability::interpolation::joined_dose;
use crate::assay::viability::plate::PlateDesign;
use crate::assay::viability::potency::Potency;
use crate::assay::viability::ratio::Ratio;
use crate::statistics::synergy::combination_index;
use libm::{hypot, pow};

/// Combination index at the viability that both reach together, with its 95% interval: the arms of both doses alone,
/// each from the interval of its own curve, and those of the viability, which moves both doses at once, added as
/// squares (MOVER, Zou and Donner 2008, doi 10.1002/sim.3095). A drug whose plate does not show that it reaches
/// that viability may add from nothing to its dose over the lowest that is not ruled out.
pub(super) fn loewe(alone: [(f64, &DoseResponse, &PlateDesign); 2], reached: &Estimate) -> Option<Ratio> {
    let index = |left: f64| {
        let [first, second] = alone.map(|(dose, curve, _)| (dose, dose_for(curve, left)));
        combination_index(first, second)
    };
    let value = index(reached.value)?;
    let moved = [reached.low, reached.high].map(|left| index(left.max(0.0)).unwrap_or(value));
    let (mut below, mut above) = (0.0, 0.0);
    let arms = alone.map(|(dose, curve, design)| {
        let own = dose_for(curve, reached.value).map_or(0.0, |alone| dose / alone);
        let (low, high) = match curve.open(at_level(&curve.readings, design, (reached.value, 0.0))) {
            Potency::Dose { low, high, .. } => (dose / high, dose / low),
            Potency::Above { nm } => (0.0, dose / nm),
            Potency::Below { nm } => (dose / nm, f64::INFINITY),
            Potency::None => (0.0, f64::INFINITY),
        };
        ((own - low).max(0.0), (high - own).max(0.0))
    });
    let moves = (
        value - moved[0].min(moved[1]).min(value),
        moved[0].max(moved[1]).max(value) - value,
    );
    for (down, up) in arms.into_iter().chain([moves]) {
        below = hypot(below, down);
        above = hypot(above, up);
    }
    Some(Ratio {
        value: Some(value),
        low: (value - below).max(0.0),
        high: value + above,
    })
}

/// Dose at which a fitted curve, or the joined means where there is none, reaches a viability.
pub(super) fn dose_for(curve: &DoseResponse, reached: f64) -> Option<f64> {
    if curve.interpolated.is_some() {
        return joined_dose(&curve.readings, reached);
    }
    let fit = curve.fit?;
    let within = reached < fit.top && reached > fit.bottom;
    within.then(|| fit.ec50 * pow((fit.top - reached) / (reached - fit.bottom), 1.0 / fit.slope))
}
