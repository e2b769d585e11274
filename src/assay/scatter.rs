//! Scatter of read-outs, and what had to be assumed about it.

use crate::random::Generator;
use crate::sampling::uniform;
use libm::{cos, exp, log, log1p, sqrt};
use serde::{Deserialize, Serialize};

/// A property of a read-out that no source gives for these cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadoutValue {
    /// Which property.
    pub what: String,
    /// As used, in the unit that `what` names.
    pub value: f64,
    /// Plausible range.
    pub range: (f64, f64),
    /// Reason or source.
    pub why: String,
}

impl ReadoutValue {
    /// An assumed property.
    pub fn assumed(what: &str, value: f64, range: (f64, f64), why: &str) -> Self {
        Self {
            what: what.to_owned(),
            value,
            range,
            why: why.to_owned(),
        }
    }
}

/// Standard normal (Box and Muller 1958, doi 10.1214/aoms/1177706645).
pub fn normal(rng: &mut Generator) -> f64 {
    let radius = sqrt(-2.0 * log(uniform(rng)));
    radius * cos(core::f64::consts::TAU * uniform(rng))
}

/// Standard deviation on the log scale of a lognormal with this coefficient of variation.
pub fn log_sd(cv: f64) -> f64 {
    sqrt(log1p(cv * cv))
}

/// `value` times lognormal scatter of mean 1 and coefficient of variation `cv`.
pub fn scattered(rng: &mut Generator, value: f64, cv: f64) -> f64 {
    let sd = log_sd(cv);
    value * exp(sd * normal(rng) - 0.5 * sd * sd)
}

/// Mean of `n` scattered readings.
pub fn mean_of(rng: &mut Generator, value: f64, cv: f64, n: u32) -> f64 {
    let n = n.max(1);
    (0..n).map(|_| scattered(rng, value, cv)).sum::<f64>() / f64::from(n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};

    #[test]
    fn scatter_has_the_stated_mean_and_variation() {
        // 40,000 draws: the mean of CV 0.3 has a standard error of 0.0015, the CV itself of about 0.002.
        let mut rng = stream(3, 0, Purpose::Blot);
        let n = 40_000;
        let draws: Vec<f64> = (0..n).map(|_| scattered(&mut rng, 2.0, 0.3)).collect();
        let mean = draws.iter().sum::<f64>() / f64::from(n);
        let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(n);
        assert!((mean - 2.0).abs() < 0.02, "{mean}");
        assert!((sqrt(variance) / mean - 0.3).abs() < 0.015);
    }
}
