//! Flasks needed: the probability that at least so many of n flasks are hits, averaged over worlds.

use super::subsets::at_least;
use crate::random::{Purpose, stream};
use crate::sampling::gamma;
use crate::statistics::binomials::{beta_binomial, binomial};
use serde::Serialize;

/// Flasks looked at, at most.
const MOST: u64 = 10_000;

/// Worlds drawn again so often for an interval.
const DRAWS: u64 = 400;

/// Hits among the flasks of every world.
#[derive(Debug, Clone)]
pub struct PowerCurve {
    /// Weight of the worlds by their hits, from 0.
    weights: Vec<f64>,
    flasks: u64,
    wanted: u64,
    /// Parameters of a beta distribution of the worlds' probabilities; `None` where it has no spread.
    beta: Option<(f64, f64)>,
    mean: f64,
    /// Every world shows all or none, or has one flask, which cannot show how far worlds differ: nothing is known of more.
    all_or_none: bool,
}

/// Flasks for a power.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Power {
    /// Probability of at least so many hits.
    pub power: f64,
    /// The fewest flasks that reach it; `None` where `most` do not.
    pub flasks: Option<u64>,
    /// Lower end of the 95% interval of that over worlds; `None` where `most` do not reach it, or where it is not told.
    pub low: Option<u64>,
    /// Upper end of that interval, likewise.
    pub high: Option<u64>,
    /// More flasks than the worlds had, so that a beta distribution of the worlds' probabilities had to be assumed.
    pub extrapolated: bool,
    /// Flasks that were looked at, at most.
    pub most: u64,
}

impl Power {
    /// Of probabilities by number of flasks, from 1, where more flasks cannot be told.
    pub fn counted(power: f64, by_flasks: &[f64]) -> Self {
        let reached = (1..).zip(by_flasks).find(|(_, reached)| **reached >= power);
        Self {
            power,
            flasks: reached.map(|(flasks, _)| flasks),
            low: None,
            high: None,
            extrapolated: false,
            most: by_flasks.len() as u64,
        }
    }

    /// Whether more flasks than were looked at may reach it.
    pub fn is_open(&self) -> bool {
        self.flasks.is_none() && self.most < MOST
    }

    /// Whether it has an interval.
    pub fn has_interval(&self) -> bool {
        self.most >= MOST
    }
}

impl PowerCurve {
    /// Of worlds with so many flasks each, `hits` of them; at least `wanted` are wanted.
    pub fn new(hits: &[u64], flasks: u64, wanted: u64) -> Self {
        let mut weights = vec![0.0; flasks as usize + 1];
        hits.iter().for_each(|hits| weights[*hits as usize] += 1.0);
        Self::of(weights, wanted)
    }

