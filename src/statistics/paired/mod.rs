//! Paired comparison of two protocols: the same replicate numbers, so the same expanded stocks and
//! the same streams of random numbers, under each.
//!
//! Every difference is *other minus first*. Days count from seeding and stop at a horizon that both
//! protocols reach, so nothing is censored before it: a flask that went extinct, was given up or
//! grew on without resistance counts as not resistant by the horizon.

mod independent;

pub use independent::Flasks;

use super::interval::{Proportion, Z95, beta_cdf, wilson};
use super::{CONFIDENCE, quantile::Distribution};
use crate::engine::record::{FlaskRecord, Outcome};
use crate::model::biology::Mechanism;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a comparison keeps of one flask.
#[derive(Debug, Clone, PartialEq)]
pub struct FlaskEnd {
    pub outcome: Outcome,
    /// Day of the outcome.
    pub day: f64,
    /// Mechanism with most cells at the outcome; none where no cell lived.
    pub dominant: Option<Mechanism>,
    /// Highest dose of each course up to the horizon, nM.
    pub highest: Vec<f64>,
}

impl FlaskEnd {
    /// Keeps a flask; doses are looked up to day `horizon`.
    pub fn of(record: &FlaskRecord, courses: usize, horizon: f64) -> Self {
        let mut highest = vec![0.0; courses];
        for look in record.looks.iter().take_while(|look| look.day <= horizon) {
            for (high, &dose) in highest.iter_mut().zip(&look.doses) {
                *high = dose.max(*high);
            }
        }
        Self {
            outcome: record.outcome,
            day: record.outcome_day,
            dominant: record.composition.first().map(|entry| entry.mechanism.clone()),
            highest,
        }
    }

    /// Day of resistance, where that came by the horizon.
    pub fn resistant_by(&self, horizon: f64) -> Option<f64> {
        (self.outcome == Outcome::Resistant && self.day <= horizon).then_some(self.day)
    }

    /// Time to resistance restricted to the horizon: the horizon where there was none before it.
    pub fn restricted(&self, horizon: f64) -> f64 {
        self.resistant_by(horizon).unwrap_or(horizon)
    }

    fn carried_by(&self, mechanism: &Mechanism, horizon: f64) -> bool {
        // By label: the order of mechanisms follows the scenario's drugs.
        self.resistant_by(horizon).is_some() && self.dominant.as_ref().is_some_and(|m| m.label == mechanism.label)
    }
}

/// Flasks with the event under both, under the first only, under the other only, under neither.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Pairs {
    pub both: u64,
    pub only_first: u64,
    pub only_other: u64,
    pub neither: u64,
}

/// The difference of two proportions over the same flasks, other minus first.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PairedShares {
    pub first: Proportion,
    pub other: Proportion,
    /// Pairs of flasks; absent between protocols that share none.
    #[serde(flatten)]
    pub pairs: Option<Pairs>,
    pub difference: f64,
    /// 95% interval, Newcombe's method 10.
    pub low: f64,
    pub high: f64,
    /// Pearson correlation of the two indicators (phi); absent where one of them never varies.
    pub correlation: Option<f64>,
}

impl PairedShares {
    /// Counts pairs of (event under the first, event under the other).
    pub fn of(pairs: impl Iterator<Item = (bool, bool)>) -> Self {
        let mut counts = [0u64; 4];
        for (first, other) in pairs {
            counts[usize::from(!first) * 2 + usize::from(!other)] += 1;
        }
        Self::from_counts(counts)
    }

    /// From the counts both, only first, only other, neither.
    pub fn from_counts([both, only_first, only_other, neither]: [u64; 4]) -> Self {
        let n = both + only_first + only_other + neither;
        let (low, high) = newcombe([both, only_first, only_other, neither]);
        let (first, other) = (
            Proportion::new(both + only_first, n),
            Proportion::new(both + only_other, n),
        );
        Self {
            first,
            other,
            pairs: Some(Pairs {
                both,
                only_first,
                only_other,
                neither,
            }),
            // From the discordant pairs, so that equal shares differ by exactly 0.
            difference: if n == 0 {
                0.0
            } else {
                (only_other as f64 - only_first as f64) / n as f64
            },
            low,
            high,
            correlation: phi([both, only_first, only_other, neither], 0.0),
        }
    }
}

/// 95% interval for the difference of paired proportions, other minus first, from the counts both,
/// only first, only other, neither: squares of Wilson's half widths are added, less twice their
/// product times the correlation of the pairs. Stays within -1 to 1 and does not collapse where no
/// pair differs. Newcombe 1998, Statistics in Medicine 17:2635, method 10. No pairs give -1 to 1.
pub fn newcombe(counts: [u64; 4]) -> (f64, f64) {
    let [both, only_first, only_other, neither] = counts.map(|count| count as f64);
    let n = both + only_first + only_other + neither;
    if n == 0.0 {
        return (-1.0, 1.0);
    }
    let (first, other) = (both + only_first, both + only_other);
    let (p1, p2) = (first / n, other / n);
    let ((l1, u1), (l2, u2)) = (wilson(first, n, Z95), wilson(other, n, Z95));
    let phi = phi(counts, n / 2.0).unwrap_or(0.0);
    let half = |a: f64, b: f64| libm::sqrt((a * a - 2.0 * phi * a * b + b * b).max(0.0));
    let difference = (only_other - only_first) / n;
    let low = difference - half(p2 - l2, u1 - p1);
    let high = difference + half(u2 - p2, p1 - l1);
    (low.max(-1.0), high.min(1.0))
}

