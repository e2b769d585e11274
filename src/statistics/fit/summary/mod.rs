//! What a fit found: values before and after, what was seen beside what is simulated, and whether both agree.

#[cfg(test)]
mod tests;

use super::place::Place;
use super::sampler::Stage;
use crate::statistics::quantile::sorted_quantile;
use crate::words;
use serde::{Deserialize, Serialize};

/// A value is called identified where its spread, on the scale of normal scores, fell below this share of the prior's: with the
/// fewest draws that are allowed ([`super::least_particles`]) more than three standard errors from what chance makes of them.
pub const IDENTIFIED: f64 = 0.5;
/// Values trade off where the rank correlation of their draws is beyond this.
pub const TRADES_OFF: f64 = 0.7;
/// Where what was seen, or fewer numbers within their bands, is as unlikely as this, the fitted model does not explain it.
pub const DOUBTED: f64 = 0.05;
/// The model contradicts the data where what was seen is as unlikely as this under the fitted model.
pub const CONTRADICTS: f64 = 0.01;

/// Most of that luck in a fit that is to be trusted: the variance of log likelihoods up to which draws move well (standard
/// deviations of 1 to 1.7; Doucet, Pitt, Deligiannidis and Kohn 2015, doi:10.1093/biomet/asu075).
pub const MOST_LUCK: f64 = 3.0;

/// Standard normal score beyond which the prior has 1%, on both sides together.
const STRAINED: f64 = 2.576;

/// Median and central 90%.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// The 5% quantile.
    pub low: f64,
    /// The median.
    pub middle: f64,
    /// The 95% quantile.
    pub high: f64,
}

impl Band {
    /// Of draws, those without the number (NaN) aside; all ends not a number where there is none.
    pub fn of(mut draws: Vec<f64>) -> Self {
        draws.retain(|draw| !draw.is_nan());
        draws.sort_by(f64::total_cmp);
        let at = |share| match draws.is_empty() {
            true => f64::NAN,
            false => sorted_quantile(&draws, share),
        };
        Self {
            low: at(0.05),
            middle: at(0.5),
            high: at(0.95),
        }
    }

    /// Whether a number lies in it.
    pub fn holds(&self, number: f64) -> bool {
        (self.low..=self.high).contains(&number)
    }
}

/// Something that was free.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FreeValue {
    /// Its key, or the name of what is not a key of anything.
    pub key: String,
    /// In words.
    pub what: String,
    /// A value of how the data were taken, such as the counting error: not part of any world.
    pub of_data: bool,
    /// What the scenario takes for it, of a value that is a key of the scenario: the median with its unit. No overlay holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_scenario: Option<String>,
    /// What its numbers are measured in: nM, d, per day...; empty where they are bare.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Before the data.
    pub prior: Band,
    /// With the data.
    pub posterior: Band,
    /// Spread of the posterior over that of the prior, on the scale of normal scores.
    pub narrowed: f64,
    /// Mean of the posterior on the scale of normal scores, where the prior has mean 0 and spread 1.
    pub moved: f64,
    /// What would measure it; may be empty.
    pub measure: String,
}

impl FreeValue {
    /// Whether the data move it to where the prior has less than 1%. An error of the data strains nothing by being small.
    pub fn is_strained(&self) -> bool {
        match self.of_data {
            true => self.moved > STRAINED,
            false => self.moved.abs() > STRAINED,
        }
    }

    /// A median and its central 90% in words: "48 h (36 h to 72 h)", "0.02 per day (0.01 to 0.04)".
    pub fn words(&self, band: &Band) -> String {
        let word = |number: f64| match self.unit.as_str() {
            "nM" => words::dose(number),
            // As the knowledge base has it: hours below five days.
            "d" if number < 5.0 => words::hours(24.0 * number),
            "d" => words::days(number),
            _ => words::number(number),
        };
        let [middle, low, high] = [band.middle, band.low, band.high].map(word);
        let middle = match self.unit.as_str() {
            "" | "nM" | "d" => middle,
            unit => format!("{middle} {unit}"),
        };
        words::with_interval([middle, low, high])
    }

