//! One protocol against another.

use super::end::FlaskEnd;
use super::flasks::Flasks;
use super::means::{Moments, PairedMeans, moments, t_quantile};
use super::shares::PairedShares;
use crate::model::biology::Mechanism;
use crate::statistics::interval::{CONFIDENCE, Proportion};
use crate::statistics::quantile::Distribution;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Who was resistant later, flask by flask. No resistance by the horizon is later than any.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// Later under the first protocol.
    pub later_in_first: Proportion,
    /// On the same day, or under neither.
    pub tie: Proportion,
    /// Later under the other protocol.
    pub later_in_other: Proportion,
    /// Ties in which neither was resistant by the horizon.
    pub neither: u64,
}

/// One mechanism under both protocols: flasks that became resistant by the horizon with it dominant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MechanismPair {
    /// The dominant mechanism.
    pub mechanism: Mechanism,
    /// Of all flasks.
    pub shares: PairedShares,
}

/// The highest dose of one drug under both protocols, nM.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DosePair {
    /// Name of the drug.
    pub drug: String,
    /// Highest dose per flask up to the horizon, nM.
    pub highest: PairedMeans,
}

/// A protocol against the first one, over the same flasks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paired {
    /// Flasks per protocol.
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

/// The flasks of one protocol.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// In the order of replicates.
    pub ends: &'a [FlaskEnd],
    /// The drug of each course.
    pub drugs: &'a [String],
}

/// Compares two protocols over flasks of the same replicates.
pub fn compare(one: Side, two: Side, horizon: f64, flasks: Flasks) -> Paired {
    let (first, other) = (one.ends, two.ends);
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
        doses: doses(one, two, flasks),
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
fn doses(first: Side, other: Side, flasks: Flasks) -> Vec<DosePair> {
    let highest = |side: Side, drug: &str| -> Vec<f64> {
        let of = |end: &FlaskEnd| {
            let own = end.highest.iter().zip(side.drugs).filter(|(_, name)| *name == drug);
            own.map(|(&dose, _)| dose).fold(0.0, f64::max)
        };
        side.ends.iter().map(of).collect()
    };
    let mut seen = BTreeSet::new();
    let shared = first
        .drugs
        .iter()
        .filter(|drug| other.drugs.contains(drug) && seen.insert(drug.as_str()));
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

/// Time to resistance restricted to a horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct RestrictedTime {
    /// Its mean, days.
    pub mean: f64,
    /// 95% interval of the mean, Student's t; absent below two flasks.
    pub interval: Option<(f64, f64)>,
    /// Days of the flasks that became resistant; absent where none did.
    pub days: Option<Distribution>,
}

/// Time to resistance restricted to a horizon, over flasks.
pub fn restricted_time(ends: &[FlaskEnd], horizon: f64) -> RestrictedTime {
    let times: Vec<f64> = ends.iter().map(|end| end.restricted(horizon)).collect();
    let Moments { mean, variance } = moments(&times);
    let n = times.len() as f64;
    let half = (times.len() >= 2).then(|| t_quantile(CONFIDENCE, n - 1.0) * libm::sqrt(variance / n));
    let mut days: Vec<f64> = ends.iter().filter_map(|end| end.resistant_by(horizon)).collect();
    RestrictedTime {
        mean,
        interval: half.map(|half| (mean - half, mean + half)),
        days: Distribution::of(&mut days),
    }
}