    fn of(weights: Vec<f64>, wanted: u64) -> Self {
        let m = (weights.len() - 1) as f64;
        let all: f64 = weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        let over = |of: &dyn Fn(f64) -> f64| {
            let sum = weights
                .iter()
                .enumerate()
                .map(|(hits, weight)| weight * of(hits as f64));
            sum.sum::<f64>() / all
        };
        let mean = over(&|hits| hits / m);
        // Without the bias of few flasks: pairs of different flasks.
        let pairs = over(&|hits| hits * (hits - 1.0)) / (m * (m - 1.0)).max(1.0);
        let spread = pairs - mean * mean;
        let most = mean * (1.0 - mean);
        let beta = (spread > 1e-9 && spread < most - 1e-9).then(|| {
            let sum = most / spread - 1.0;
            (mean * sum, (1.0 - mean) * sum)
        });
        let between = &weights[1..weights.len() - 1];
        Self {
            all_or_none: most > 0.0 && between.iter().all(|weight| *weight == 0.0),
            flasks: m as u64,
            weights,
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
            let each = (0..).zip(&self.weights).filter(|(_, weight)| **weight > 0.0);
            let sum = each.map(|(hits, weight)| weight * at_least(self.wanted, n, hits, self.flasks));
            return sum.sum::<f64>() / self.weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
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

    /// The fewest flasks that reach a power; `None` where 10,000 do not.
    pub fn fewest(&self, power: f64) -> Option<u64> {
        let reach = |n: u64| self.at(n) >= power;
        let (mut low, mut high) = (self.wanted.max(1), MOST);
        if !reach(high) {
            return None;
        }
        while low < high {
            let middle = (low + high) / 2;
            match reach(middle) {
                true => high = middle,
                false => low = middle + 1,
            }
        }
        Some(low)
    }

    /// Flasks for some powers, with intervals from drawing the worlds again with random weights.
    pub fn needed(&self, powers: &[f64], seed: u64) -> Vec<Power> {
        let redrawn: Vec<Self> = (0..DRAWS).map(|draw| self.redrawn(seed, draw)).collect();
        let needed = |power: &f64| {
            // What no number of flasks reaches comes last.
            let mut all: Vec<u64> = redrawn
                .iter()
                .map(|one| one.fewest(*power).unwrap_or(u64::MAX))
                .collect();
            all.sort_unstable();
            let at = |p: f64| Some(all[(p * (DRAWS - 1) as f64) as usize]).filter(|flasks| *flasks < u64::MAX);
            let flasks = self.fewest(*power);
            Power {
                power: *power,
                flasks,
                low: at(0.025),
                high: at(0.975),
                extrapolated: flasks.is_none_or(|flasks| flasks > self.flasks),
                most: MOST,
            }
        };
        powers.iter().map(needed).collect()
    }

    /// The same worlds with weights from an exponential law (the Bayesian bootstrap, as in [`super::regret`]).
    fn redrawn(&self, seed: u64, draw: u64) -> Self {
        let mut rng = stream(seed, draw, Purpose::Resample);
        let weight = |worlds: &f64| if *worlds > 0.0 { gamma(&mut rng, *worlds) } else { 0.0 };
        let weights = self.weights.iter().map(weight).collect();
        Self::of(weights, self.wanted)
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
        let curve = PowerCurve::new(&hits, 6, 1);
        for n in [1, 3, 6, 10, 20] {
            let exact = 1.0 - libm::pow(0.8, n as f64);
            assert!((curve.at(n) - exact).abs() < 0.01, "{n}: {} and {exact}", curve.at(n));
        }
        // 1 - 0.8^n reaches 95% at 13.4 flasks.
        assert_eq!(curve.fewest(0.95), Some(14));
        assert_eq!(curve.fewest(0.8).map(|n| (7..=8).contains(&n)), Some(true));
    }

    /// Worlds whose probabilities are uniform: P(at least one of n) = 1 - 1/(n + 1), known beyond the flasks looked at.
    #[test]
    fn uniform_worlds_have_a_closed_form() {
        let mut rng = stream(4, 0, Purpose::World);
        let mut world = || {
            let (a, b) = (gamma(&mut rng, 1.0), gamma(&mut rng, 1.0));
            binomial(&mut rng, 6, a / (a + b))
        };
        let hits: Vec<u64> = (0..100_000).map(|_| world()).collect();
        let curve = PowerCurve::new(&hits, 6, 1);
        for n in [1u64, 2, 6, 12, 40] {
            let exact = 1.0 - 1.0 / (n as f64 + 1.0);
            assert!((curve.at(n) - exact).abs() < 0.01, "{n}: {} and {exact}", curve.at(n));
        }
        let needed = curve.needed(&[0.9], 1)[0];
        assert!(
            needed.extrapolated && needed.flasks.is_some_and(|n| (8..=10).contains(&n)),
            "{needed:?}"
        );
    }

    #[test]
    fn what_never_or_always_happens() {
        assert_eq!(PowerCurve::new(&[0; 50], 6, 1).fewest(0.8), None);
        assert_eq!(PowerCurve::new(&[6; 50], 6, 2).fewest(0.95), Some(2));
        // Half of the worlds never: more flasks do not help.
        let half = PowerCurve::new(&[[0; 50], [6; 50]].concat(), 6, 1);
        assert_eq!(half.at(6), 0.5);
        assert!(half.at(1000) < 0.51 && half.fewest(0.8).is_none());
    }

    /// One flask of each world says how often it is a hit, and nothing of how far worlds differ: more flasks are not promised.
    #[test]
    fn one_flask_promises_nothing_of_more() {
        let curve = PowerCurve::new(&[[0; 50], [1; 50]].concat(), 1, 1);
        assert_eq!((curve.at(1), curve.at(100), curve.fewest(0.8)), (0.5, 0.5, None));
    }

    /// Uniform worlds of two flasks each need 9 flasks for 90% (1 - 1/(n + 1)): intervals of 95% from 400 worlds hold that in at
    /// least 80 of 100 cases (fewer has a probability below 1e-6), and have ends on both sides of what they belong to.
    #[test]
    fn intervals_of_flasks_hold_the_truth() {
        let mut held = 0;
        for case in 0..100 {
            let mut rng = stream(case, 1, Purpose::World);
            let mut world = || {
                let (a, b) = (gamma(&mut rng, 1.0), gamma(&mut rng, 1.0));
                binomial(&mut rng, 2, a / (a + b))
            };
            let hits: Vec<u64> = (0..400).map(|_| world()).collect();
            let needed = PowerCurve::new(&hits, 2, 1).needed(&[0.9], case)[0];
            let (low, high) = (needed.low.unwrap_or(u64::MAX), needed.high.unwrap_or(u64::MAX));
            assert!(
                needed.flasks.is_none_or(|flasks| low <= flasks && flasks <= high),
                "{needed:?}"
            );
            held += u32::from(low <= 9 && 9 <= high);
        }
        assert!(held >= 80, "{held}");
    }

    #[test]
    fn what_is_counted_alone_ends_with_the_flasks() {
        let counted = |power| Power::counted(power, &[0.2, 0.6, 0.9]);
        assert_eq!((counted(0.6).flasks, counted(0.9).flasks), (Some(2), Some(3)));
        assert!(counted(0.95).is_open() && counted(0.95).most == 3);
    }
}
