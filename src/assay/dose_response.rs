//! Dose-response: the four-parameter curve of a viability plate, the potencies read off it with their
//! intervals, and the resistance index against the parental line on the same plate.
//!
//! IC50, GI50 and GR50 are doses at which the fitted curve crosses a level: 0.5 of the control; (k + 1)/(2k)
//! for half of the control's increase where control wells grow k-fold; k^(log2 1.5 - 1) for half of its
//! growth rate on the scale 2^(rate/control rate) - 1 (Hafner 2016, doi 10.1038/nmeth.3853). The EC50 is the
//! curve's midpoint. Intervals are first-order (delta method on the logarithm) with the scatter that the
//! plate's own replicate wells show. Where the curve does not describe the wells (they rise above the undrugged
//! ones, or miss it, by more than a tenth and four standard errors), the doses come from the joined means.

use super::bench::Bench;
use super::interpolation::{last_crossing, misfit};
use super::plate::{PlateDesign, PlateReadings, mean, read_plate, scatter_squared};
pub use super::ratio::{Ratio, ratio};
use super::specimen::Specimen;
use crate::model::biology::Biology;
use crate::model::endpoint::{Fit, four_parameter_fit};
use crate::model::solve::linear_solve;
use crate::random::Generator;
use crate::statistics::interval::Z95;
use libm::{exp, log, log2, pow, sqrt};
use serde::{Deserialize, Serialize};

/// A potency as a plate reports it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Potency {
    /// nM with 95% interval.
    Dose { nm: f64, low: f64, high: f64 },
    /// Not reached at the highest dose, nM.
    Above { nm: f64 },
    /// Passed before the lowest dose, nM.
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
    let readings = read_plate(biology, specimen, design, doses_at, rng);
    analyse(specimen.name.clone(), drug, design, readings)
}

