//! How many particles and moves it takes.

/// Moves after which it is seen whether enough of them are accepted.
pub(super) const ENOUGH_MOVES: u32 = 3;
/// Batches of proposals that fits take, and what each free value may add to them, by usual.
const USUAL_BATCHES: (u64, u64) = (30, 6);
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
    /// Accepted steps after which a particle has forgotten where it stood.
    pub steps: f64,
    /// Accepted leaps after which it has.
    pub leaps: f64,
    /// Share of particles that have to have forgotten.
    pub share: f64,
}

impl Moves {
    /// At a step; a random walk takes the longer to forget, the more values are free.
    pub fn at_step(dims: usize, estimated: bool) -> Self {
        Self {
            least: if estimated { ENOUGH_MOVES } else { 1 },
            most: dims.max(10) as u32,
            steps: (dims as f64 / 8.0).max(1.0),
            leaps: 1.0,
            share: 0.63,
        }
    }

    /// With the whole likelihood.
    pub fn at_end(dims: usize, estimated: bool) -> Self {
        Self {
            least: if estimated { 8 } else { 4 },
            most: (2 * dims).max(30) as u32,
            steps: (dims as f64 / 4.0).max(4.0),
            leaps: 2.0,
            share: 0.8,
        }
    }
}
