//! Dose-response: the four-parameter curve of a viability plate, the potencies read off it with their
//! intervals, and the resistance index against the parental line on the same plate.
//!
//! IC50, GI50 and GR50 are doses at which the fitted curve crosses a level: 0.5 of the control; (k + 1)/(2k)
//! for half of the control's increase where control wells grow k-fold; k^(log2 1.5 - 1) for half of its
//! growth rate on the scale 2^(rate/control rate) - 1 (Hafner 2016, doi 10.1038/nmeth.3853). The EC50 is the
//! curve's midpoint. The interval of a crossing ends where a 95% band about the curve (`band`), from the scatter
//! that the plate's own replicate wells show, leaves the level for good: it is open where the band runs along the
//! level. That of the EC50 is an inverted test (`midpoint`). Where the means stray from the curve (F test of lack of
//! fit, 5%) crossings are read off the joined means. Where wells rise above the undrugged ones or miss the curve, by
//! more than a tenth and four standard errors, there is no curve. On a cliff, where one step between doses holds most
//! of the fall, the interval is a bound: the doses on either side, which hold the crossing in nearly all plates.
//! Without scatter crossings are those of the model itself, between the doses too.

use super::band::Band;
use super::bench::Bench;
use super::growth::Culture;
use super::interpolation::{bracket, crossing, ends, last_crossing, misfit, on_a_cliff, strays};
use super::midpoint;
use super::plate::{DosePoint, PlateDesign, PlateNoise, PlateReadings, mean, read_plate};
pub use super::ratio::{Ratio, ratio};
use super::specimen::Specimen;
use super::well_scatter::Scatter;
use crate::model::biology::Biology;
use crate::model::endpoint::{Fit, four_parameter_fit};
use crate::random::Generator;
use crate::statistics::interval::Z95;
use libm::{hypot, log, log2, pow, sqrt};
use serde::{Deserialize, Serialize};

/// A fall over all doses, as a share of the control, below which a curve counts as flat (`assumed`: a twentieth is
/// below what triplicates resolve).
const FLAT: f64 = 0.05;

/// A potency as a plate reports it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Potency {
    /// nM with 95% interval. An end at the plate's lowest or highest dose is open.
    Dose { nm: f64, low: f64, high: f64 },
    /// Not reached at the highest dose: surely above this, nM.
    Above { nm: f64 },
    /// Passed before the lowest dose: surely below this, nM.
    Below { nm: f64 },
    /// The curve has none (flat, or the cells do not grow).
    None,
}

impl Potency {
    /// nM, where it lies within the doses.
    pub fn dose(&self) -> Option<f64> {
        match self {
            Potency::Dose { nm, .. } => Some(*nm),
            _ => None,
        }
    }

    /// With a 95% interval; a bound is the end of it that matters.
    fn within(self, (low, high): (f64, f64)) -> Self {
        match self {
            Potency::Dose { nm, .. } => Potency::Dose {
                nm,
                low: low.min(nm),
                high: high.max(nm),
            },
            Potency::Above { .. } => Potency::Above { nm: low },
            Potency::Below { .. } => Potency::Below { nm: high },
            Potency::None => Potency::None,
        }
    }
}

/// One specimen under one drug.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DoseResponse {
    pub specimen: String,
    /// What was titrated, by name.
    pub drug: String,
    pub hours: f64,
    pub readings: PlateReadings,
    /// Cells in undrugged wells at the end over day zero.
    pub control_growth: f64,
    /// `None` for a flat response, and where the curve does not describe the wells.
    pub fit: Option<Fit>,
    /// Why the doses are read off the joined means of the wells and not off a curve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpolated: Option<String>,
    /// Midpoint of the curve, where there is one.
    pub ec50: Potency,
    /// Absolute: half of the control.
    pub ic50: Potency,
    pub gi50: Potency,
    pub gr50: Potency,
}

/// Titrates one drug on a specimen.
pub fn dose_response(
    bench: &Bench,
    specimen: &Specimen,
    drug: usize,
    design: &PlateDesign,
    rng: &mut Generator,
) -> DoseResponse {
    let name = bench.biology.drugs()[drug].name.clone();
    titrate(
        &bench.biology,
        specimen,
        name,
        design,
        |dose| bench.only(drug, dose),
        rng,
    )
}

/// Titrates anything; `doses_at` turns a dose of the series into doses of all drugs, nM.
pub fn titrate(
    biology: &Biology,
    specimen: &Specimen,
    drug: String,
    design: &PlateDesign,
    doses_at: impl Fn(f64) -> Vec<f64>,
    rng: &mut Generator,
) -> DoseResponse {
    let readings = read_plate(biology, specimen, design, &doses_at, rng);
    let range = ends(&readings).filter(|_| design.noise == PlateNoise::NONE);
    let mut response = analyse(specimen.name.clone(), drug, design, readings);
    if let Some(range) = range {
        let days = design.hours / 24.0;
        let fold = |dose: f64| Culture::new(biology, specimen, &doses_at(dose)).fold(days);
        let control = fold(0.0);
        let exact = |level: f64| crossing(&range, |dose| fold(dose) / control - level);
        let levels = Levels::of(response.control_growth);
        response.ic50 = exact(levels.ic50);
        if levels.growing {
            (response.gi50, response.gr50) = (exact(levels.gi50), exact(levels.gr50));
        }
    }
    response
}

