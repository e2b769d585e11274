//! Drug left in the medium, by LC-MS/MS: over a co-culture whose stroma breaks the drug down (CYP3A4 of marrow
//! stroma, Chang 2019) against plain medium. No supernatant ELISA shows such an enzyme.
//!
//! The model takes a constant share of the dose away. Here that share is the mean over the time between two
//! changes of medium, and the loss is of first order: the drug falls as e^(-kt) with (1 - e^(-kT)) / (kT) = share.

use crate::assay::estimate::Estimate;
use crate::assay::scatter::{ReadoutValue, log_sd, mean_of};
use crate::model::solve::root_between;
use crate::random::Generator;
use crate::statistics::interval::Z95;
use crate::words::hours;
use libm::{exp, expm1, log, sqrt};
use serde::{Deserialize, Serialize};

/// How measurements scatter and what is told from nothing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LevelNoise {
    /// Coefficient of variation of one sample.
    pub cv: f64,
    /// Lower limit of quantification, nM.
    pub limit: f64,
    /// Wells sampled per time.
    pub wells: u32,
    /// Least fold by which the mean level must be lower to be called broken down.
    pub least_fold: f64,
}

impl Default for LevelNoise {
    fn default() -> Self {
        Self {
            cv: 0.1,
            limit: 0.5,
            wells: 3,
            least_fold: 1.5,
        }
    }
}

impl LevelNoise {
    /// Standard error of the log of a reading.
    fn log_error(&self) -> f64 {
        log_sd(self.cv) / sqrt(f64::from(self.wells.max(1)))
    }

    /// What stands behind the numbers. `window` is the time between two changes of medium, hours.
    pub fn assumptions(&self, window: f64) -> Vec<ReadoutValue> {
        vec![
            ReadoutValue::assumed(
                "LC-MS/MS: variation of a sample (CV)",
                self.cv,
                (0.05, 0.15),
                "Validated methods stay within 15% (ICH M10 guideline on bioanalytical method validation).",
            ),
            ReadoutValue::assumed(
                "LC-MS/MS: lower limit of quantification, nM",
                self.limit,
                (0.1, 5.0),
                "Methods for kinase inhibitors in plasma reach about 0.1 to 1 ng/ml.",
            ),
            ReadoutValue::assumed(
                "drug level: least fold between plain medium and co-culture that is called",
                self.least_fold,
                (1.25, 2.0),
                "Half as much again lies well beyond the scatter of triplicates.",
            ),
            ReadoutValue::assumed(
                "drug level: hours between changes of medium over which the knowledge base's share of the dose is the mean",
                window,
                (24.0, 96.0),
                "The source gives no time course; a viability plate is read after 72 h without a change of medium.",
            ),
        ]
    }
}

/// When the medium is sampled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LevelDesign {
    /// Added at the start, nM.
    pub dose: f64,
    /// Hours after it, rising.
    pub hours: Vec<f64>,
    /// Hours between two changes of medium.
    pub window: f64,
}

impl LevelDesign {
    /// The usual times.
    pub fn usual(dose: f64) -> Self {
        Self {
            dose,
            hours: vec![0.0, 8.0, 24.0, 48.0, 72.0],
            window: 72.0,
        }
    }

    /// What is wrong with it.
    pub fn fault(&self) -> Option<String> {
        let rising = self.hours.windows(2).all(|pair| pair[0] < pair[1]);
        let inside = self.hours.iter().all(|hour| (0.0..=self.window).contains(hour));
        match (self.hours.len() < 2, rising, inside) {
            (true, ..) => Some("at least two times are needed, such as 0,24,48".to_owned()),
            (_, false, _) => Some("times must rise".to_owned()),
            (.., false) => Some(format!(
                "times lie between 0 and {}, the next change of medium",
                hours(self.window)
            )),
            _ => None,
        }
    }
}

/// One time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LevelRow {
    /// Hours after the drug was added.
    pub hour: f64,
    /// Mean of the wells, nM; at least the limit of quantification.
    pub medium: f64,
    /// The same over the co-culture.
    pub co_culture: f64,
}

/// Samples as read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DrugLevel {
    /// Name of the drug.
    pub drug: String,
    /// When it was sampled.
    pub design: LevelDesign,
    /// Levels, time by time.
    pub rows: Vec<LevelRow>,
    /// Mean level of the co-culture over that of plain medium, between the first and the last sample, with 95%.
    pub mean_share: Estimate,
    /// Hours in which the co-culture halves the drug, with 95%; `None` where no loss is sure.
    pub half_life: Option<Estimate>,
    /// Surely lower, and by the least fold at least.
    pub broken_down: bool,
    /// What is known to break this drug down around lines of this family: a metabolic assay's read-outs.
    pub suspects: Vec<String>,
    /// How samples scattered.
    pub noise: LevelNoise,
}

/// Rate of loss per hour whose mean over `window` hours leaves the share `left` of the dose (above 0).
pub fn loss_rate(left: f64, window: f64) -> f64 {
    if left >= 1.0 {
        return 0.0;
    }
    let left = left.max(1e-6);
    // The mean lies below 1/x, so the root lies below 1/left.
    let excess = |x: f64| -expm1(-x) / x - left;
    root_between(excess, 1e-9, 1.0 / left).unwrap_or(0.0) / window
}

