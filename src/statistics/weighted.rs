//! Weighted draws: how many equal ones they are worth, and drawing by weight.

use crate::random::Generator;
use crate::sampling::uniform;

/// Equal draws that weighted ones are worth (Kish): square of the sum over the sum of squares.
pub fn effective(weights: &[f64]) -> f64 {
    let (sum, squares) = weights
        .iter()
        .fold((0.0, 0.0), |(sum, squares), w| (sum + w, squares + w * w));
    if squares > 0.0 { sum * sum / squares } else { 0.0 }
}

/// Places of `n` draws by weight, with one random number: each as often as it should be but for less than one (systematic).
pub fn systematic(weights: &[f64], n: usize, rng: &mut Generator) -> Vec<usize> {
    let total: f64 = weights.iter().sum();
    let start = uniform(rng);
    let (mut at, mut passed) = (0, weights.first().copied().unwrap_or(0.0));
    (0..n)
        .map(|i| {
            let mark = (i as f64 + start) / n as f64 * total;
            while passed < mark && at + 1 < weights.len() {
                at += 1;
                passed += weights[at];
            }
            at
        })
        .collect()
}
