//! Cells as somebody counts them.

use libm::{lgamma, log};

/// Relative error (CV) of one count of cells, without chance of its own: pipetting, dilution, clumps. `assumed`: central
/// 90% from 5 to 30%; careful automated counts are at the low end, haemocytometers in the upper half.
pub const COUNTING_ERROR: (f64, f64, f64) = (0.12, 0.05, 0.30);

/// Above so many, chance of which cells were sampled does not show beside any counting error.
const MANY: f64 = 1e8;

/// Log probability of a count where `mean` cells are expected in what was counted: negative binomial with variance
/// `mean + (cv mean)^2`. Where counts are huge, that is the gamma density with shape 1/cv^2.
pub fn log_counted(count: u64, mean: f64, cv: f64) -> f64 {
    let x = count as f64;
    if mean <= 0.0 {
        return if count == 0 { 0.0 } else { f64::NEG_INFINITY };
    }
    let shape = 1.0 / (cv * cv).max(1e-8);
    if x > MANY {
        let scale = mean / shape;
        return (shape - 1.0) * log(x) - x / scale - lgamma(shape) - shape * log(scale);
    }
    // ln of shape / (shape + mean) and of the rest, without cancellation.
    let none = -libm::log1p(mean / shape);
    let some = -libm::log1p(shape / mean);
    lgamma(x + shape) - lgamma(shape) - lgamma(x + 1.0) + shape * none + x * some
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Moments summed over all counts: mean 20, variance 20 + 0.2^2 400 = 36.
    #[test]
    fn counts_scatter_by_chance_and_by_error() {
        let p = |k: u64| libm::exp(log_counted(k, 20.0, 0.2));
        let sum = |of: &dyn Fn(f64) -> f64| (0..400).map(|k| p(k) * of(k as f64)).sum::<f64>();
        assert!((sum(&|_| 1.0) - 1.0).abs() < 1e-9);
        assert!((sum(&|k| k) - 20.0).abs() < 1e-8);
        assert!((sum(&|k| (k - 20.0) * (k - 20.0)) - 36.0).abs() < 1e-6);
    }

    #[test]
    fn huge_counts_go_over_into_a_density() {
        let (below, above) = (log_counted(100_000_000, 9e7, 0.1), log_counted(100_000_001, 9e7, 0.1));
        assert!((below - above).abs() < 1e-5, "{below} and {above}");
    }

    #[test]
    fn no_cells_give_no_count() {
        assert_eq!(log_counted(0, 0.0, 0.1), 0.0);
        assert_eq!(log_counted(1, 0.0, 0.1), f64::NEG_INFINITY);
    }
}
