//! Particles that are moved from the prior to the posterior.

mod fresh;
mod moves;
#[cfg(test)]
mod tests;

use self::fresh::Fresh;
use self::moves::{LEAST_MOVES, Moves};
pub use self::moves::{least_particles, usual_batches};
use super::linear::covariance_root;
use crate::random::{Generator, Purpose, stream};
use crate::sampling::{normal, uniform};
use crate::statistics::weighted::{effective, systematic};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Acceptance that steps are adapted to: near the optimum of random walks in a few dimensions (Roberts, Gelman and Gilks
/// 1997, doi:10.1214/aoap/1034625254).
const ACCEPTED: f64 = 0.25;
/// Where fewer moves are accepted, estimates of the likelihood scatter too much: each takes twice as many flasks from then
/// on, up to so many times as at first.
const STUCK: f64 = 0.12;
const MOST_REPEATS: u32 = 32;
/// Smallest share of particles that must differ from each other. Below it the likelihood's estimates scatter too much for
/// more of it to be let in: the particles would stand for luck, and their spread for nothing.
const DISTINCT: f64 = 0.3;
/// Smallest share of particles that must be worth something at the next step.
const WORTH: f64 = 0.5;

/// What is asked of the sampler.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SamplerSettings {
    /// Particles, at least [`least_particles`].
    pub particles: usize,
    /// Values that are free.
    pub dims: usize,
    /// Seed of the moves.
    pub seed: u64,
    /// The likelihood is an estimate that more flasks make better.
    pub estimated: bool,
    /// Batches of proposals after which it stops with what it has.
    pub most_batches: u64,
}

/// A point and its (estimated) log likelihood.
#[derive(Debug, Clone, PartialEq)]
struct Particle {
    scores: Vec<f64>,
    log_likelihood: f64,
}

/// One step towards the whole likelihood, as it is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stage {
    /// Power of the likelihood, 0 to 1.
    pub power: f64,
    /// Particles that the weighted ones were worth before they were drawn anew.
    pub effective: f64,
    /// Moves made.
    pub moves: u32,
    /// Share of them that was accepted.
    pub accepted: f64,
    /// Flasks of an estimate of the likelihood, over those at first.
    pub repeats: u32,
}

/// Sequential Monte Carlo, a batch of proposals at a time: ask [`Self::proposals`], evaluate them, [`Self::take`] what
/// was found, until [`Self::is_done`].
#[derive(Debug, Clone)]
pub struct Sampler {
    settings: SamplerSettings,
    particles: Vec<Particle>,
    proposals: Vec<Vec<f64>>,
    root: Vec<Vec<f64>>,
    scale: f64,
    fresh: Fresh,
    /// For each proposal, the values that it draws from their prior.
    drawn_afresh: Vec<Vec<bool>>,
    /// Moves since the last step that draw nothing afresh, and those that were accepted.
    walks: (f64, f64),
    /// Flasks of an estimate, over those at first.
    repeats: u32,
    /// The proposals are the particles themselves, whose likelihood is estimated anew.
    renewing: bool,
    batch: u64,
    stages: Vec<Stage>,
    /// The particles as they were before the last step.
    before: Vec<Particle>,
    done: bool,
}

impl Sampler {
    /// At the prior: every score standard normal.
    pub fn new(settings: SamplerSettings) -> Self {
        let mut rng = rng(&settings, 0);
        let point = |_| (0..settings.dims).map(|_| normal(&mut rng)).collect();
        Self {
            proposals: (0..settings.particles).map(point).collect(),
            settings,
            particles: Vec::new(),
            root: Vec::new(),
            scale: 1.0,
            fresh: Fresh::new(settings.dims),
            drawn_afresh: Vec::new(),
            walks: (0.0, 0.0),
            repeats: 1,
            renewing: false,
            batch: 0,
            stages: Vec::new(),
            before: Vec::new(),
            done: false,
        }
    }

    /// The points whose likelihood is asked for next, one per particle.
    pub fn proposals(&self) -> &[Vec<f64>] {
        &self.proposals
    }

    /// By how much more flasks than at first the likelihood of the proposals is to be estimated.
    pub fn repeats(&self) -> u32 {
        self.repeats
    }

    /// Whether nothing more is asked for.
    pub fn is_done(&self) -> bool {
        self.done
    }

    /// Whether the whole likelihood was let in, and the particles moved as often as it takes.
    pub fn is_settled(&self) -> bool {
        self.power() >= 1.0 && self.is_refreshed(Moves::at_end(self.settings.dims)) && self.distinct() >= DISTINCT
    }

    /// Power of the likelihood that the particles stand for.
    pub fn power(&self) -> f64 {
        self.stages.last().map_or(0.0, |stage| stage.power)
    }

