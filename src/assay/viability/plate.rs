//! A viability plate: seeded wells, doses, control wells, a plate read on day zero, and the scatter of all.

use crate::assay::cells::specimen::Specimen;
use crate::assay::scatter::{ReadoutValue, normal, scattered};
use crate::assay::viability::growth::Culture;
use crate::model::biology::Biology;
use crate::model::endpoint::USUAL_HOURS;
use crate::random::Generator;
use crate::words::hours;
use libm::pow;
use serde::{Deserialize, Serialize};

/// Scatter of wells. Seeding and reading are independent of each other and of the dose.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PlateNoise {
    /// Coefficient of variation of the cells seeded per well.
    pub seeding_cv: f64,
    /// Coefficient of variation of the reading of a well.
    pub reading_cv: f64,
    /// Standard deviation of an empty well's reading, as a share of an undrugged well's.
    pub blank: f64,
}

impl PlateNoise {
    /// No scatter at all.
    pub const NONE: Self = Self {
        seeding_cv: 0.0,
        reading_cv: 0.0,
        blank: 0.0,
    };

    /// Scatter of one of several wells, relative to their mean, where the signal is not weak.
    pub fn well_cv(&self) -> f64 {
        libm::hypot(self.seeding_cv, self.reading_cv)
    }

    /// What stands behind the numbers; nothing is assumed of scatter that is left out.
    pub fn assumptions(&self) -> Vec<ReadoutValue> {
        if *self == Self::NONE {
            return Vec::new();
        }
        vec![
            ReadoutValue::assumed(
                "viability plate: variation of the cells seeded per well (CV)",
                self.seeding_cv,
                (0.02, 0.15),
                "Careful pipetting; no value for these cells.",
            ),
            ReadoutValue::assumed(
                "viability plate: variation of the reading of a well (CV)",
                self.reading_cv,
                (0.02, 0.15),
                "Screening assays are accepted up to a CV of 20% for seeding and reading together (Assay Guidance \
                 Manual, NCBI Bookshelf NBK83783); a good ATP assay stays well below.",
            ),
            ReadoutValue::assumed(
                "viability plate: scatter of an empty well, share of an undrugged well",
                self.blank,
                (0.002, 0.03),
                "Luminescence background is low; left after subtraction.",
            ),
        ]
    }
}

impl Default for PlateNoise {
    fn default() -> Self {
        Self {
            seeding_cv: 0.06,
            reading_cv: 0.05,
            blank: 0.01,
        }
    }
}

/// How a plate is laid out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlateDesign {
    /// nM, rising.
    pub doses: Vec<f64>,
    /// Time under drug, hours.
    pub hours: f64,
    /// Wells per dose.
    pub wells: u32,
    /// Undrugged wells per specimen, and wells read on day zero.
    pub controls: u32,
    /// Scatter of the wells.
    pub noise: PlateNoise,
}

impl Default for PlateDesign {
    /// Ten doses from 1 nM to 10 uM in triplicate, 72 h.
    fn default() -> Self {
        Self {
            doses: log_spaced(1.0, 10_000.0, 10),
            hours: USUAL_HOURS,
            wells: 3,
            controls: 8,
            noise: PlateNoise::default(),
        }
    }
}

impl PlateDesign {
    /// What is wrong with it, if anything.
    pub fn fault(&self) -> Option<String> {
        let doses = &self.doses;
        let rising = doses.windows(2).all(|pair| pair[0] < pair[1]);
        if doses.len() < 5 || !rising || !doses.iter().all(|dose| dose.is_finite() && *dose > 0.0) {
            return Some(format!(
                "{} doses: a curve of four parameters needs at least five, above 0 and rising",
                doses.len()
            ));
        }
        if !(12.0..=240.0).contains(&self.hours) {
            return Some(format!("{}: allowed 12 to 240 h", hours(self.hours)));
        }
        if !(1..=96).contains(&self.wells) || !(1..=96).contains(&self.controls) {
            return Some("wells per dose and control wells: allowed 1 to 96".to_owned());
        }
        None
    }
}

