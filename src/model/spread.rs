//! Distributions between patients by the ends of their central 90%: log-normal, and logit-normal for shares.

use libm::{exp, log};
use serde::{Deserialize, Serialize};

/// Score below which 95% of a standard normal lie.
pub const SCORE_95: f64 = 1.644_853_626_951_472_2;

/// Something that differs between patients: log-normal, by the ends of its central 90%.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// 5% of the patients lie below.
    pub low: f64,
    /// 5% of the patients lie above.
    pub high: f64,
}

impl Spread {
    /// The same in all patients.
    pub const ONE: Spread = Spread { low: 1.0, high: 1.0 };

    /// Half of the patients lie below: the geometric mean of the ends.
    pub fn median(&self) -> f64 {
        libm::sqrt(self.low * self.high)
    }

    /// At a standard normal score.
    pub fn at(&self, score: f64) -> f64 {
        match self.low == self.high {
            true => self.low,
            false => self.median() * exp(score * 0.5 * log(self.high / self.low) / SCORE_95),
        }
    }
}

/// A share that differs between patients: logit-normal, by the ends of its central 90%.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ShareSpread {
    /// 5% of the patients lie below; above 0.
    pub low: f64,
    /// 5% of the patients lie above; below 1.
    pub high: f64,
}

impl ShareSpread {
    /// At a standard normal score.
    pub fn at(&self, score: f64) -> f64 {
        let logit = |share: f64| log(share / (1.0 - share));
        match self.low == self.high {
            true => self.low,
            false => {
                let (low, high) = (logit(self.low), logit(self.high));
                let at = 0.5 * (low + high) + score * 0.5 * (high - low) / SCORE_95;
                1.0 / (1.0 + exp(-at))
            }
        }
    }
}
