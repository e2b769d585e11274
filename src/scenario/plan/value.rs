//! What the flasks of a world are worth by a goal.

use super::goal::{Goal, GoalKind};
use crate::statistics::race::{at_least, different, ordered};
use crate::statistics::worlds::WorldFlask;
use std::collections::BTreeMap;

impl Goal {
    /// What an experiment with `n` flasks is worth in the world of these flasks (at least `n`): the mean over all choices of
    /// `n` of them. A probability, a difference of shares, days (those to the goal count against it), or flask-weeks
    /// (which count against it); the greater the better.
    pub fn value(&self, flasks: &[&WorldFlask], n: u64) -> f64 {
        let total = flasks.len() as u64;
        let count = |of: &dyn Fn(&WorldFlask) -> bool| flasks.iter().filter(|flask| of(flask)).count() as u64;
        match self.kind {
            GoalKind::Flasks => self.met(flasks, n),
            GoalKind::Cheapest => {
                let weeks: f64 = flasks.iter().map(|flask| flask.day.min(self.by) / 7.0).sum();
                -(n as f64) * weeks / total.max(1) as f64
            }
            GoalKind::Mechanisms => {
                let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
                let resistant = flasks.iter().filter(|flask| flask.is_resistant_by(self.by));
                for name in resistant.filter_map(|flask| flask.mechanism.as_deref()) {
                    *kinds.entry(name).or_default() += 1;
                }
                let counts: Vec<u64> = kinds.into_values().collect();
                different(self.at_least, n, &counts, total)
            }
            // What a world tells rests on a rule from other worlds (see [`Self::hits_of_pair`]).
            GoalKind::Tell => 0.5,
            GoalKind::Soonest => {
                let mut times: Vec<f64> = flasks.iter().map(|flask| flask.restricted(self.by)).collect();
                times.sort_by(f64::total_cmp);
                match self.at_least <= n {
                    true => -ordered(self.at_least, n, &times),
                    false => -self.by,
                }
            }
            GoalKind::Longest => {
                flasks.iter().map(|flask| flask.restricted(self.by)).sum::<f64>() / total.max(1) as f64
            }
            GoalKind::More => {
                let than = self
                    .than
                    .as_ref()
                    .map_or(0, |than| count(&|flask| than.is(flask, self.by)));
                (self.hits(flasks) as f64 - than as f64) / total.max(1) as f64
            }
        }
    }

    /// The probability that so many of these flasks of a world hold enough that are what is counted.
    pub fn met(&self, flasks: &[&WorldFlask], n: u64) -> f64 {
        at_least(self.at_least, n, self.hits(flasks), flasks.len() as u64)
    }

    /// Flasks that are what is counted under either hypothesis, of those of the first followed by those of the second.
    pub fn hits_of_pair(&self, flasks: &[&WorldFlask]) -> [u64; 2] {
        let (first, second) = flasks.split_at(flasks.len() / 2);
        [self.hits(first), self.hits(second)]
    }

    /// Flasks that are what is counted.
    pub fn hits(&self, flasks: &[&WorldFlask]) -> u64 {
        flasks.iter().filter(|flask| self.of.is(flask, self.by)).count() as u64
    }
}
