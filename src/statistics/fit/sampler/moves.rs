//! How many particles and moves it takes.

/// Moves of every particle at each step: at least.
pub(super) const LEAST_MOVES: u32 = 3;
/// Batches of proposals that fits take, and what each free value may add to them, by usual.
const USUAL_BATCHES: (u64, u64) = (50, 6);
/// Fewest particles, and fewest for each value that is free: with fewer, spreads are those of the draws that were left.
const LEAST_PARTICLES: (usize, usize) = (50, 7);

/// The fewest particles that tell so many free values.
pub fn least_particles(dims: usize) -> usize {
    LEAST_PARTICLES.0.max(LEAST_PARTICLES.1 * dims)
}

/// Batches of proposals that fits of so many free values take.
pub fn usual_batches(dims: usize) -> u64 {
    USUAL_BATCHES.0.max(USUAL_BATCHES.1 * dims as u64)
}

/// Moves of every particle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moves {
    pub least: u32,
    pub most: u32,
    /// Accepted moves per particle that are asked for.
    pub accepted: f64,
}

impl Moves {
    /// At a step, where so many values are free; a random walk takes the longer to forget, the more there are.
    pub fn at_step(dims: usize) -> Self {
        Self {
            least: LEAST_MOVES,
            most: dims.max(10) as u32,
            accepted: (dims as f64 / 8.0).max(1.0),
        }
    }

    /// With the whole likelihood.
    pub fn at_end(dims: usize) -> Self {
        Self {
            least: 8,
            most: (2 * dims).max(30) as u32,
            accepted: (dims as f64 / 4.0).max(4.0),
        }
    }
}
