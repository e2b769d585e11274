//! Mutations per culture from colonies: maximum likelihood with its profile interval, and the two classic estimators.

use super::law::{Clones, Design, MOST};
use super::many::{Lattice, step_of};
use crate::statistics::chi_squared::CHI_SQUARED_95;
use crate::statistics::interval::Z95;
use crate::statistics::interval::wilson;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Range of mutations per culture that is searched.
pub(super) const RANGE: (f64, f64) = (1e-6, 1e6);

/// A number with its 95% interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Best value.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// In another unit.
    pub(super) fn times(self, factor: f64) -> Self {
        Self {
            value: self.value * factor,
            low: self.low * factor,
            high: self.high * factor,
        }
    }
}

/// Colonies of cultures that were plated alike.
struct Alike {
    plated: f64,
    clones: Clones,
    /// How many cultures have each count below [`MOST`].
    counts: BTreeMap<u64, f64>,
    /// Cultures with more, by the lattice that their counts are computed on.
    many: Vec<Beyond>,
}

/// Cultures with many colonies.
struct Beyond {
    lattice: Lattice,
    /// How many cultures have each count.
    counts: BTreeMap<u64, f64>,
}

impl Alike {
    fn of(plated: f64, growth: f64, all: &[u64]) -> Self {
        let mut counts = BTreeMap::new();
        let mut by_step: BTreeMap<u64, BTreeMap<u64, f64>> = BTreeMap::new();
        for &count in all {
            let mine = match count < MOST {
                true => &mut counts,
                false => by_step.entry(step_of(count)).or_default(),
            };
            *mine.entry(count).or_insert(0.0) += 1.0;
        }
        let largest = |counts: &BTreeMap<u64, f64>| counts.keys().next_back().copied().unwrap_or(0);
        let most = if by_step.is_empty() { largest(&counts) } else { MOST - 1 };
        let clones = Clones::new(plated, growth, most as usize);
        let many = by_step.into_iter().map(|(step, counts)| Beyond {
            lattice: Lattice::new(Design { plated, growth }, &clones, step, largest(&counts)),
            counts,
        });
        Self {
            plated,
            many: many.collect(),
            clones,
            counts,
        }
    }

    /// The log-likelihood of so many mutations per culture.
    fn log(&self, mutations: f64) -> f64 {
        let masses = self.clones.masses(mutations);
        let known: f64 = (self.counts.iter())
            .map(|(&count, &cultures)| cultures * masses[count as usize].log())
            .sum();
        let of_many = |many: &Beyond| -> f64 {
            let law = many.lattice.cultures(mutations);
            let each = many.counts.iter().map(|(&count, &cultures)| cultures * law.log(count));
            each.sum()
        };
        known + self.many.iter().map(of_many).sum::<f64>()
    }

    /// Every count, and how many cultures have it.
    fn all(&self) -> impl Iterator<Item = (u64, f64)> {
        let many = self.many.iter().flat_map(|many| &many.counts);
        self.counts
            .iter()
            .chain(many)
            .map(|(&count, &cultures)| (count, cultures))
    }
}

/// The likelihood of mutations per culture.
pub struct Likelihood {
    groups: Vec<Alike>,
}

impl Likelihood {
    /// Of the colonies of each culture and the share of it that was plated; `growth` is the mutants' growth over their
    /// parents'.
    pub fn of(cultures: &[(u64, f64)], growth: f64) -> Self {
        let mut by_share: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for &(count, plated) in cultures {
            by_share.entry(plated.to_bits()).or_default().push(count);
        }
        let groups = by_share
            .into_iter()
            .map(|(bits, all)| Alike::of(f64::from_bits(bits), growth, &all));
        Self {
            groups: groups.collect(),
        }
    }

    /// The log-likelihood of so many mutations per culture.
    pub fn log(&self, mutations: f64) -> f64 {
        self.groups.iter().map(|group| group.log(mutations)).sum()
    }

    /// Whether no culture has a colony.
    fn is_empty(&self) -> bool {
        self.groups.iter().all(|group| group.all().all(|(count, _)| count == 0))
    }