/// Correlation of two indicators; a positive one is moved towards 0 by `correction` (Newcombe's
/// continuity correction; 0 for none). `None` where a margin is empty.
fn phi(counts: [u64; 4], correction: f64) -> Option<f64> {
    let [e, f, g, h] = counts.map(|count| count as f64);
    let margins = (e + f) * (g + h) * (e + g) * (f + h);
    if margins <= 0.0 {
        return None;
    }
    let product = e * h - f * g;
    let corrected = if product > 0.0 {
        (product - correction).max(0.0)
    } else {
        product
    };
    Some(corrected / libm::sqrt(margins))
}

/// The mean difference of a number measured on the same flasks, other minus first.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PairedMeans {
    pub n: u64,
    pub first: f64,
    pub other: f64,
    pub difference: f64,
    /// 95% interval, Student's t on the differences; absent below two flasks.
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// Pearson correlation of the two; absent where one of them never varies.
    pub correlation: Option<f64>,
    /// Variance of the mean difference over what it would be for independent flasks:
    /// s_d^2 / (s_1^2 + s_2^2). Below 1, pairing was worth 1 over it times as many flasks; absent
    /// where nothing varies.
    pub variance_ratio: Option<f64>,
}

impl PairedMeans {
    /// From two samples in the same order.
    pub fn of(first: &[f64], other: &[f64]) -> Self {
        let n = first.len().min(other.len());
        let differences: Vec<f64> = first.iter().zip(other).map(|(a, b)| b - a).collect();
        let (d, spread) = moments(&differences);
        let ((m1, v1), (m2, v2)) = (moments(&first[..n]), moments(&other[..n]));
        let half = (n >= 2).then(|| t_quantile(CONFIDENCE, (n - 1) as f64) * libm::sqrt(spread / n as f64));
        let covariance = 0.5 * (v1 + v2 - spread);
        let varies = v1 > 0.0 && v2 > 0.0;
        Self {
            n: n as u64,
            first: m1,
            other: m2,
            difference: d,
            low: half.map(|half| d - half),
            high: half.map(|half| d + half),
            correlation: varies.then(|| (covariance / libm::sqrt(v1 * v2)).clamp(-1.0, 1.0)),
            variance_ratio: (v1 + v2 > 0.0).then(|| spread / (v1 + v2)),
        }
    }
}

/// Mean and variance (n - 1 in the denominator; 0 below two values).
fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    if values.is_empty() {
        return (0.0, 0.0);
    }
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    (mean, if n > 1.0 { squares / (n - 1.0) } else { 0.0 })
}

/// The t of Student's distribution that holds `confidence` between -t and t, by bisection:
/// P(|T| > t) = I_{v/(v + t^2)}(v/2, 1/2) (NIST DLMF 8.17).
pub fn t_quantile(confidence: f64, degrees: f64) -> f64 {
    let outside = |t: f64| beta_cdf(degrees / (degrees + t * t), degrees / 2.0, 0.5);
    let (mut low, mut high) = (0.0, 1.0);
    while outside(high) > 1.0 - confidence && high < 1e9 {
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if outside(middle) > 1.0 - confidence {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// Who was resistant later, flask by flask. No resistance by the horizon is later than any.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Order {
    pub later_in_first: Proportion,
    pub tie: Proportion,
    pub later_in_other: Proportion,
    /// Ties in which neither was resistant by the horizon.
    pub neither: u64,
}

/// One mechanism under both protocols: flasks that became resistant by the horizon with it dominant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MechanismPair {
    pub mechanism: Mechanism,
    /// Of all flasks.
    pub shares: PairedShares,
}

/// The highest dose of one drug under both protocols, nM.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DosePair {
    pub drug: String,
    pub highest: PairedMeans,
}

/// A protocol against the first one, over the same flasks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paired {
    pub n: u64,
    /// Days.
    pub horizon: f64,
    /// Resistant by the horizon.
    pub resistant: PairedShares,
    /// Variance of the difference in shares over what independent flasks would give.
    pub resistant_variance_ratio: Option<f64>,
    /// Time to resistance restricted to the horizon, days (Royston and Parmar 2013,
    /// doi:10.1186/1471-2288-13-152): its mean is the area above the incidence curve.
    pub time: PairedMeans,
    /// Absent between protocols that share no flask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
    /// Drugs of both protocols.
    pub doses: Vec<DosePair>,
    /// Largest share first.
    pub mechanisms: Vec<MechanismPair>,
}

