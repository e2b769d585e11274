//! Flasks needed: the probability that at least so many of n flasks are hits, averaged over worlds.

use super::subsets::at_least;
use crate::statistics::binomials::{beta_binomial, binomial};
use serde::Serialize;

/// Flasks looked at, at most.
const MOST: u64 = 10_000;

/// Hits among the flasks of every world.
#[derive(Debug, Clone)]
pub struct PowerCurve {
    hits: Vec<u64>,
    flasks: u64,
    wanted: u64,
    /// Parameters of a beta distribution of the worlds' probabilities; `None` where it has no spread or cannot be told.
    beta: Option<(f64, f64)>,
    mean: f64,
    /// Every world shows all or none: more flasks show nothing new.
    all_or_none: bool,
}

/// Flasks for a power.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Power {
    /// Probability of at least so many hits.
    pub power: f64,
    /// The fewest flasks that reach it; `None` where 10,000 do not.
    pub flasks: Option<u64>,
    /// More flasks than the worlds had, so that a beta distribution of the worlds' probabilities had to be assumed.
    pub extrapolated: bool,
}

impl PowerCurve {
    /// Of worlds with so many flasks each, `hits` of them; at least `wanted` are wanted.
    pub fn new(hits: Vec<u64>, flasks: u64, wanted: u64) -> Self {
        let n = hits.len().max(1) as f64;
        let m = flasks as f64;
        let mean = hits.iter().map(|h| *h as f64 / m).sum::<f64>() / n;
        // Without the bias of few flasks: pairs of different flasks.
        let pairs = hits.iter().map(|h| *h as f64 * (*h as f64 - 1.0)).sum::<f64>() / n / (m * (m - 1.0)).max(1.0);
        let spread = pairs - mean * mean;
        let most = mean * (1.0 - mean);
        let beta = (flasks > 1 && spread > 1e-9 && spread < most - 1e-9).then(|| {
            let sum = most / spread - 1.0;
            (mean * sum, (1.0 - mean) * sum)
        });
        Self {
            all_or_none: flasks > 1 && most > 0.0 && hits.iter().all(|h| *h == 0 || *h == flasks),
            hits,
            flasks,
            wanted,
            beta,
            mean,
        }
    }

    /// Probability with so many flasks: exact up to as many as the worlds had.
    pub fn at(&self, n: u64) -> f64 {
        if n < self.wanted {
            return 0.0;
        }
        if n <= self.flasks {
            let each = self
                .hits
                .iter()
                .map(|hits| at_least(self.wanted, n, *hits, self.flasks));
            return each.sum::<f64>() / self.hits.len().max(1) as f64;
        }
        if self.all_or_none {
            return self.mean;
        }
        // At the last number of flasks that was looked at, the assumed law is held to what was seen.
        let (assumed, seen) = (self.assumed(self.flasks), self.at(self.flasks));
        let beyond = self.assumed(n);
        match assumed < 1.0 {
            true => 1.0 - (1.0 - seen) * (1.0 - beyond) / (1.0 - assumed),
            false => seen,
        }
        .clamp(0.0, 1.0)
    }

    /// By a beta distribution of the worlds' probabilities.
    fn assumed(&self, n: u64) -> f64 {
        let fewer = (0..self.wanted).map(|x| match self.beta {
            Some((a, b)) => beta_binomial(n, x, a, b),
            None => binomial(n, x, self.mean),
        });
        1.0 - fewer.sum::<f64>().min(1.0)
    }

    /// The fewest flasks that reach a power.
    pub fn needed(&self, power: f64) -> Power {
        let reach = |n: u64| self.at(n) >= power;
        let (mut low, mut high) = (self.wanted.max(1), MOST);
        if !reach(high) {
            return Power {
                power,
                flasks: None,
                extrapolated: true,
            };
        }
        while low < high {
            let middle = (low + high) / 2;
            match reach(middle) {
                true => high = middle,
                false => low = middle + 1,
            }
        }
        Power {
            power,
            flasks: Some(low),
            extrapolated: low > self.flasks,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use crate::sampling::{binomial, gamma};

    #[test]
    fn one_known_world_is_a_binomial() {
        let mut rng = stream(3, 0, Purpose::World);
        let hits: Vec<u64> = (0..200_000).map(|_| binomial(&mut rng, 6, 0.2)).collect();
        let curve = PowerCurve::new(hits, 6, 1);
        for n in [1, 3, 6, 10, 20] {
            let exact = 1.0 - libm::pow(0.8, n as f64);
            assert!((curve.at(n) - exact).abs() < 0.01, "{n}: {} and {exact}", curve.at(n));
        }
        // 1 - 0.8^n reaches 95% at 13.4 flasks.
        assert_eq!(curve.needed(0.95).flasks, Some(14));
        assert_eq!(curve.needed(0.8).flasks.map(|n| (7..=8).contains(&n)), Some(true));
    }

    /// Worlds whose probabilities are uniform: P(at least one of n) = 1 - 1/(n + 1), known beyond the flasks looked at.
    #[test]
    fn uniform_worlds_have_a_closed_form() {
        let mut rng = stream(4, 0, Purpose::World);
        let mut world = || {
            let (a, b) = (gamma(&mut rng, 1.0), gamma(&mut rng, 1.0));
            binomial(&mut rng, 6, a / (a + b))
        };
        let curve = PowerCurve::new((0..100_000).map(|_| world()).collect(), 6, 1);
        for n in [1u64, 2, 6, 12, 40] {
            let exact = 1.0 - 1.0 / (n as f64 + 1.0);
            assert!((curve.at(n) - exact).abs() < 0.01, "{n}: {} and {exact}", curve.at(n));
        }
        let needed = curve.needed(0.9);
        assert!(
            needed.extrapolated && needed.flasks.is_some_and(|n| (8..=10).contains(&n)),
            "{needed:?}"
        );
    }

    #[test]
    fn what_never_or_always_happens() {
        assert_eq!(PowerCurve::new(vec![0; 50], 6, 1).needed(0.8).flasks, None);
        assert_eq!(PowerCurve::new(vec![6; 50], 6, 2).needed(0.95).flasks, Some(2));
        // Half of the worlds never: more flasks do not help.
        let half = PowerCurve::new([[0; 50], [6; 50]].concat(), 6, 1);
        assert_eq!(half.at(6), 0.5);
        assert!(half.at(1000) < 0.51 && half.needed(0.8).flasks.is_none());
    }
}