    /// The steps so far.
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// Batches evaluated.
    pub fn batches(&self) -> u64 {
        self.batch
    }

    /// The particles' points, each worth the same.
    pub fn points(&self) -> impl Iterator<Item = &[f64]> {
        self.particles.iter().map(|particle| &particle.scores[..])
    }

    /// The particles' log likelihoods.
    pub fn log_likelihoods(&self) -> impl Iterator<Item = f64> {
        self.particles.iter().map(|particle| particle.log_likelihood)
    }

    /// Takes the log likelihoods of the proposals, in order; minus infinity where one is impossible.
    pub fn take(&mut self, log_likelihoods: &[f64]) {
        let mut rng = rng(&self.settings, 2 * self.batch + 1);
        self.batch += 1;
        if self.particles.is_empty() {
            let proposals = std::mem::take(&mut self.proposals);
            let both = proposals.into_iter().zip(log_likelihoods);
            self.particles = both
                .map(|(scores, &log_likelihood)| Particle { scores, log_likelihood })
                .collect();
            self.step(&mut rng);
        } else if self.renewing {
            self.renew(log_likelihoods, &mut rng);
        } else {
            self.accept(log_likelihoods, &mut rng);
            let last = self.power() >= 1.0;
            let moves = match last {
                true => Moves::at_end(self.settings.dims),
                false => Moves::at_step(self.settings.dims),
            };
            if self.is_stuck() {
                self.repeats *= 2;
                self.renewing = true;
            } else if self.is_refreshed(moves) {
                match (last, self.distinct() < DISTINCT) {
                    (_, true) => self.step_back(),
                    (true, false) => self.done = true,
                    (false, false) => self.step(&mut rng),
                }
            }
        }
        self.done |= self.batch >= self.settings.most_batches;
        self.propose();
    }

    fn is_refreshed(&self, asked: Moves) -> bool {
        self.stages.last().is_some_and(|stage| {
            let accepted = f64::from(stage.moves) * stage.accepted;
            stage.moves >= asked.most || stage.moves >= asked.least && accepted >= asked.accepted
        })
    }

    fn is_stuck(&self) -> bool {
        let stage = self.stages.last();
        let better = self.settings.estimated && self.repeats < MOST_REPEATS;
        let (walks, accepted) = self.walks;
        better && stage.is_some_and(|stage| stage.moves >= LEAST_MOVES && accepted < STUCK * walks)
    }

    /// Share of particles that differ from all others before them.
    fn distinct(&self) -> f64 {
        let bits = |particle: &Particle| -> Vec<u64> { particle.scores.iter().map(|score| score.to_bits()).collect() };
        let all: BTreeSet<Vec<u64>> = self.particles.iter().map(bits).collect();
        all.len() as f64 / self.particles.len().max(1) as f64
    }

    /// Ends with the particles of the step before, which stand for less of the likelihood and not for luck.
    fn step_back(&mut self) {
        self.done = true;
        if !self.before.is_empty() {
            self.particles = std::mem::take(&mut self.before);
            self.stages.pop();
        }
    }

    /// Gives every particle a new estimate, and draws them by what it says over what the old one said (the exchange step of
    /// Chopin, Jacob and Papaspiliopoulos 2013, doi:10.1111/j.1467-9868.2012.01046.x).
    fn renew(&mut self, log_likelihoods: &[f64], rng: &mut Generator) {
        let power = self.power();
        let gains: Vec<f64> = self
            .log_likelihoods()
            .zip(log_likelihoods)
            .map(|(old, new)| power * (new - old))
            .collect();
        let largest = gains.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        self.renewing = false;
        if largest > f64::NEG_INFINITY {
            for (particle, new) in self.particles.iter_mut().zip(log_likelihoods) {
                particle.log_likelihood = *new;
            }
            let weights: Vec<f64> = gains.iter().map(|gain| libm::exp(gain - largest)).collect();
            self.particles = drawn(&self.particles, &weights, rng);
        }
        self.walks = (0.0, 0.0);
        if let Some(stage) = self.stages.last_mut() {
            (stage.moves, stage.accepted, stage.repeats) = (0, 0.0, self.repeats);
        }
    }