/// The curve and its potencies from readings alone.
pub fn analyse(specimen: String, drug: String, design: &PlateDesign, readings: PlateReadings) -> DoseResponse {
    let points: Vec<(f64, f64)> = (readings.points.iter())
        .flat_map(|point| point.wells.iter().map(|well| (point.dose, *well)))
        .collect();
    let control_growth = 1.0 / mean(&readings.day_zero).max(1e-9);
    let analysis = four_parameter_fit(&points).map(|fit| Analysis::new(fit, &readings, design));
    let interpolated = analysis
        .as_ref()
        .and_then(|one| misfit(&one.fit, &readings, &one.scatter));
    let level = |level: f64, error: f64| match &analysis {
        None => flat(&readings, level),
        Some(one) if interpolated.is_some() => last_crossing(&readings, &one.scatter, (level, error), one.width),
        Some(one) => one.crossing(level, error),
    };
    let curve = analysis.as_ref().filter(|_| interpolated.is_none());
    let controls = analysis.as_ref().map_or(0.0, |analysis| analysis.control_error);
    let growing = |of: f64, error: f64| match control_growth > 1.05 {
        true => level(of, error),
        false => Potency::None,
    };
    let zero = controls / control_growth;
    let rate = log2(1.5) - 1.0;
    let gr_level = pow(control_growth, rate);
    DoseResponse {
        specimen,
        drug,
        hours: design.hours,
        control_growth,
        ec50: curve.map_or(Potency::None, Analysis::midpoint),
        ic50: level(0.5, 0.5 * controls),
        gi50: growing(0.5 + 0.5 / control_growth, libm::hypot(0.5 * controls, 0.5 * zero)),
        gr50: growing(
            gr_level,
            gr_level * libm::hypot(controls * (1.0 + rate), rate * controls),
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

/// A fitted curve with the covariance of its parameters (top, bottom, ln EC50, ln slope).
struct Analysis {
    fit: Fit,
    covariance: [[f64; 4]; 4],
    /// Standard error of the mean control, relative.
    control_error: f64,
    /// Standard errors of a 95% interval: Student's t for the wells' degrees of freedom.
    width: f64,
    doses: Vec<f64>,
    scatter: Scatter,
}

/// Slope times the logarithm of the step between doses above which nine tenths of the fall are within one step.
const CLIFF: f64 = 6.0;

impl Analysis {
    fn new(fit: Fit, readings: &PlateReadings, design: &PlateDesign) -> Self {
        let scatter = Scatter::of(readings, design);
        let mut normal = [[0.0; 4]; 4];
        let mut middle = [[0.0; 4]; 4];
        for point in &readings.points {
            let slope = gradient(&fit, point.dose);
            let variance = scatter.variance(fit.at(point.dose));
            let wells = point.wells.len() as f64;
            for a in 0..4 {
                for b in 0..4 {
                    normal[a][b] += wells * slope[a] * slope[b];
                    middle[a][b] += wells * slope[a] * slope[b] * variance;
                }
            }
        }
        let freedom = scatter.freedom.max(1.0);
        Self {
            fit,
            covariance: sandwich(normal, middle),
            control_error: sqrt(scatter.relative / readings.controls.len().max(1) as f64),
            width: Z95 + (Z95 * Z95 * Z95 + Z95) / (4.0 * freedom),
            doses: readings.points.iter().map(|point| point.dose).collect(),
            scatter,
        }
    }

    /// Variance of a linear combination of the parameters.
    fn variance(&self, weights: [f64; 4]) -> f64 {
        let mut sum = 0.0;
        for a in 0..4 {
            for b in 0..4 {
                sum += weights[a] * self.covariance[a][b] * weights[b];
            }
        }
        sum.max(0.0)
    }

    /// A dose with its interval. A curve that falls between two neighbouring doses, or that the wells do not
    /// pin down, says no more than which doses it lies between.
    fn reported(&self, dose: f64, log_variance: f64) -> Potency {
        if !self.scatter.noisy() {
            return Potency::Dose {
                nm: dose,
                low: dose,
                high: dose,
            };
        }
        let half = self.width * sqrt(log_variance);
        let below = self.doses.iter().copied().rfind(|tried| *tried <= dose);
        let above = self.doses.iter().copied().find(|tried| *tried > dose);
        let (below, above) = (below.unwrap_or(dose), above.unwrap_or(dose));
        let step = log(above / below);
        if step > 0.0 && self.fit.slope * step > CLIFF {
            return Potency::Dose {
                nm: dose,
                low: below,
                high: above,
            };
        }
        let (first, last) = self.range();
        match half.is_finite() && half <= log(last / first) {
            true => Potency::Dose {
                nm: dose,
                low: dose * exp(-half),
                high: dose * exp(half),
            },
            false => Potency::Dose {
                nm: dose,
                low: first,
                high: last,
            },
        }
    }

    /// Lowest and highest dose.
    fn range(&self) -> (f64, f64) {
        let of = |dose: Option<&f64>| dose.copied().unwrap_or(0.0);
        (of(self.doses.first()), of(self.doses.last()))
    }

    fn midpoint(&self) -> Potency {
        let (low, high) = self.range();
        let dose = self.fit.ec50;
        if dose > high {
            Potency::Above { nm: high }
        } else if dose < low {
            Potency::Below { nm: low }
        } else {
            self.reported(dose, self.variance([0.0, 0.0, 1.0, 0.0]))
        }
    }

    /// Where the curve crosses a level that is itself known with an error.
    fn crossing(&self, level: f64, level_error: f64) -> Potency {
        let (low, high) = self.range();
        if self.fit.at(high) > level {
            return Potency::Above { nm: high };
        }
        if self.fit.at(low) <= level {
            return Potency::Below { nm: low };
        }
        let Fit {
            top,
            bottom,
            ec50,
            slope,
        } = self.fit;
        let dose = ec50 * pow((top - level) / (level - bottom), 1.0 / slope);
        let by = gradient(&self.fit, dose);
        // The curve's fall per unit of ln dose is minus its derivative in ln EC50.
        let fall = by[2];
        let weights = by.map(|part| part / fall);
        let level_part = level_error / fall;
        self.reported(dose, self.variance(weights) + level_part * level_part)
    }
}

/// Derivatives of the curve in top, bottom, ln EC50 and ln slope.
fn gradient(fit: &Fit, dose: f64) -> [f64; 4] {
    let z = fit.slope * log(dose / fit.ec50);
    let kept = 1.0 / (1.0 + exp(z));
    let fall = (fit.top - fit.bottom) * kept * (1.0 - kept);
    [kept, 1.0 - kept, fall * fit.slope, -fall * z]
}

/// normal^-1 middle normal^-1.
fn sandwich(normal: [[f64; 4]; 4], middle: [[f64; 4]; 4]) -> [[f64; 4]; 4] {
    let unit = |i: usize| {
        let mut unit = [0.0; 4];
        unit[i] = 1.0;
        unit
    };
    let mut inverse = [[f64::INFINITY; 4]; 4];
    for (i, row) in inverse.iter_mut().enumerate() {
        *row = linear_solve(normal, unit(i)).unwrap_or([f64::INFINITY; 4]);
    }
    let product = |a: &[[f64; 4]; 4], b: &[[f64; 4]; 4]| {
        let mut c = [[0.0; 4]; 4];
        for (i, row) in c.iter_mut().enumerate() {
            for (j, cell) in row.iter_mut().enumerate() {
                *cell = (0..4).map(|k| a[i][k] * b[k][j]).sum();
            }
        }
        c
    };
    product(&product(&inverse, &middle), &inverse)
}

/// Variance of a well as replicate wells show it: relative where the signal is strong, absolute where weak.
pub(super) struct Scatter {
    relative: f64,
    absolute: f64,
    freedom: f64,
}

/// Share of the control above which a signal counts as strong.
const STRONG: f64 = 0.3;

impl Scatter {
    fn of(readings: &PlateReadings, design: &PlateDesign) -> Self {
        let groups = || {
            readings
                .points
                .iter()
                .map(|point| &point.wells)
                .chain([&readings.controls])
        };
        let (mut strong, mut weak, mut freedom, mut weak_freedom, mut size) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for wells in groups().filter(|wells| wells.len() > 1) {
            let (centre, degrees) = (mean(wells), wells.len() as f64 - 1.0);
            if centre > STRONG {
                strong += scatter_squared(wells);
                size += degrees * centre * centre;
                freedom += degrees;
            } else {
                weak += scatter_squared(wells);
                weak_freedom += degrees;
            }
        }
        let cv = design.noise.well_cv();
        let relative = if size > 0.0 { strong / size } else { cv * cv };
        let absolute = match weak_freedom > 0.0 {
            true => weak / weak_freedom,
            false => design.noise.blank * design.noise.blank,
        };
        Self {
            relative,
            absolute,
            freedom,
        }
    }

    /// Whether the wells scatter at all, beyond rounding.
    pub(super) fn noisy(&self) -> bool {
        self.relative > 1e-20
    }

    pub(super) fn variance(&self, signal: f64) -> f64 {
        let strong = self.relative * signal * signal;
        match signal > STRONG {
            true => strong,
            false => strong.max(self.absolute.min(self.relative * STRONG * STRONG)),
        }
    }
}

impl DoseResponse {
    /// Resistance index: IC50 over the parental line's on the same plate.
    pub fn resistance_index(&self, parental: &DoseResponse) -> Option<Ratio> {
        ratio(&self.ic50, &parental.ic50)
    }
}
