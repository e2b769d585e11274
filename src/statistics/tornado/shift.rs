//! Two ensembles on the same streams, flask by flask.

use super::noise::{Noise, Test};
use crate::engine::record::Outcome;
use crate::statistics::worlds::WorldFlask;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a flask counts as in the profile: its dominant mechanism where it is resistant, else how it ended otherwise.
pub fn category(flask: &WorldFlask) -> &str {
    match flask.outcome {
        Outcome::Resistant => flask.mechanism.as_deref().unwrap_or(""),
        Outcome::Extinct => "not resistant: extinct",
        Outcome::GivenUp => "not resistant: given up",
        Outcome::TimeOver => "not resistant: time over",
        Outcome::Empty => "not resistant: empty",
    }
}

/// What moved, each with its noise: one standard error for means, the mean distance that chance alone
/// gives for the profile.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Shift {
    /// Change of the share of resistant flasks.
    pub resistant: f64,
    /// Its standard error.
    pub resistant_error: f64,
    /// Change of the mean time to resistance within the horizon, days (flasks that never are: the horizon).
    pub days: f64,
    /// Its standard error, days.
    pub days_error: f64,
    /// Half the sum of the absolute changes of all shares of the profile (total variation distance).
    pub profile: f64,
    /// Mean distance that chance alone gives.
    pub profile_noise: f64,
    /// Most by which the share of one mechanism moved beyond [`Noise`].
    pub share_beyond: f64,
    /// By how many days the mean time moved beyond [`Noise`].
    pub days_beyond: f64,
}

/// How a category changed from one ensemble to the other.
#[derive(Debug, Default)]
struct Change {
    /// Flasks that joined it, less those that left it.
    net: i64,
    /// Those that did either.
    flasks: BTreeSet<usize>,
}

impl Change {
    fn changed(&self) -> u64 {
        self.flasks.len() as u64
    }
}

/// Every category that a flask left or joined.
fn changes<'a>(before: &'a [WorldFlask], after: &'a [WorldFlask]) -> BTreeMap<&'a str, Change> {
    let mut changes: BTreeMap<&str, Change> = BTreeMap::new();
    let categories = before.iter().zip(after).map(|(a, b)| (category(a), category(b)));
    for (flask, (a, b)) in categories.enumerate().filter(|(_, (a, b))| a != b) {
        for (name, by) in [(a, -1), (b, 1)] {
            let change = changes.entry(name).or_default();
            change.net += by;
            change.flasks.insert(flask);
        }
    }
    changes
}

/// What is tested of mechanisms between two ensembles. What one of two categories lost the other one got where the same flasks
/// changed: that is one test.
pub fn tested(before: &[WorldFlask], after: &[WorldFlask]) -> Vec<Test> {
    let changes = changes(before, after);
    let distinct: BTreeMap<&BTreeSet<usize>, i64> =
        changes.values().map(|change| (&change.flasks, change.net)).collect();
    let test = |(flasks, net): (&BTreeSet<usize>, i64)| Test {
        changed: flasks.len() as u64,
        net: net.unsigned_abs(),
    };
    distinct.into_iter().map(test).collect()
}

/// The category whose share moved most, as shares of all flasks: by how much on balance, and how many flasks changed for it.
pub fn largest(before: &[WorldFlask], after: &[WorldFlask]) -> Option<(f64, f64)> {
    let n = before.len().min(after.len()).max(1) as f64;
    let changes = changes(before, after);
    let most = changes.values().max_by_key(|change| change.net.abs())?;
    Some((most.net.abs() as f64 / n, most.changed() as f64 / n))
}

/// Shift from `before` to `after`, flask by flask; `horizon` is the end of the run in days.
///
/// Each flask keeps its stream, so only flasks whose ending changed carry noise. For the profile: if those
/// changes were coin flips, the share of a category with k changed flasks out of n would move by
/// sqrt(2k / pi) / n on average.
pub fn shift(before: &[WorldFlask], after: &[WorldFlask], horizon: f64, noise: Noise) -> Shift {
    let n = before.len().min(after.len()).max(1) as f64;
    let pairs = || before.iter().zip(after);
    let differences = |of: &dyn Fn(&WorldFlask) -> f64| -> Vec<f64> { pairs().map(|(a, b)| of(b) - of(a)).collect() };
    let mean = |differences: &[f64]| {
        let mean = differences.iter().sum::<f64>() / n;
        let squares: f64 = differences.iter().map(|d| (d - mean) * (d - mean)).sum();
        (mean, libm::sqrt(squares / (n - 1.0).max(1.0) / n))
    };
    let (resistant, resistant_error) = mean(&differences(&|ending| f64::from(u8::from(ending.is_resistant()))));
    let times = differences(&|ending| ending.restricted(horizon));
    let (days, days_error) = mean(&times);
    let categories = changes(before, after);
    // An empty sum of floating-point numbers is -0.
    let profile = 0.0 + categories.values().map(|change| change.net.abs() as f64).sum::<f64>() / (2.0 * n);
    let chance = |change: &Change| libm::sqrt(2.0 * change.changed() as f64 / core::f64::consts::PI);
    let profile_noise = 0.0 + categories.values().map(chance).sum::<f64>() / (2.0 * n);
    // A flask that changed would as well have changed the other way.
    let beyond = |change: &Change| (change.net.abs() as f64 - noise.net(change.changed()) as f64) / n;
    Shift {
        resistant,
        resistant_error,
        days,
        days_error,
        profile,
        profile_noise,
        share_beyond: categories.values().map(beyond).fold(0.0, f64::max),
        days_beyond: days_beyond(&times, (days, days_error), noise),
    }
}

/// By how many days a mean of differences lies beyond noise, where chance explains their sum, or the number of those above 0
/// rather than below, no more: the standard error of a few flasks says little by itself.
fn days_beyond(differences: &[f64], (mean, error): (f64, f64), noise: Noise) -> f64 {
    let n = differences.len().max(1) as f64;
    let squares: f64 = differences.iter().map(|d| d * d).sum();
    let mut along: Vec<f64> = differences
        .iter()
        .filter(|d| **d * mean > 0.0)
        .map(|d| d.abs())
        .collect();
    let against = differences.iter().filter(|d| **d * mean < 0.0).count();
    let explained = noise.net_of_times((along.len() + against) as u64) as usize;
    let more = along.len().saturating_sub(against).saturating_sub(explained);
    if more == 0 && mean.abs() * n <= noise.errors() * libm::sqrt(squares) {
        return 0.0;
    }
    // Flasks that chance does not explain, each with the median of those that go along; or the lower end of the mean.
    along.sort_by(f64::total_cmp);
    let median = along.get(along.len() / 2).copied().unwrap_or(0.0);
    (more as f64 * median / n)
        .max(mean.abs() - noise.errors() * error)
        .max(0.0)
}

impl Shift {
    /// How much moves beyond noise, 0 to 1: the larger of what a mechanism's share does, and of what the time does, as a share
    /// of the horizon.
    pub fn effect(&self, horizon: f64) -> f64 {
        self.share_beyond.max(self.days_beyond / horizon)
    }
}
