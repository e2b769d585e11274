//! Worlds weighed by what was observed.

use crate::statistics::weighted::effective;

/// Halvings of the interval in which a power is looked for.
const HALVINGS: u32 = 40;

/// Weights that sum to one, in proportion to the exponentials of `log`, raised to a power.
fn weights(log: &[f64], power: f64) -> Vec<f64> {
    let most = log.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let raised = log.iter().map(|one| libm::exp(power * (one - most)));
    let raised: Vec<f64> = raised.map(|one| if one.is_nan() { 0.0 } else { one }).collect();
    let sum: f64 = raised.iter().sum();
    raised.into_iter().map(|one| one / sum).collect()
}

/// The largest power up to 1 of a likelihood, given by its logarithm in each world, at which the weights are worth at least
/// `least` worlds; and those weights.
pub fn flattened(log: &[f64], least: f64) -> (f64, Vec<f64>) {
    let whole = weights(log, 1.0);
    if effective(&whole) >= least {
        return (1.0, whole);
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        match effective(&weights(log, middle)) >= least {
            true => low = middle,
            false => high = middle,
        }
    }
    (low, weights(log, low))
}

/// Logarithm of the weighted mean of exponentials.
pub fn log_mean(log: &[f64], weights: &[f64]) -> f64 {
    let most = log.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let both = log.iter().zip(weights);
    most + libm::log(both.map(|(log, weight)| weight * libm::exp(log - most)).sum::<f64>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use crate::statistics::weighted::systematic;

    #[test]
    fn weights_are_likelihoods_and_worth_as_many_worlds_as_is_asked() {
        let log = [0.0, libm::log(3.0), f64::NEG_INFINITY, 0.0];
        let (power, whole) = flattened(&log, 1.0);
        assert_eq!(power, 1.0);
        assert!((whole[1] - 0.6).abs() < 1e-12 && whole[2] == 0.0);
        assert!((effective(&whole) - 25.0 / 11.0).abs() < 1e-12);
        assert!((log_mean(&log, &whole) - libm::log(0.6 * 3.0 + 0.4)).abs() < 1e-12);
        let steep: Vec<f64> = (0..100).map(f64::from).collect();
        let (power, flat) = flattened(&steep, 50.0);
        assert!(power < 0.1 && (effective(&flat) - 50.0).abs() < 1e-6, "{power}");
    }

    #[test]
    fn draws_are_as_often_as_their_weights() {
        let mut rng = stream(1, 0, Purpose::Resample);
        let drawn = systematic(&[0.5, 0.0, 0.3, 0.2], 1000, &mut rng);
        let count = |place| drawn.iter().filter(|one| **one == place).count() as i64;
        assert!((count(0) - 500).abs() <= 1 && count(1) == 0);
        assert!((count(2) - 300).abs() <= 1 && (count(3) - 200).abs() <= 1);
    }
}
