//! A log-normal distribution by the ends of its central 90%.

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