    /// Whether it is a value of the knowledge base.
    pub fn is_of_knowledge(&self) -> bool {
        !self.of_data && self.of_scenario.is_none()
    }

    /// Whether the data say clearly more than the prior.
    pub fn is_identified(&self) -> bool {
        self.narrowed < IDENTIFIED
    }
}

/// Two values that the data leave together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TradeOff {
    /// Key of the one.
    pub one: String,
    /// Key of the other.
    pub other: String,
    /// Rank correlation of their draws.
    pub correlation: f64,
}

/// An observation beside what is simulated.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// What was seen.
    pub observed: f64,
    /// What is seen of new flasks of the fitted model, measured in the same way.
    pub simulated: Band,
}

impl Point {
    /// Whether it lies where 90% of new ones would.
    pub fn is_inside(&self) -> bool {
        self.simulated.holds(self.observed)
    }
}

/// How well the fitted model explains what was seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// Share of new experiments, simulated with the fitted model, that are at least as far from its middle as the data; the data
    /// count as one of them.
    pub probability: f64,
    /// Those experiments.
    pub experiments: u64,
    /// Share of the observations within the central 90% of simulated ones.
    pub inside: f64,
}

impl Agreement {
    /// Of observations and of experiments simulated anew, each with a number per observation.
    pub fn of(points: &[Point], experiments: &[Vec<f64>]) -> Self {
        let observed: Vec<f64> = points.iter().map(|point| point.observed).collect();
        Self::of_numbers(&observed, experiments)
    }

    /// The same of bare numbers. An experiment without a number (NaN: the day of what did not happen) is as far off in it as
    /// others are on average.
    pub fn of_numbers(observed: &[f64], experiments: &[Vec<f64>]) -> Self {
        let scale: Vec<(f64, f64)> = (0..observed.len())
            .map(|i| {
                let draws = experiments.iter().map(|numbers| seen_as(numbers[i]));
                let draws = draws.filter(|draw| !draw.is_nan());
                let n = draws.clone().count().max(1) as f64;
                let mean = draws.clone().sum::<f64>() / n;
                let variance = draws.map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
                (mean, variance.max(1e-12))
            })
            .collect();
        let away = |numbers: &mut dyn Iterator<Item = f64>| -> f64 {
            let each = numbers.zip(&scale);
            each.map(|(x, (mean, variance))| match x.is_nan() {
                true => 1.0,
                false => (seen_as(x) - mean) * (seen_as(x) - mean) / variance,
            })
            .sum()
        };
        let seen = away(&mut observed.iter().copied());
        let farther = experiments
            .iter()
            .filter(|numbers| away(&mut numbers.iter().copied()) >= seen)
            .count();
        let band = |i: usize| Band::of(experiments.iter().map(|numbers| numbers[i]).collect());
        let inside = (0..observed.len()).filter(|i| band(*i).holds(observed[*i])).count();
        Self {
            // One of n + 1 where none is as far: the data themselves.
            probability: (farther as f64 + 1.0) / (experiments.len() as f64 + 1.0),
            experiments: experiments.len() as u64,
            inside: inside as f64 / observed.len().max(1) as f64,
        }
    }

    /// Whether so many numbers were seen as new experiments have them: neither far from their middle, nor with fewer within the
    /// central 90% than chance lets lie there.
    pub fn is_usual(&self, numbers: usize) -> bool {
        let inside = libm::round(self.inside * numbers as f64);
        let outside = numbers as f64 - inside;
        // Binomial: so many inside or fewer.
        let chance = match outside > 0.0 {
            true => crate::statistics::interval::beta_cdf(0.1, outside, inside + 1.0),
            false => 1.0,
        };
        self.probability >= DOUBTED && chance >= DOUBTED
    }

    /// Whether no experiment is as far from the middle as the data.
    pub fn is_farthest(&self) -> bool {
        self.probability * (self.experiments as f64 + 1.0) < 1.5
    }
}

impl FitSummary {
    /// Whether the draws stand for knowledge rather than for lucky simulated flasks.
    pub fn is_trusted(&self) -> bool {
        self.luck < MOST_LUCK
    }

