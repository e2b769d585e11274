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

use crate::assay::bench::Bench;
use crate::assay::cells::specimen::Specimen;
use crate::assay::viability::analysis::{Analysis, fitted};
use crate::assay::viability::growth::Culture;
use crate::assay::viability::interpolation::{crossing, ends, misfit};
use crate::assay::viability::plate::{PlateDesign, PlateNoise, PlateReadings, mean, read_plate};
use crate::assay::viability::potency::Potency;
pub use crate::assay::viability::ratio::{Ratio, ratio};
use crate::model::biology::Biology;
use crate::model::logistic::Fit;
use crate::random::Generator;
use libm::{hypot, log2, pow};
use serde::{Deserialize, Serialize};

/// A batch of a drug.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The drug, by name.
    pub of: String,
    /// Which batch it is.
    pub called: String,
}

/// One specimen under one drug.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DoseResponse {
    /// Name of the cells.
    pub specimen: String,
    /// What was titrated, by name.
    pub drug: String,
    /// The parts of that name where it is a batch of a drug beside another.
    #[serde(skip)]
    pub batch: Option<Batch>,
    /// Length of the assay, hours.
    pub hours: f64,
    /// The wells.
    pub readings: PlateReadings,
    /// Cells in undrugged wells at the end over day zero.
    pub control_growth: f64,
    /// `None` for a flat response, and where the curve does not describe the wells.
    pub fit: Option<Fit>,
    /// Why the doses are read off the joined means of the wells and not off a curve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpolated: Option<String>,
    /// There is a curve, and the means stray from it by more than the wells scatter: IC50, GI50 and GR50 are read off the joined
    /// means, midpoint and slope off the curve.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub strays: bool,
    /// Midpoint of the curve, where there is one.
    pub ec50: Potency,
    /// Absolute: half of the control.
    pub ic50: Potency,
    /// Half of the control's increase; none where the cells do not grow.
    pub gi50: Potency,
    /// Half of the control's growth rate; none where the cells do not grow.
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
        batch: None,
        hours: design.hours,
        control_growth,
        ec50: curve.map_or(Potency::None, |one| one.midpoint(&readings)),
        ic50: level(levels.ic50, 0.5 * controls),
        gi50: growing(levels.gi50, hypot(0.5 * controls, 0.5 * zero)),
        gr50: growing(
            levels.gr50,
            levels.gr50 * hypot(controls * (1.0 + rate()), rate() * controls),
        ),
        strays: curve.is_some_and(|one| one.strays),
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

/// Where a plate crosses any level that is itself known with an error, with its interval.
pub(crate) fn at_level(readings: &PlateReadings, design: &PlateDesign, (level, error): (f64, f64)) -> Potency {
    match fitted(readings).map(|fit| Analysis::new(fit, readings, design)) {
        None => flat(readings, level),
        Some(one) => {
            let no_curve = misfit(&one.fit, readings, &one.scatter).is_some();
            one.crossing(readings, (level, hypot(error, level * one.control_error)), no_curve)
        }
    }
}

impl DoseResponse {
    /// Resistance index: IC50 over the parental line's on the same plate. Where an interval ends at the lowest or
    /// highest dose, that of the index is open.
    pub fn resistance_index(&self, parental: &DoseResponse) -> Option<Ratio> {
        ratio(&self.open(self.ic50), &parental.open(parental.ic50))
    }

    /// A potency with ends that the plate leaves open at 0 and infinity; one without scatter has none.
    pub(crate) fn open(&self, potency: Potency) -> Potency {
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