/// Samples the medium over cells whose surroundings leave the share `left` of the dose, and plain medium.
pub fn drug_level(
    (drug, suspects): (&str, Vec<String>),
    left: f64,
    design: &LevelDesign,
    noise: LevelNoise,
    rng: &mut Generator,
) -> DrugLevel {
    let rate = loss_rate(left, design.window);
    let mut read = |level: f64| mean_of(rng, level, noise.cv, noise.wells).max(noise.limit);
    let rows: Vec<LevelRow> = (design.hours.iter())
        .map(|&hour| LevelRow {
            hour,
            medium: read(design.dose),
            co_culture: read(design.dose * exp(-rate * hour)),
        })
        .collect();
    let mean_share = mean_share(&rows, &noise);
    DrugLevel {
        drug: drug.to_owned(),
        design: design.clone(),
        half_life: half_life(&rows, &noise),
        broken_down: mean_share.high < 1.0 && mean_share.value * noise.least_fold <= 1.0,
        mean_share,
        rows,
        suspects,
        noise,
    }
}

/// Area under the levels by the logarithmic trapezoidal rule (exact for an exponential), and its squared error.
fn area(rows: &[LevelRow], of: impl Fn(&LevelRow) -> f64, error: f64) -> (f64, f64) {
    let mut area = 0.0;
    let mut weights = vec![0.0; rows.len()];
    for (i, pair) in rows.windows(2).enumerate() {
        let (a, b) = (of(&pair[0]), of(&pair[1]));
        let (step, fall) = (pair[1].hour - pair[0].hour, log(a / b));
        area += if fall.abs() < 1e-9 {
            step * a
        } else {
            step * (a - b) / fall
        };
        weights[i] += 0.5 * step;
        weights[i + 1] += 0.5 * step;
    }
    let parts = rows.iter().zip(&weights).map(|(row, weight)| weight * of(row) * error);
    (area, parts.map(|part| part * part).sum())
}

fn mean_share(rows: &[LevelRow], noise: &LevelNoise) -> Estimate {
    let (medium, of_medium) = area(rows, |row| row.medium, noise.log_error());
    let (cells, of_cells) = area(rows, |row| row.co_culture, noise.log_error());
    let value = cells / medium;
    let half = Z95 * sqrt(of_medium / (medium * medium) + of_cells / (cells * cells));
    Estimate {
        value,
        low: value * exp(-half),
        high: value * exp(half),
    }
}

/// Least-squares slope of the log share over the times at which the drug can be quantified.
fn half_life(rows: &[LevelRow], noise: &LevelNoise) -> Option<Estimate> {
    let seen = rows.iter().filter(|row| row.co_culture > noise.limit);
    let points: Vec<(f64, f64)> = seen.map(|row| (row.hour, log(row.co_culture / row.medium))).collect();
    let n = points.len() as f64;
    let middle = points.iter().map(|point| point.0).sum::<f64>() / n;
    let spread: f64 = points.iter().map(|point| (point.0 - middle) * (point.0 - middle)).sum();
    if points.len() < 2 || spread <= 0.0 {
        return None;
    }
    let rate = -points.iter().map(|point| (point.0 - middle) * point.1).sum::<f64>() / spread;
    let half = Z95 * sqrt(2.0) * noise.log_error() / sqrt(spread);
    let hours = |rate: f64| core::f64::consts::LN_2 / rate;
    (rate > half).then(|| Estimate {
        value: hours(rate),
        low: hours(rate + half),
        high: hours(rate - half),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};

    fn read(left: f64, noise: LevelNoise, replicate: u64) -> DrugLevel {
        let mut rng = stream(5, replicate, Purpose::DrugLevel);
        let design = LevelDesign::usual(100.0);
        drug_level(("drug", Vec::new()), left, &design, noise, &mut rng)
    }

    #[test]
    fn without_scatter_the_mean_level_is_the_share_that_the_niche_leaves() {
        let exact = LevelNoise {
            cv: 0.0,
            limit: 1e-12,
            ..LevelNoise::default()
        };
        for left in [0.05, 0.3, 0.8, 1.0] {
            let level = read(left, exact, 0);
            assert!((level.mean_share.value - left).abs() < 1e-6, "{left}: {level:?}");
            assert_eq!(level.broken_down, left < 0.6);
        }
        // e^(-k 72) with a mean of 0.3: k 72 = 3.197.
        let half = read(0.3, exact, 0).half_life.expect("a loss").value;
        assert!((half - 72.0 * core::f64::consts::LN_2 / 3.1972).abs() < 0.01, "{half}");
    }

    /// H0: the 95% interval covers the share in 90 to 98% of trials. 2,000 trials: the standard error of the
    /// coverage is 0.5 points, so bounds 3 points off 95% are crossed by chance in fewer than 1e-6. An interval
    /// of half the width would cover 67%.
    #[test]
    fn the_interval_covers_and_stable_drug_is_not_called() {
        let noise = LevelNoise::default();
        let n = 2000;
        let covered = (0..n).filter(|&i| {
            let share = read(0.3, noise, i).mean_share;
            share.low <= 0.3 && 0.3 <= share.high
        });
        let covered = covered.count() as f64 / n as f64;
        assert!((0.92..0.98).contains(&covered), "{covered}");
        assert!((0..n).all(|i| !read(1.0, noise, i).broken_down));
        assert!((0..n).all(|i| read(0.3, noise, i).broken_down));
    }
}