    /// The values of the knowledge base.
    pub fn of_knowledge(&self) -> impl Iterator<Item = &FreeValue> {
        self.values.iter().filter(|value| value.is_of_knowledge())
    }

    /// Whether what was found can stand in an overlay.
    pub fn gives_overlay(&self) -> bool {
        self.is_trusted() && self.of_knowledge().next().is_some()
    }

    /// Whether the model contradicts the data: new experiments do not look so, or only with values (the error of counts
    /// among them) that are next to impossible beforehand.
    pub fn is_contradiction(&self) -> bool {
        self.agreement.probability < CONTRADICTS || self.values.iter().any(FreeValue::is_strained)
    }
}

/// Counts differ by factors rather than by steps, near 0 by steps: the scale on which distances are taken.
fn seen_as(x: f64) -> f64 {
    libm::asinh(x)
}

/// A file of data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FitFile {
    /// Its name, without folders.
    pub file: String,
    /// SHA-256 of its text, in hex.
    pub sha256: String,
    /// Observations in it.
    pub rows: u32,
}

/// All that a fit found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FitSummary {
    /// Title of the scenario.
    pub scenario: String,
    /// Version of the program.
    pub version: String,
    /// Seed.
    pub seed: u64,
    /// Its name in the overlay: made of the scenario, the data and what was asked.
    pub id: String,
    /// Files of data, in order.
    pub data: Vec<FitFile>,
    /// Observations.
    pub observations: u64,
    /// Draws of the posterior.
    pub particles: u64,
    /// Flasks simulated.
    pub flasks: u64,
    /// Whether the whole likelihood was let in and the draws moved as often as it takes; else the budget was spent.
    pub settled: bool,
    /// How far the log likelihood of the draws falls where it is estimated anew (median, at most a million): what luck had
    /// lifted it by. For an estimate that scatters about its mean that is the variance of its logarithm.
    pub luck: f64,
    /// Steps from the prior to the posterior.
    pub stages: Vec<Stage>,
    /// What was free, as asked; then what belongs to the data.
    pub values: Vec<FreeValue>,
    /// Correlation of the values of the knowledge base among them, in their order, on the scale of normal scores: a row each.
    pub correlation: Vec<Vec<f64>>,
    /// Pairs that the data leave together, the closest first.
    pub trade_offs: Vec<TradeOff>,
    /// Whether the fitted model explains what was seen.
    pub agreement: Agreement,
    /// Every observation beside what is simulated.
    pub points: Vec<Point>,
}

/// Pairs whose ranks go together; `draws` holds a list per value.
pub fn trade_offs(keys: &[String], draws: &[Vec<f64>]) -> Vec<TradeOff> {
    let ranks: Vec<Vec<f64>> = draws.iter().map(|draws| ranks(draws)).collect();
    let mut pairs = Vec::new();
    for one in 0..keys.len() {
        for other in one + 1..keys.len() {
            let correlation = correlation(&ranks[one], &ranks[other]);
            if correlation.abs() > TRADES_OFF {
                pairs.push(TradeOff {
                    one: keys[one].clone(),
                    other: keys[other].clone(),
                    correlation,
                });
            }
        }
    }
    pairs.sort_by(|a, b| b.correlation.abs().total_cmp(&a.correlation.abs()));
    pairs
}

/// Place of each number among all; equal ones in the order of the list.
pub fn ranks(numbers: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by(|a, b| numbers[*a].total_cmp(&numbers[*b]));
    let mut ranks = vec![0.0; numbers.len()];
    for (rank, at) in order.into_iter().enumerate() {
        ranks[at] = rank as f64;
    }
    ranks
}

/// Pearson's correlation; 0 where one does not vary.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let (mut both, mut of_a, mut of_b) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        both += (a - mean_a) * (b - mean_b);
        of_a += (a - mean_a) * (a - mean_a);
        of_b += (b - mean_b) * (b - mean_b);
    }
    match of_a > 0.0 && of_b > 0.0 {
        true => both / libm::sqrt(of_a * of_b),
        false => 0.0,
    }
}
