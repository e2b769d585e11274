//! What is asked of the sampler, and how it tells what it did.

use serde::{Deserialize, Serialize};

/// What is asked of the sampler.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SamplerSettings {
    /// Particles, at least [`least_particles`](super::least_particles).
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
