//! What an ensemble of flasks amounts to at one point of a sweep.

use super::interval::Proportion;
use super::paired::{FlaskEnd, restricted_time};
use super::quantile::Quantile;
use super::wells::WellsSummary;
use crate::engine::record::Outcome;
use crate::model::biology::Mechanism;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One point of a sweep. Days count from seeding; every interval is 95%.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SweepPoint {
    /// Resistant by the horizon.
    pub resistant: Proportion,
    /// Without a living cell by the horizon.
    pub extinct: Proportion,
    /// Given up by the horizon.
    pub given_up: Proportion,
    /// Median day of resistance among flasks resistant by the horizon.
    pub median: Option<Quantile>,
    /// Mean time to resistance restricted to the horizon, with its interval (absent below two flasks).
    pub restricted_mean: f64,
    /// See [`Self::restricted_mean`].
    pub restricted_low: Option<f64>,
    /// See [`Self::restricted_mean`].
    pub restricted_high: Option<f64>,
    /// Resistant by the horizon with this mechanism dominant, of all flasks; most flasks first.
    pub mechanisms: Vec<MechanismCount>,
    /// Positive wells and the clones in them, where the flasks are wells; up to the end of the point's own run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wells: Option<WellsSummary>,
}

/// A mechanism and the flasks it dominates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MechanismCount {
    /// The dominant mechanism.
    pub mechanism: Mechanism,
    /// Of all flasks.
    pub share: Proportion,
}

impl SweepPoint {
    /// From the flasks of a point.
    pub fn of(ends: &[FlaskEnd], horizon: f64) -> Self {
        let n = ends.len() as u64;
        let count =
            |holds: &dyn Fn(&FlaskEnd) -> bool| Proportion::new(ends.iter().filter(|end| holds(end)).count() as u64, n);
        let ended = |outcome| count(&|end: &FlaskEnd| end.outcome == outcome && end.day <= horizon);
        let restricted = restricted_time(ends, horizon);
        let mut mechanisms: BTreeMap<&str, (&Mechanism, u64)> = BTreeMap::new();
        let resistant = ends.iter().filter(|end| end.resistant_by(horizon).is_some());
        for mechanism in resistant.filter_map(|end| end.dominant.as_ref()) {
            mechanisms.entry(&mechanism.label).or_insert((mechanism, 0)).1 += 1;
        }
        let mut mechanisms: Vec<MechanismCount> = mechanisms
            .into_values()
            .map(|(mechanism, flasks)| MechanismCount {
                mechanism: mechanism.clone(),
                share: Proportion::new(flasks, n),
            })
            .collect();
        mechanisms.sort_by(|a, b| {
            let fewer = b.share.count.cmp(&a.share.count);
            fewer.then_with(|| a.mechanism.cmp(&b.mechanism))
        });
        Self {
            resistant: ended(Outcome::Resistant),
            extinct: ended(Outcome::Extinct),
            given_up: ended(Outcome::GivenUp),
            median: restricted.days.map(|days| days.median()),
            restricted_mean: restricted.mean,
            restricted_low: restricted.interval.map(|ends| ends.0),
            restricted_high: restricted.interval.map(|ends| ends.1),
            mechanisms,
            wells: None,
        }
    }

    /// Share of all flasks that became resistant with the mechanism of this label dominant.
    pub fn share_of(&self, label: &str) -> Proportion {
        let found = self.mechanisms.iter().find(|row| row.mechanism.label == label);
        found.map_or(Proportion::new(0, self.resistant.n), |row| row.share)
    }
}

/// The mechanisms that dominate most flasks over all points, at most `limit`.
pub fn leading<'a>(points: impl Iterator<Item = &'a SweepPoint>, limit: usize) -> Vec<Mechanism> {
    let rows = points.flat_map(|point| &point.mechanisms);
    most_counted(rows.map(|row| (&row.mechanism, row.share.count)), limit)
}

/// Mutations in positive wells over all points, those with most clones first, at most `limit`.
pub fn leading_in_wells<'a>(points: impl Iterator<Item = &'a SweepPoint>, limit: usize) -> Vec<Mechanism> {
    let rows = points.flat_map(|point| &point.wells).flat_map(|wells| &wells.mutations);
    most_counted(rows.map(|row| (&row.mechanism, row.clones)), limit)
}

/// Mechanisms by the sums of their counts, at most `limit`; ties in the order of mechanisms.
fn most_counted<'a>(rows: impl Iterator<Item = (&'a Mechanism, u64)>, limit: usize) -> Vec<Mechanism> {
    let mut all: BTreeMap<&str, (&Mechanism, u64)> = BTreeMap::new();
    for (mechanism, count) in rows {
        all.entry(&mechanism.label).or_insert((mechanism, 0)).1 += count;
    }
    let mut rows: Vec<(&Mechanism, u64)> = all.into_values().collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let kept = rows.into_iter().take(limit);
    kept.map(|(mechanism, _)| mechanism.clone()).collect()
}