/// Compares two lists of flasks of the same replicates; `drugs` names each one's courses.
pub fn compare(
    (first, first_drugs): (&[FlaskEnd], &[String]),
    (other, other_drugs): (&[FlaskEnd], &[String]),
    horizon: f64,
    flasks: Flasks,
) -> Paired {
    let resistant = flasks.shares(first, other, |end| end.resistant_by(horizon).is_some());
    let indicator = |ends: &[FlaskEnd]| -> Vec<f64> {
        ends.iter()
            .map(|end| f64::from(u8::from(end.resistant_by(horizon).is_some())))
            .collect()
    };
    let times = |ends: &[FlaskEnd]| -> Vec<f64> { ends.iter().map(|end| end.restricted(horizon)).collect() };
    Paired {
        n: first.len() as u64,
        horizon,
        resistant,
        resistant_variance_ratio: flasks.means(&indicator(first), &indicator(other)).variance_ratio,
        time: flasks.means(&times(first), &times(other)),
        order: (flasks == Flasks::Shared).then(|| order(first, other, horizon)),
        doses: doses((first, first_drugs), (other, other_drugs), flasks),
        mechanisms: mechanisms(first, other, horizon, flasks),
    }
}

fn order(first: &[FlaskEnd], other: &[FlaskEnd], horizon: f64) -> Order {
    let (mut later_first, mut later_other, mut neither) = (0, 0, 0);
    for (a, b) in first.iter().zip(other) {
        let day = |end: &FlaskEnd| end.resistant_by(horizon).unwrap_or(f64::INFINITY);
        match day(a).total_cmp(&day(b)) {
            std::cmp::Ordering::Greater => later_first += 1,
            std::cmp::Ordering::Less => later_other += 1,
            std::cmp::Ordering::Equal => neither += u64::from(day(a).is_infinite()),
        }
    }
    let n = first.len() as u64;
    Order {
        later_in_first: Proportion::new(later_first, n),
        tie: Proportion::new(n - later_first - later_other, n),
        later_in_other: Proportion::new(later_other, n),
        neither,
    }
}

/// A drug given in several courses counts with its highest dose in any.
fn doses(first: (&[FlaskEnd], &[String]), other: (&[FlaskEnd], &[String]), flasks: Flasks) -> Vec<DosePair> {
    let highest = |(ends, drugs): (&[FlaskEnd], &[String]), drug: &str| -> Vec<f64> {
        let of = |end: &FlaskEnd| {
            let own = end.highest.iter().zip(drugs).filter(|(_, name)| *name == drug);
            own.map(|(&dose, _)| dose).fold(0.0, f64::max)
        };
        ends.iter().map(of).collect()
    };
    let mut seen = BTreeSet::new();
    let shared = first
        .1
        .iter()
        .filter(|drug| other.1.contains(drug) && seen.insert(drug.as_str()));
    shared
        .map(|drug| DosePair {
            drug: drug.clone(),
            highest: flasks.means(&highest(first, drug), &highest(other, drug)),
        })
        .collect()
}

fn mechanisms(first: &[FlaskEnd], other: &[FlaskEnd], horizon: f64, flasks: Flasks) -> Vec<MechanismPair> {
    let resistant = first
        .iter()
        .chain(other)
        .filter(|end| end.resistant_by(horizon).is_some());
    let mut names: BTreeMap<&str, &Mechanism> = BTreeMap::new();
    for mechanism in resistant.filter_map(|end| end.dominant.as_ref()) {
        names.entry(&mechanism.label).or_insert(mechanism);
    }
    let mut rows: Vec<MechanismPair> = names
        .into_values()
        .map(|mechanism| MechanismPair {
            mechanism: mechanism.clone(),
            shares: flasks.shares(first, other, |end| end.carried_by(mechanism, horizon)),
        })
        .collect();
    let largest = |row: &MechanismPair| row.shares.first.count.max(row.shares.other.count);
    rows.sort_by(|a, b| largest(b).cmp(&largest(a)).then_with(|| a.mechanism.cmp(&b.mechanism)));
    rows
}

/// Mean of the restricted time with its 95% interval (Student's t; absent below two flasks), and the
/// median day among flasks that became resistant.
pub fn restricted_mean(ends: &[FlaskEnd], horizon: f64) -> (f64, Option<(f64, f64)>, Option<Distribution>) {
    let times: Vec<f64> = ends.iter().map(|end| end.restricted(horizon)).collect();
    let (mean, variance) = moments(&times);
    let n = times.len() as f64;
    let half = (times.len() >= 2).then(|| t_quantile(CONFIDENCE, n - 1.0) * libm::sqrt(variance / n));
    let mut days: Vec<f64> = ends.iter().filter_map(|end| end.resistant_by(horizon)).collect();
    let interval = half.map(|half| (mean - half, mean + half));
    (mean, interval, Distribution::of(&mut days))
}

#[cfg(test)]
mod tests;
