//! Inputs by their ranks among worlds, and worlds in another order, to see what chance alone gives.

use crate::random::{Purpose, stream};
use crate::sampling::uniform;

/// Terms of an expansion in an input.
pub(super) const TERMS: usize = 3;

/// Orthonormal (Legendre) polynomials up to the third degree at the rank of each world's score.
pub(super) fn basis(scores: &[f64]) -> Vec<[f64; TERMS]> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*a].total_cmp(&scores[*b]));
    let mut basis = vec![[0.0; TERMS]; scores.len()];
    for (rank, world) in order.into_iter().enumerate() {
        let u = (rank as f64 + 0.5) / scores.len() as f64;
        basis[world] = [
            libm::sqrt(3.0) * (2.0 * u - 1.0),
            libm::sqrt(5.0) * ((6.0 * u - 6.0) * u + 1.0),
            libm::sqrt(7.0) * (((20.0 * u - 30.0) * u + 12.0) * u - 1.0),
        ];
    }
    basis
}

/// Worlds in a random order: Fisher and Yates' shuffle.
pub(super) fn permuted(n: usize, seed: u64, number: u64) -> Vec<usize> {
    let mut rng = stream(seed, number, Purpose::Permutation);
    let mut order: Vec<usize> = (0..n).collect();
    for last in (1..n).rev() {
        order.swap(last, (uniform(&mut rng) * (last + 1) as f64) as usize);
    }
    order
}
