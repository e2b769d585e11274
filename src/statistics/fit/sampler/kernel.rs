//! How moves are proposed, and what is learned from them.

use super::fresh::Fresh;
use super::leap::Leaps;
use super::tried::Tried;
use crate::random::Generator;
use crate::sampling::{normal, uniform};

/// Acceptance that steps are adapted to: near the optimum of random walks in a few dimensions (Roberts, Gelman and Gilks
/// 1997, doi:10.1214/aoap/1034625254).
const ACCEPTED: f64 = 0.25;

/// How a proposal came about.
#[derive(Debug, Clone)]
pub(super) enum Move {
    /// A step from where the particle stands, but for the values that are drawn from their prior.
    Walk { afresh: Vec<bool> },
    /// From the cloud.
    Leap,
}

/// A move that was accepted or refused, and by how much it would change the log likelihood.
pub(super) struct Made {
    pub how: Move,
    pub taken: bool,
    pub change: f64,
}

/// What proposals are drawn from.
#[derive(Debug, Clone)]
pub(super) struct Kernel {
    leaps: Leaps,
    /// Length of steps over what is usual.
    scale: f64,
    fresh: Fresh,
    /// Steps since the cloud was shaped that draw nothing afresh.
    walks: Tried,
}

/// Logarithm of the prior's density at scores, but for a constant.
fn log_prior<'a>(scores: impl Iterator<Item = &'a f64>) -> f64 {
    -0.5 * scores.map(|score| score * score).sum::<f64>()
}

impl Kernel {
    pub fn new(dims: usize) -> Self {
        Self {
            leaps: Leaps::about(&[]),
            scale: 1.0,
            fresh: Fresh::new(dims),
            walks: Tried::default(),
        }
    }

    /// Takes the shape of these particles, and counts anew.
    pub fn shape(&mut self, points: &[&[f64]]) {
        self.leaps = Leaps::about(points);
        self.walks = Tried::default();
    }

    /// Steps since then that draw nothing afresh.
    pub fn walks(&self) -> Tried {
        self.walks
    }

    /// A proposal for a particle.
    pub fn propose(&self, from: &[f64], rng: &mut Generator) -> (Vec<f64>, Move) {
        match uniform(rng) < self.leaps.share() {
            true => (self.leaps.draw(rng), Move::Leap),
            false => self.walk(from, rng),
        }
    }

    fn walk(&self, from: &[f64], rng: &mut Generator) -> (Vec<f64>, Move) {
        let z: Vec<f64> = from.iter().map(|_| normal(rng)).collect();
        let step = 2.38 / libm::sqrt(from.len().max(1) as f64) * self.scale;
        // Now and then a short step, for corners that the cloud's shape does not know.
        let step = if uniform(rng) < 0.2 { 0.2 * step } else { step };
        let afresh = self.fresh.pick(rng);
        let moved = |row: &Vec<f64>| -> f64 { row.iter().zip(&z).map(|(root, z)| root * z).sum() };
        let rows = from.iter().zip(self.leaps.root()).zip(&afresh);
        let places = rows.map(|((score, row), afresh)| match afresh {
            true => normal(rng),
            false => score + step * moved(row),
        });
        (places.collect(), Move::Walk { afresh })
    }

    /// Logarithm of how much likelier it is to be where a move leads than where it began, by prior and proposal: Metropolis and
    /// Hastings' rule but for the likelihood. Of values that are drawn from their prior the chance to be proposed is their prior.
    pub fn gain(&self, made: &Move, from: &[f64], to: &[f64]) -> f64 {
        match made {
            Move::Walk { afresh } => {
                let walked = |scores: &[f64]| {
                    let kept = scores.iter().zip(afresh).filter(|(_, afresh)| !**afresh);
                    log_prior(kept.map(|(score, _)| score))
                };
                walked(to) - walked(from)
            }
            Move::Leap => {
                let over_cloud = |scores: &[f64]| log_prior(scores.iter()) - self.leaps.log_density(scores);
                over_cloud(to) - over_cloud(from)
            }
        }
    }

    /// Learns from a move of every particle.
    pub fn learn(&mut self, made: &[Made]) {
        let (mut walks, mut leaps) = (Tried::default(), Tried::default());
        let (mut drawn_afresh, mut changes) = (Vec::new(), Vec::new());
        for Made { how, taken, change } in made {
            match how {
                Move::Leap => leaps.count(*taken),
                Move::Walk { afresh } => {
                    if !afresh.contains(&true) {
                        walks.count(*taken);
                    }
                    drawn_afresh.push(&afresh[..]);
                    changes.push(*change);
                }
            }
        }
        self.fresh.learn(&drawn_afresh, &changes);
        self.leaps.learn(leaps);
        if let Some(share) = walks.share() {
            self.scale = (self.scale * libm::exp(2.0 * (share - ACCEPTED))).clamp(1e-3, 4.0);
        }
        self.walks.add(walks);
    }
}
