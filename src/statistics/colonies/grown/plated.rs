//! Probabilities of colonies where a share of a culture is plated.

use super::fate::Fate;
use super::foundings::Foundings;
use crate::statistics::compound::{Mass, mixed_poisson};

/// The law of the colonies of a culture.
#[derive(Debug, Clone)]
pub struct Plated {
    masses: Vec<Mass>,
    /// Probability that the parents die out: nothing grows then.
    lost: f64,
}

impl Foundings {
    /// Probabilities of 0 to `most` colonies where a share of the culture is plated.
    pub fn plated(&self, share: f64, most: usize) -> Plated {
        Plated {
            lost: self.lost,
            ..self.plated_of_size(share, most, 1.0, self.spread)
        }
    }

    /// The same of cultures that are known to be so many times the usual, with what is left of their variance.
    pub(in crate::statistics) fn plated_of_size(&self, share: f64, most: usize, size: f64, spread: f64) -> Plated {
        let (mut living, mut sizes) = (0.0, vec![0.0; most + 1]);
        for (n, fate) in &self.clones {
            let fate = fate.then(Fate::kept(share));
            let (alive, again) = (fate.alive(), fate.again());
            living += size * n * alive;
            let mut of_size = size * n * alive * (1.0 - again);
            for (colonies, sum) in sizes.iter_mut().enumerate().skip(1) {
                *sum += colonies as f64 * of_size;
                of_size *= again;
                if of_size < 1e-300 {
                    break;
                }
            }
        }
        let founded = mixed_poisson(living, &sizes, spread);
        Plated {
            masses: match self.founders {
                (0, _) => founded,
                (founders, fate) => with_founders(&founded, founders, fate.then(Fate::kept(share))),
            },
            lost: 0.0,
        }
    }

    /// Probability that the parents of a culture die out.
    pub fn lost(&self) -> f64 {
        self.lost
    }

    /// Variance of a culture's size, over its squared mean, where its parents live; 0 where a size ends it.
    pub fn spread(&self) -> f64 {
        self.spread
    }
}

/// Counts of what was founded, and of clones that were there before.
fn with_founders(founded: &[Mass], founders: u64, fate: Fate) -> Vec<Mass> {
    let before: Vec<f64> = (0..founded.len())
        .map(|n| of_founders(n as f64, founders, fate))
        .collect();
    let sum = |n: usize| (0..=n).map(|j| before[j] * founded[n - j].value()).sum::<f64>();
    (0..founded.len()).map(|n| Mass::of(sum(n))).collect()
}

/// Probability of so many cells of a number of clones: a binomial number of them lives, each of geometric size.
fn of_founders(cells: f64, founders: u64, fate: Fate) -> f64 {
    let (alive, again, k) = (fate.alive().min(1.0), fate.again(), founders as f64);
    let choose = |n: f64, k: f64| libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    // 0 ln 0 is 0.
    let times = |n: f64, p: f64| if n == 0.0 { 0.0 } else { n * libm::log(p) };
    let of = |living: f64| {
        let live = choose(k, living) + times(living, alive) + times(k - living, 1.0 - alive);
        match (cells, living) {
            (0.0, 0.0) => libm::exp(live),
            (_, 0.0) => 0.0,
            _ => libm::exp(
                live + choose(cells - 1.0, living - 1.0) + times(living, 1.0 - again) + times(cells - living, again),
            ),
        }
    };
    let most = founders.min(cells as u64);
    let least = u64::from(cells > 0.0);
    (least..=most).map(|living| of(living as f64)).sum()
}

impl Plated {
    /// Logarithm of the probability of so many colonies.
    ///
    /// # Panics
    /// More than the law was asked for.
    pub fn log(&self, colonies: u64) -> f64 {
        let log = self.masses[colonies as usize].log();
        match (self.lost > 0.0, colonies) {
            (false, _) => log,
            (true, 0) => libm::log(self.lost + (1.0 - self.lost) * libm::exp(log)),
            (true, _) => libm::log1p(-self.lost) + log,
        }
    }

    /// Probability of so many colonies.
    pub fn probability(&self, colonies: u64) -> f64 {
        libm::exp(self.log(colonies))
    }

    /// Logarithm of the probability of more than the law was asked for.
    pub fn log_beyond(&self) -> f64 {
        let below: f64 = (0..self.masses.len()).map(|n| self.probability(n as u64)).sum();
        libm::log((1.0 - below).max(f64::MIN_POSITIVE))
    }
}
