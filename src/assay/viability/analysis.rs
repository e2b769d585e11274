//! A fitted curve with what the wells leave open about it: crossings of a level and the midpoint, with intervals.

use crate::assay::viability::band::Band;
use crate::assay::viability::interpolation::{bracket, crossing, ends, last_crossing, on_a_cliff, strays};
use crate::assay::viability::midpoint;
use crate::assay::viability::plate::{DosePoint, PlateDesign, PlateReadings};
use crate::assay::viability::potency::Potency;
use crate::assay::viability::well_scatter::Scatter;
use crate::model::logistic::{Fit, four_parameter_fit};
use crate::statistics::interval::Z95;
use libm::{log, sqrt};

/// A fall over all doses, as a share of the control, below which a curve counts as flat (`assumed`: a twentieth is
/// below what triplicates resolve).
const FLAT: f64 = 0.05;

/// A fitted curve and what the wells leave open about it.
pub(super) struct Analysis {
    pub(super) fit: Fit,
    /// Standard error of the mean control, relative.
    pub(super) control_error: f64,
    /// Standard errors of a 95% interval: Student's t for the wells' degrees of freedom.
    width: f64,
    /// Lowest and highest dose.
    range: (f64, f64),
    /// Whether the means stray from the curve by more than the wells scatter.
    pub(super) strays: bool,
    pub(super) scatter: Scatter,
    /// `None` without scatter.
    band: Option<Band>,
}

/// Slope times the logarithm of the step between doses above which nine tenths of the fall are within one step.
const CLIFF: f64 = 6.0;

impl Analysis {
    pub(super) fn new(fit: Fit, readings: &PlateReadings, design: &PlateDesign) -> Self {
        let scatter = Scatter::of(readings, design);
        let band = scatter.noisy().then(|| Band::new(&fit, readings, &scatter));
        Self {
            fit,
            control_error: sqrt(scatter.relative / readings.controls.len().max(1) as f64),
            width: Z95 + (Z95 * Z95 * Z95 + Z95) / (4.0 * scatter.freedom()),
            range: ends(readings).unwrap_or_default(),
            strays: strays(&fit, readings, &scatter),
            scatter,
            band: band.flatten(),
        }
    }

    pub(super) fn midpoint(&self, readings: &PlateReadings) -> Potency {
        if !self.falls(readings) {
            return Potency::None;
        }
        let (first, last) = self.range;
        let nm = self.fit.ec50;
        let (low, high) = match self.scatter.noisy() {
            true => midpoint::interval(&self.fit, readings, &self.scatter, self.range, self.width),
            false => (nm, nm),
        };
        if nm > last {
            Potency::Above { nm: low.min(last) }
        } else if nm < first {
            Potency::Below { nm: high.max(first) }
        } else {
            let middle = 0.5 * (self.fit.top + self.fit.bottom);
            self.or_cliff(readings, (middle, 0.0), Potency::Dose { nm, low, high })
        }
    }

    /// Whether the wells surely fall over the doses: a flat curve has no midpoint.
    fn falls(&self, readings: &PlateReadings) -> bool {
        let (Some(first), Some(last)) = (readings.points.first(), readings.points.last()) else {
            return false;
        };
        let variance = |point: &DosePoint| self.scatter.variance(point.mean()) / point.wells.len().max(1) as f64;
        let error = libm::sqrt(variance(first) + variance(last));
        first.mean() - last.mean() > FLAT.max(3.0 * error)
    }

    /// Where the curve (or the joined means) crosses a level that is itself known with an error.
    pub(super) fn crossing(&self, readings: &PlateReadings, at: (f64, f64), no_curve: bool) -> Potency {
        let found = match no_curve || self.strays {
            true => last_crossing(readings, at.0),
            false => crossing(&self.range, |dose| self.fit.at(dose) - at.0),
        };
        let found = match &self.band {
            Some(band) => found.within(band.last_crossing(at, self.width)),
            None => found,
        };
        self.or_cliff(readings, at, found)
    }

    /// A dose on a cliff is known to lie between neighbouring doses, no better.
    fn or_cliff(&self, readings: &PlateReadings, at: (f64, f64), found: Potency) -> Potency {
        let Potency::Dose { nm, .. } = found else {
            return found;
        };
        let points = &readings.points;
        let below = points.iter().rfind(|point| point.dose <= nm);
        let above = points.iter().find(|point| point.dose > nm);
        let step = match (below, above) {
            (Some(below), Some(above)) => log(above.dose / below.dose),
            _ => 0.0,
        };
        let cliff = self.fit.slope * step > CLIFF || on_a_cliff(readings, nm);
        match cliff && self.scatter.noisy() {
            true => bracket(readings, &self.scatter, at, self.width, nm),
            false => found,
        }
    }
}

/// The curve of all wells.
pub(super) fn fitted(readings: &PlateReadings) -> Option<Fit> {
    let wells = readings.points.iter();
    let points: Vec<(f64, f64)> = wells
        .flat_map(|point| point.wells.iter().map(|well| (point.dose, *well)))
        .collect();
    four_parameter_fit(&points)
}