    /// The most likely mutations per culture, with the profile-likelihood interval.
    pub fn most_likely(&self) -> Interval {
        let (low, high) = (libm::log(RANGE.0), libm::log(RANGE.1));
        let log = |at: f64| self.log(libm::exp(at));
        if self.is_empty() {
            let cultures = |group: &Alike| group.counts.values().sum::<f64>() * group.clones.living;
            let clones: f64 = self.groups.iter().map(cultures).sum();
            // At the edge likelihoods fall too fast: as many mutations as leave no colony once in 40 experiments.
            return Interval {
                value: 0.0,
                low: 0.0,
                high: -libm::log(0.025) / clones,
            };
        }
        let best = highest(low, high, log);
        let falls = log(best) - CHI_SQUARED_95 / 2.0;
        Interval {
            value: libm::exp(best),
            low: libm::exp(crossing(low, best, |at| log(at) - falls)),
            high: libm::exp(crossing(high, best, |at| log(at) - falls)),
        }
    }

    /// Of two together: how the log-likelihood rises where each has its own mutations per culture, `factor` times those of the
    /// first being expected in the second.
    pub(super) fn rise_over_one(&self, other: &Self, factor: f64) -> f64 {
        let own = |one: &Self| match one.is_empty() {
            true => 0.0,
            false => one.log(one.most_likely().value),
        };
        let (low, high) = (libm::log(RANGE.0), libm::log(RANGE.1));
        let both = |at: f64| self.log(libm::exp(at)) + other.log(factor * libm::exp(at));
        let common = if self.is_empty() && other.is_empty() {
            0.0
        } else {
            both(highest(low, high, both))
        };
        (own(self) + own(other) - common).max(0.0)
    }

    /// By the share of cultures without a colony, where it is neither none nor all and all were plated alike.
    pub fn by_zeros(&self) -> Option<Interval> {
        let [group] = &self.groups[..] else { return None };
        let zeros = group.counts.get(&0).copied()?;
        let cultures: f64 = group.all().map(|(_, cultures)| cultures).sum();
        let of = |share: f64| -libm::log(share) / group.clones.living;
        let (low, high) = wilson(zeros, cultures, Z95);
        (zeros < cultures).then(|| Interval {
            value: of(zeros / cultures),
            low: of(high),
            high: of(low),
        })
    }

    /// By the median count r (Lea and Coulson 1949): r/m - ln m = 1.24 for whole cultures; a share that was plated is made up
    /// for as Stewart, Gordon and Levin 1990 (equation 41).
    pub fn by_median(&self) -> Option<f64> {
        let [group] = &self.groups[..] else { return None };
        let all: Vec<f64> = (group.all())
            .flat_map(|(count, cultures)| std::iter::repeat_n(count as f64, cultures as usize))
            .collect();
        let median = crate::statistics::quantile::sorted_quantile(&all, 0.5);
        let gap = |at: f64| median / libm::exp(at) - at - 1.24;
        let most = libm::log(RANGE.1);
        if median <= 0.0 || gap(most) >= 0.0 {
            return None;
        }
        let seen = libm::exp(crossing(most, libm::log(1e-6), gap));
        let e = group.plated;
        Some(if e < 1.0 {
            seen * (e - 1.0) / (e * libm::log(e))
        } else {
            seen
        })
    }
}

/// Where a function with one peak is highest, by golden section; within 1e-9.
fn highest(mut low: f64, mut high: f64, of: impl Fn(f64) -> f64) -> f64 {
    let part = (libm::sqrt(5.0) - 1.0) / 2.0;
    let (mut a, mut b) = (high - part * (high - low), low + part * (high - low));
    let (mut at_a, mut at_b) = (of(a), of(b));
    while high - low > 1e-9 {
        if at_a > at_b {
            (high, b, at_b) = (b, a, at_a);
            a = high - part * (high - low);
            at_a = of(a);
        } else {
            (low, a, at_a) = (a, b, at_b);
            b = low + part * (high - low);
            at_b = of(b);
        }
    }
    (low + high) / 2.0
}

/// Between a place where a function is below 0 and one where it is above, where it crosses; within 1e-9.
fn crossing(mut below: f64, mut above: f64, of: impl Fn(f64) -> f64) -> f64 {
    while (above - below).abs() > 1e-9 {
        let middle = (above + below) / 2.0;
        match of(middle) < 0.0 {
            true => below = middle,
            false => above = middle,
        }
    }
    (above + below) / 2.0
}