/// Shares of the control at which the doses are read.
struct Levels {
    ic50: f64,
    gi50: f64,
    gr50: f64,
    /// Whether undrugged wells grow at all.
    growing: bool,
}

/// Power of the control's growth at the GR50.
fn rate() -> f64 {
    log2(1.5) - 1.0
}

impl Levels {
    fn of(control_growth: f64) -> Self {
        Self {
            ic50: 0.5,
            gi50: 0.5 + 0.5 / control_growth,
            gr50: pow(control_growth, rate()),
            growing: control_growth > 1.05,
        }
    }
}

/// The curve and its potencies from readings alone.
pub fn analyse(specimen: String, drug: String, design: &PlateDesign, readings: PlateReadings) -> DoseResponse {
    let control_growth = 1.0 / mean(&readings.day_zero).max(1e-9);
    let analysis = fitted(&readings).map(|fit| Analysis::new(fit, &readings, design));
    let interpolated = analysis
        .as_ref()
        .and_then(|one| misfit(&one.fit, &readings, &one.scatter));
    let level = |level: f64, error: f64| match &analysis {
        None => flat(&readings, level),
        Some(one) => one.crossing(&readings, (level, error), interpolated.is_some()),
    };
    let controls = analysis.as_ref().map_or(0.0, |analysis| analysis.control_error);
    let levels = Levels::of(control_growth);
    let growing = |at: f64, error: f64| match levels.growing {
        true => level(at, error),
        false => Potency::None,
    };
    let zero = controls / control_growth;
    let curve = analysis.as_ref().filter(|_| interpolated.is_none());
    DoseResponse {
        specimen,
        drug,
        hours: design.hours,
        control_growth,
        ec50: curve.map_or(Potency::None, |one| one.midpoint(&readings)),
        ic50: level(levels.ic50, 0.5 * controls),
        gi50: growing(levels.gi50, hypot(0.5 * controls, 0.5 * zero)),
        gr50: growing(
            levels.gr50,
            levels.gr50 * hypot(controls * (1.0 + rate()), rate() * controls),
        ),
        fit: curve.map(|analysis| analysis.fit),
        interpolated,
        readings,
    }
}

/// Where a response without a curve lies.
fn flat(readings: &PlateReadings, level: f64) -> Potency {
    let (Some(first), Some(last)) = (readings.points.first(), readings.points.last()) else {
        return Potency::None;
    };
    match last.mean() > level {
        true => Potency::Above { nm: last.dose },
        false => Potency::Below { nm: first.dose },
    }
}

/// A fitted curve and what the wells leave open about it.
struct Analysis {
    fit: Fit,
    /// Standard error of the mean control, relative.
    control_error: f64,
    /// Standard errors of a 95% interval: Student's t for the wells' degrees of freedom.
    width: f64,
    /// Lowest and highest dose.
    range: (f64, f64),
    /// Whether the means stray from the curve by more than the wells scatter.
    strays: bool,
    scatter: Scatter,
    /// `None` without scatter.
    band: Option<Band>,
}

/// Slope times the logarithm of the step between doses above which nine tenths of the fall are within one step.
const CLIFF: f64 = 6.0;

impl Analysis {
    fn new(fit: Fit, readings: &PlateReadings, design: &PlateDesign) -> Self {
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

    fn midpoint(&self, readings: &PlateReadings) -> Potency {
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
    fn crossing(&self, readings: &PlateReadings, at: (f64, f64), no_curve: bool) -> Potency {
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

/// Where a plate crosses any level that is itself known with an error, with its interval.
pub(super) fn at_level(readings: &PlateReadings, design: &PlateDesign, (level, error): (f64, f64)) -> Potency {
    match fitted(readings).map(|fit| Analysis::new(fit, readings, design)) {
        None => flat(readings, level),
        Some(one) => {
            let no_curve = misfit(&one.fit, readings, &one.scatter).is_some();
            one.crossing(readings, (level, hypot(error, level * one.control_error)), no_curve)
        }
    }
}

/// The curve of all wells.
fn fitted(readings: &PlateReadings) -> Option<Fit> {
    let wells = readings.points.iter();
    let points: Vec<(f64, f64)> = wells
        .flat_map(|point| point.wells.iter().map(|well| (point.dose, *well)))
        .collect();
    four_parameter_fit(&points)
}

impl DoseResponse {
    /// Resistance index: IC50 over the parental line's on the same plate. Where an interval ends at the lowest or
    /// highest dose, that of the index is open.
    pub fn resistance_index(&self, parental: &DoseResponse) -> Option<Ratio> {
        ratio(&self.open(self.ic50), &parental.open(parental.ic50))
    }

    /// A potency with ends that the plate leaves open at 0 and infinity; one without scatter has none.
    pub(super) fn open(&self, potency: Potency) -> Potency {
        match (potency, ends(&self.readings)) {
            (Potency::Dose { nm, low, high }, Some((first, last))) if low < high => Potency::Dose {
                nm,
                low: if low <= first { 0.0 } else { low },
                high: if high >= last { f64::INFINITY } else { high },
            },
            _ => potency,
        }
    }
}
