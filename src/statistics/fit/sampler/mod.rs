//! Particles that are moved from the prior to the posterior.

mod fresh;
mod kernel;
mod leap;
mod moves;
mod settings;
#[cfg(test)]
mod tests;
mod tried;

use self::kernel::{Kernel, Made, Move};
use self::moves::{ENOUGH_MOVES, Moves};
pub use self::moves::{least_particles, usual_batches};
pub use self::settings::{SamplerSettings, Stage};
use self::tried::Tried;
use crate::random::{Generator, Purpose, stream};
use crate::sampling::{normal, uniform};
use crate::statistics::weighted::{effective, systematic};
use std::collections::BTreeSet;

/// Where fewer steps are accepted, estimates of the likelihood scatter too much: each takes twice as many flasks from then
/// on, up to so many times as at first.
const STUCK: f64 = 0.12;
const MOST_REPEATS: u32 = 32;
/// Smallest share of particles that must differ from each other. Below it the likelihood's estimates scatter too much for
/// more of it to be let in: the particles would stand for luck, and their spread for nothing.
const DISTINCT: f64 = 0.3;
/// Smallest share of particles that must be worth something at the next step.
const WORTH: f64 = 0.5;

/// A point and its (estimated) log likelihood.
#[derive(Debug, Clone, PartialEq)]
struct Particle {
    scores: Vec<f64>,
    log_likelihood: f64,
}

/// Sequential Monte Carlo, a batch of proposals at a time: ask [`Self::proposals`], evaluate them, [`Self::take`] what
/// was found, until [`Self::is_done`].
#[derive(Debug, Clone)]
pub struct Sampler {
    settings: SamplerSettings,
    particles: Vec<Particle>,
    proposals: Vec<Vec<f64>>,
    moves: Vec<Move>,
    kernel: Kernel,
    /// How far each particle has forgotten where it stood when the likelihood was last given more power: 1 and above is enough.
    forgotten: Vec<f64>,
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
            moves: Vec::new(),
            kernel: Kernel::new(settings.dims),
            forgotten: Vec::new(),
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
        self.power() >= 1.0 && self.is_refreshed() && self.distinct() >= DISTINCT
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
            if self.is_stuck() {
                self.repeats *= 2;
                self.renewing = true;
            } else if self.is_refreshed() {
                match (self.power() >= 1.0, self.distinct() < DISTINCT) {
                    (_, true) => self.step_back(),
                    (true, false) => self.done = true,
                    (false, false) => self.step(&mut rng),
                }
            }
        }
        self.done |= self.batch >= self.settings.most_batches;
        self.propose();
    }

    /// The moves that are asked for at the present power.
    fn asked(&self) -> Moves {
        let SamplerSettings { dims, estimated, .. } = self.settings;
        match self.power() >= 1.0 {
            true => Moves::at_end(dims, estimated),
            false => Moves::at_step(dims, estimated),
        }
    }

    fn is_refreshed(&self) -> bool {
        let asked = self.asked();
        let forgotten = self.forgotten.iter().map(|forgotten| forgotten.min(1.0)).sum::<f64>();
        let enough = forgotten >= asked.share * self.particles.len() as f64;
        let moves = self.stages.last().map_or(0, |stage| stage.moves);
        moves >= asked.most || moves >= asked.least && enough
    }

    fn is_stuck(&self) -> bool {
        let stage = self.stages.last();
        let better = self.settings.estimated && self.repeats < MOST_REPEATS;
        let Tried { moves, accepted } = self.kernel.walks();
        better && stage.is_some_and(|stage| stage.moves >= ENOUGH_MOVES && accepted < STUCK * moves)
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
        self.begin();
        if let Some(stage) = self.stages.last_mut() {
            (stage.moves, stage.accepted, stage.repeats) = (0, 0.0, self.repeats);
        }
    }

    /// Accepts or refuses the proposals, with the likelihood at its present power.
    fn accept(&mut self, log_likelihoods: &[f64], rng: &mut Generator) {
        let (power, asked) = (self.power(), self.asked());
        let proposals = std::mem::take(&mut self.proposals).into_iter();
        let moves = std::mem::take(&mut self.moves);
        let mut made = Vec::with_capacity(moves.len());
        for (at, ((proposal, how), &found)) in proposals.zip(moves).zip(log_likelihoods).enumerate() {
            let chance = uniform(rng);
            let from = &self.particles[at];
            let change = found - from.log_likelihood;
            let gain = power * change + self.kernel.gain(&how, &from.scores, &proposal);
            let taken = found > f64::NEG_INFINITY && libm::log(chance) < gain;
            if taken {
                self.forgotten[at] += match how {
                    Move::Leap => 1.0 / asked.leaps,
                    Move::Walk { .. } => 1.0 / asked.steps,
                };
                self.particles[at] = Particle {
                    scores: proposal,
                    log_likelihood: found,
                };
            }
            made.push(Made { how, taken, change });
        }
        self.kernel.learn(&made);
        let share = made.iter().filter(|made| made.taken).count() as f64 / made.len() as f64;
        if let Some(stage) = self.stages.last_mut() {
            let before = f64::from(stage.moves);
            stage.accepted = (before * stage.accepted + share) / (before + 1.0);
            stage.moves += 1;
        }
    }

    fn propose(&mut self) {
        if self.renewing {
            self.proposals = self.points().map(<[f64]>::to_vec).collect();
            return;
        }
        let mut rng = rng(&self.settings, 2 * self.batch);
        let proposals = self
            .particles
            .iter()
            .map(|particle| self.kernel.propose(&particle.scores, &mut rng));
        (self.proposals, self.moves) = proposals.unzip();
    }

    /// Moves begin anew, in a cloud of the particles' shape.
    fn begin(&mut self) {
        let points: Vec<&[f64]> = self.particles.iter().map(|particle| &particle.scores[..]).collect();
        self.kernel.shape(&points);
        self.forgotten = vec![0.0; self.particles.len()];
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
        self.begin();
        self.stages.push(Stage {
            power: if more >= rest { 1.0 } else { power + more },
            effective: effective(&weights),
            moves: 0,
            accepted: 0.0,
            repeats: self.repeats,
        });
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
