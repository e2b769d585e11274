//! Variance between worlds apart from chance, whatever the number of flasks in a world.

use crate::statistics::binomials::{beta_binomial, binomial};
use crate::statistics::interval::beta_quantile;
use serde::{Deserialize, Serialize};

/// One-way analysis of variance of flasks in worlds.
///
/// With m flasks a world, the variance of world means is that between worlds plus chance over m, so the latter,
/// estimated within worlds, is taken off (the unbiased estimator of the random-effects model; Searle, Casella and
/// McCulloch 1992, doi:10.1002/9780470316856, section 3.6).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Split {
    /// Mean over worlds.
    pub mean: f64,
    /// Variance of a flask's value that comes from what is not known; below 0 only by chance.
    pub knowledge: f64,
    /// Variance of a flask's value within a world.
    pub chance: f64,
}

impl Split {
    /// Of the values of every world's flasks; worlds with fewer than two flasks tell nothing of chance, and are taken
    /// as free of it where none has two.
    pub fn of(worlds: &[Vec<f64>]) -> Self {
        let worlds: Vec<&Vec<f64>> = worlds.iter().filter(|flasks| !flasks.is_empty()).collect();
        let w = worlds.len() as f64;
        if worlds.is_empty() {
            return Self {
                mean: 0.0,
                knowledge: 0.0,
                chance: 0.0,
            };
        }
        let means: Vec<f64> = worlds.iter().map(|flasks| mean(flasks)).collect();
        let all = mean(&means);
        let between = squares(&means, all) / (w - 1.0).max(1.0);
        let pairs = || worlds.iter().zip(&means).filter(|(flasks, _)| flasks.len() > 1);
        let degrees: f64 = pairs().map(|(flasks, _)| flasks.len() as f64 - 1.0).sum();
        let within: f64 = pairs().map(|(flasks, mean)| squares(flasks, *mean)).sum();
        let chance = if degrees > 0.0 { within / degrees } else { 0.0 };
        let of_mean: f64 = worlds.iter().map(|flasks| 1.0 / flasks.len() as f64).sum::<f64>() / w;
        Self {
            mean: all,
            knowledge: between - chance * of_mean,
            chance,
        }
    }

    /// Share of the variance that comes from what is not known, 0 to 1.
    pub fn share(&self) -> f64 {
        let knowledge = self.knowledge.max(0.0);
        match knowledge + self.chance > 0.0 {
            true => knowledge / (knowledge + self.chance),
            false => 0.0,
        }
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn squares(values: &[f64], mean: f64) -> f64 {
    values.iter().map(|value| (value - mean) * (value - mean)).sum()
}

/// How the share of flasks to which something happens differs between worlds: a beta distribution with the mean and
/// the variance between worlds that were found; worlds of all or none where that variance is as large as it can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shares {
    /// The same in every world.
    One(f64),
    /// Beta distributed, with its two parameters.
    Beta(f64, f64),
    /// All in so many of the worlds, none in the others.
    AllOrNone(f64),
}

impl Shares {
    /// From the split of values that are 0 or 1.
    pub fn of(split: &Split) -> Self {
        let (mean, knowledge) = (split.mean.clamp(0.0, 1.0), split.knowledge);
        let most = mean * (1.0 - mean);
        if knowledge <= 1e-9 || most <= 0.0 {
            return Shares::One(mean);
        }
        let size = most / knowledge - 1.0;
        match size > 1e-3 {
            true => Shares::Beta(mean * size, (1.0 - mean) * size),
            false => Shares::AllOrNone(mean),
        }
    }

    /// The share that is not exceeded in so many of the worlds.
    pub fn quantile(&self, p: f64) -> f64 {
        match *self {
            Shares::One(share) => share,
            Shares::Beta(a, b) => beta_quantile(p, a, b),
            Shares::AllOrNone(share) => f64::from(u8::from(p > 1.0 - share)),
        }
    }

    /// Probability of each number of flasks, 0 to `n`, of a new experiment in a world that nobody knows.
    pub fn predict(&self, n: u64) -> Vec<f64> {
        let counts = 0..=n;
        match *self {
            Shares::One(share) => counts.map(|k| binomial(n, k, share)).collect(),
            Shares::Beta(a, b) => counts.map(|k| beta_binomial(n, k, a, b)).collect(),
            Shares::AllOrNone(share) => counts
                .map(|k| match k {
                    0 if n == 0 => 1.0,
                    0 => 1.0 - share,
                    k if k == n => share,
                    _ => 0.0,
                })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_have_the_moments_that_they_were_made_of() {
        let split = Split {
            mean: 0.3,
            knowledge: 0.05,
            chance: 0.16,
        };
        let counts = Shares::of(&split).predict(400);
        let total: f64 = counts.iter().sum();
        let mean: f64 = counts.iter().enumerate().map(|(k, p)| k as f64 / 400.0 * p).sum();
        let square: f64 = counts
            .iter()
            .enumerate()
            .map(|(k, p)| (k as f64 / 400.0).powi(2) * p)
            .sum();
        assert!((total - 1.0).abs() < 1e-9 && (mean - 0.3).abs() < 1e-9);
        // Variance of a share of n: between worlds, plus chance over n.
        let expected = 0.05 + (0.3 * 0.7 - 0.05) / 400.0;
        assert!((square - mean * mean - expected).abs() < 1e-9);
    }

    #[test]
    fn worlds_of_all_or_none_are_told_apart() {
        let worlds: Vec<Vec<f64>> = (0..400).map(|w| vec![f64::from(u8::from(w % 4 == 0)); 2]).collect();
        let split = Split::of(&worlds);
        assert_eq!((split.mean, split.chance), (0.25, 0.0));
        assert!((split.knowledge - 0.1875 * 400.0 / 399.0).abs() < 1e-12 && split.share() == 1.0);
        assert_eq!(Shares::of(&split), Shares::AllOrNone(0.25));
        assert_eq!([0.5, 0.9].map(|p| Shares::of(&split).quantile(p)), [0.0, 1.0]);
    }
}