/// Highest dose of a usual series, nM: above 10 uM many of these drugs leave solution (`assumed`).
pub const SOLUBLE: f64 = 10_000.0;

/// A series for a drug on a line: from a thirtieth of the parental IC50 (rounded down to 1 or 3 times a power of
/// ten; 1 nM where that is lower) to 10 uM, ten doses, more where steps would be wider than half a decade.
pub fn usual_doses(parental_ic50: Option<f64>) -> Vec<f64> {
    let below = parental_ic50.map_or(1.0, |dose| dose / 30.0).min(1.0);
    let decade = pow(10.0, libm::floor(libm::log10(below) + 1e-9));
    let low = if below >= 3.0 * decade { 3.0 * decade } else { decade };
    let steps = libm::ceil(2.0 * libm::log10(SOLUBLE / low) - 1e-9) as u32;
    log_spaced(low, SOLUBLE, (steps + 1).max(10))
}

/// `n` doses from `low` to `high`, evenly on a log scale.
pub fn log_spaced(low: f64, high: f64, n: u32) -> Vec<f64> {
    let last = f64::from(n.max(2) - 1);
    (0..n.max(2))
        .map(|i| low * pow(high / low, f64::from(i) / last))
        .collect()
}

/// Readings of one specimen under one drug, as shares of the mean undrugged well.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlateReadings {
    /// Dose in nM and its wells.
    pub points: Vec<DosePoint>,
    /// Undrugged wells at the end.
    pub controls: Vec<f64>,
    /// Undrugged wells on day zero.
    pub day_zero: Vec<f64>,
}

/// The wells of one dose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DosePoint {
    /// nM.
    pub dose: f64,
    /// Readings over the mean of the undrugged wells.
    pub wells: Vec<f64>,
}

impl DosePoint {
    /// Mean of the wells.
    pub fn mean(&self) -> f64 {
        mean(&self.wells)
    }
}

/// Arithmetic mean; 0 of nothing.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// Sum of squared deviations from the mean.
pub fn scatter_squared(values: &[f64]) -> f64 {
    let centre = mean(values);
    values.iter().map(|value| (value - centre) * (value - centre)).sum()
}

/// Grows a specimen on a plate. `doses_at` turns a dose of the series into doses of all drugs, nM.
///
/// Wells of a mixed specimen hold every type in its share and read their sum; cells switch state in the
/// wells as they do in flasks; wells are sparse enough that nobody is crowded, and drug is stable.
pub fn read_plate(
    biology: &Biology,
    specimen: &Specimen,
    design: &PlateDesign,
    doses_at: impl Fn(f64) -> Vec<f64>,
    rng: &mut Generator,
) -> PlateReadings {
    let days = design.hours / 24.0;
    let control = Culture::new(biology, specimen, &doses_at(0.0)).fold(days);
    let wells = |rng: &mut Generator, n: u32, signal: f64| -> Vec<f64> {
        (0..n).map(|_| well(rng, signal, &design.noise)).collect()
    };
    let raw_controls = wells(rng, design.controls, 1.0);
    let raw_zero = wells(rng, design.controls, 1.0 / control);
    let raw: Vec<(f64, Vec<f64>)> = design
        .doses
        .iter()
        .map(|&dose| {
            let fold = Culture::new(biology, specimen, &doses_at(dose)).fold(days);
            (dose, wells(rng, design.wells, fold / control))
        })
        .collect();
    let reference = mean(&raw_controls);
    let shares = |wells: Vec<f64>| wells.into_iter().map(|well| well / reference).collect();
    PlateReadings {
        points: (raw.into_iter())
            .map(|(dose, wells)| DosePoint {
                dose,
                wells: shares(wells),
            })
            .collect(),
        controls: shares(raw_controls),
        day_zero: shares(raw_zero),
    }
}

/// One well's reading after subtraction of the background; it may fall below zero.
fn well(rng: &mut Generator, signal: f64, noise: &PlateNoise) -> f64 {
    if *noise == PlateNoise::NONE {
        return signal;
    }
    let seeded = scattered(rng, signal, noise.seeding_cv);
    scattered(rng, seeded, noise.reading_cv) + noise.blank * normal(rng)
}