    /// Metropolis' rule with the likelihood at its present power. Of values that are drawn from their prior the chance to be
    /// proposed is their prior.
    fn accept(&mut self, log_likelihoods: &[f64], rng: &mut Generator) {
        let power = self.power();
        let (mut accepted, mut walks) = (0.0, (0.0, 0.0));
        let mut changes = Vec::with_capacity(self.particles.len());
        let proposed = self.proposals.iter().zip(&self.drawn_afresh).zip(log_likelihoods);
        for (particle, ((proposal, afresh), &found)) in self.particles.iter_mut().zip(proposed) {
            let chance = uniform(rng);
            let change = found - particle.log_likelihood;
            let walked = |scores: &[f64]| -> f64 {
                let kept = scores.iter().zip(afresh).filter(|(_, afresh)| !**afresh);
                -0.5 * kept.map(|(score, _)| score * score).sum::<f64>()
            };
            let gain = power * change + walked(proposal) - walked(&particle.scores);
            let taken = found > f64::NEG_INFINITY && libm::log(chance) < gain;
            if taken {
                particle.scores.clone_from(proposal);
                particle.log_likelihood = found;
                accepted += 1.0;
            }
            if !afresh.contains(&true) {
                walks = (walks.0 + 1.0, walks.1 + f64::from(u8::from(taken)));
            }
            changes.push(change);
        }
        self.fresh.learn(&self.drawn_afresh, &changes);
        let share = accepted / self.particles.len() as f64;
        if walks.0 > 0.0 {
            let share = walks.1 / walks.0;
            self.scale = (self.scale * libm::exp(2.0 * (share - ACCEPTED))).clamp(1e-3, 4.0);
        }
        self.walks = (self.walks.0 + walks.0, self.walks.1 + walks.1);
        if let Some(stage) = self.stages.last_mut() {
            let before = f64::from(stage.moves);
            stage.accepted = (before * stage.accepted + share) / (before + 1.0);
            stage.moves += 1;
        }
    }

    /// The next power at which half of the particles are still worth something, and particles drawn anew by their weights.
    fn step(&mut self, rng: &mut Generator) {
        let power = self.power();
        let largest = self.log_likelihoods().fold(f64::NEG_INFINITY, f64::max);
        if largest == f64::NEG_INFINITY {
            self.done = true;
            return;
        }
        let weights = |more: f64| -> Vec<f64> {
            let each = self.log_likelihoods();
            each.map(|log| match log > f64::NEG_INFINITY {
                true => libm::exp(more * (log - largest)),
                false => 0.0,
            })
            .collect()
        };
        let rest = 1.0 - power;
        let worth = WORTH * self.particles.len() as f64;
        let (mut low, mut high) = (0.0, rest);
        if effective(&weights(rest)) >= worth {
            low = rest;
        } else {
            for _ in 0..60 {
                let middle = 0.5 * (low + high);
                match effective(&weights(middle)) >= worth {
                    true => low = middle,
                    false => high = middle,
                }
            }
        }
        // Where fewer than half are possible at all, the step is as small as it can be and those remain.
        let more = if low > 0.0 { low } else { high };
        let weights = weights(more);
        let next = drawn(&self.particles, &weights, rng);
        self.before = std::mem::replace(&mut self.particles, next);
        let points: Vec<&[f64]> = self.points().collect();
        self.root = covariance_root(&points);
        self.walks = (0.0, 0.0);
        self.stages.push(Stage {
            power: if more >= rest { 1.0 } else { power + more },
            effective: effective(&weights),
            moves: 0,
            accepted: 0.0,
            repeats: self.repeats,
        });
    }

    fn propose(&mut self) {
        if self.renewing {
            self.proposals = self.points().map(<[f64]>::to_vec).collect();
            return;
        }
        let mut rng = rng(&self.settings, 2 * self.batch);
        let dims = self.settings.dims;
        let step = 2.38 / libm::sqrt(dims.max(1) as f64) * self.scale;
        (self.proposals, self.drawn_afresh) = self
            .particles
            .iter()
            .map(|particle| {
                let z: Vec<f64> = (0..dims).map(|_| normal(&mut rng)).collect();
                // Now and then a short step, for corners that the cloud's shape does not know.
                let step = if uniform(&mut rng) < 0.2 { 0.2 * step } else { step };
                let moved = |i: usize| -> f64 { (0..=i).map(|j| self.root[i][j] * z[j]).sum() };
                let afresh = self.fresh.pick(&mut rng);
                let place = |i: usize| match afresh[i] {
                    true => normal(&mut rng),
                    false => particle.scores[i] + step * moved(i),
                };
                ((0..dims).map(place).collect(), afresh)
            })
            .unzip();
    }
}

fn rng(settings: &SamplerSettings, number: u64) -> Generator {
    stream(settings.seed, number, Purpose::Fit)
}

/// As many particles drawn by weight.
fn drawn(particles: &[Particle], weights: &[f64], rng: &mut Generator) -> Vec<Particle> {
    let places = systematic(weights, particles.len(), rng).into_iter();
    places.map(|at| particles[at].clone()).collect()
}
