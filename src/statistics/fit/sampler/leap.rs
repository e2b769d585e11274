//! Moves that leap: proposals from a cloud of the particles' own shape.
//!
//! A random walk forgets where it stood over many moves; a proposal that does not ask where the particle stands forgets at once
//! where it is accepted (independent Metropolis steps of particles: Chopin 2002, doi:10.1093/biomet/89.3.539). How readily it is
//! depends on how like a cloud the posterior is, and is learned on the way.

use super::tried::Tried;
use crate::random::Generator;
use crate::sampling::{gamma, normal};
use crate::statistics::fit::linear::{covariance_root, mean_of, standardised};

/// Degrees of freedom of the cloud: tails that are heavier than those of most posteriors, so that what lies in them is reached and
/// left.
const FREEDOM: f64 = 5.0;
/// Share of moves that leap, over the share of leaps that is accepted; at least and at most.
const SHARE: (f64, f64, f64) = (2.0, 0.1, 0.8);
/// Share of leaps that are taken to be accepted before any is tried.
const EXPECTED: f64 = 0.3;
/// Leaps that this expectation is worth.
const WORTH: f64 = 10.0;

/// A multivariate t about the particles, and how its proposals fared.
#[derive(Debug, Clone)]
pub(super) struct Leaps {
    middle: Vec<f64>,
    root: Vec<Vec<f64>>,
    /// Leaps since the cloud was shaped, and those that were accepted.
    tried: Tried,
}

impl Leaps {
    /// A cloud of the shape of these points.
    pub fn about(points: &[&[f64]]) -> Self {
        Self {
            middle: mean_of(points),
            root: covariance_root(points),
            tried: Tried {
                moves: WORTH,
                accepted: EXPECTED * WORTH,
            },
        }
    }

    /// Root of the covariance of the points.
    pub fn root(&self) -> &[Vec<f64>] {
        &self.root
    }

    /// Share of moves that leap.
    pub fn share(&self) -> f64 {
        (SHARE.0 * self.tried.share().unwrap_or(EXPECTED)).clamp(SHARE.1, SHARE.2)
    }

    pub fn learn(&mut self, leaps: Tried) {
        self.tried.add(leaps);
    }

    /// A point of the cloud.
    pub fn draw(&self, rng: &mut Generator) -> Vec<f64> {
        // A normal over the root of a mean of squares of five others.
        let spread = libm::sqrt(0.5 * FREEDOM / gamma(rng, 0.5 * FREEDOM));
        let z: Vec<f64> = self.middle.iter().map(|_| spread * normal(rng)).collect();
        let rows = self.middle.iter().zip(&self.root);
        rows.map(|(middle, row)| middle + row.iter().zip(&z).map(|(root, z)| root * z).sum::<f64>())
            .collect()
    }

    /// Logarithm of the cloud's density, but for a constant.
    pub fn log_density(&self, point: &[f64]) -> f64 {
        let deviations = point.iter().zip(&self.middle).map(|(x, middle)| x - middle);
        let squares: f64 = standardised(&self.root, deviations).iter().map(|z| z * z).sum();
        -0.5 * (FREEDOM + self.middle.len() as f64) * libm::log1p(squares / FREEDOM)
    }
}
