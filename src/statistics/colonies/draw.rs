//! Cultures drawn by the law.

use crate::random::Generator;
use crate::sampling::{Geometric, binomial, poisson, uniform};
use crate::units::MAX_CELLS;

/// Colonies of a culture: its mutations founded at random ages, their clones grown by pure birth, a share plated.
pub fn draw(rng: &mut Generator, mutations: f64, growth: f64, plated: f64) -> u64 {
    let clones = poisson(rng, mutations);
    let mut cells = 0u64;
    for _ in 0..clones {
        // The parents' growth since the founding is 1/u, that of the clone its power.
        let left = libm::pow(1.0 - uniform(rng), growth);
        let law = Geometric {
            eta: 1.0 - left,
            one_minus_eta: left,
        };
        cells = cells.saturating_add(1).saturating_add(law.draw(rng)).min(MAX_CELLS);
    }
    binomial(rng, cells, plated)
}
