//! Cells as somebody counts them.

use libm::log;

/// Relative error (CV) of one count of cells, without chance of its own: pipetting, dilution, clumps. `assumed`: central
/// 90% from 5 to 30%; careful automated counts are at the low end, haemocytometers in the upper half.
pub const COUNTING_ERROR: (f64, f64, f64) = (0.12, 0.05, 0.30);

/// Expected cells from which on the moments of a count's logarithm are taken from their series.
const MANY: f64 = 60.0;

/// A count of cells where so many are expected in what is counted: negative binomial with variance `mean + (cv mean)^2`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Counted {
    /// Probability that there is any.
    pub some: f64,
    /// Mean of the logarithm, where there is any.
    pub mean: f64,
    /// Its variance, with that of whole numbers about what they stand for (Sheppard's 1/12).
    pub variance: f64,
}

/// See [`Counted`].
pub(super) fn counted(mean: f64, cv: f64) -> Counted {
    let shape = 1.0 / (cv * cv).max(1e-8);
    if mean >= MANY {
        // A gamma variate (digamma and trigamma at its shape) times chance of which cells were taken, to second order.
        let (i, ii, chance) = (1.0 / shape, 1.0 / (shape * shape), 1.0 / mean);
        return Counted {
            some: 1.0,
            mean: log(mean) - 0.5 * i - ii / 12.0 - 0.5 * chance * (1.0 + i),
            variance: i + 0.5 * ii + ii * i / 6.0 + chance * (1.0 + 2.0 * i) + 1.5 * chance * chance,
        };
    }
    let none = libm::exp(-shape * libm::log1p(mean / shape));
    let some = -libm::expm1(-shape * libm::log1p(mean / shape));
    let (mut p, mut sums) = (none, [0.0; 3]);
    let most = mean + 12.0 * libm::sqrt(mean + mean * mean / shape) + 12.0;
    for k in 1..=most as u64 {
        let k = k as f64;
        p *= (k - 1.0 + shape) / k * mean / (mean + shape);
        let score = log(k);
        sums = [sums[0] + p, sums[1] + p * score, sums[2] + p * score * score];
    }
    let score = if sums[0] > 0.0 { sums[1] / sums[0] } else { 0.0 };
    let square = if sums[0] > 0.0 { sums[2] / sums[0] } else { 0.0 };
    Counted {
        some,
        mean: score,
        variance: (square - score * score).max(0.0) + libm::exp(-2.0 * score) / 12.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use crate::sampling::{gamma, poisson};

    /// Against 200,000 draws each: moments within 5 standard errors (alpha below 1e-6 each).
    #[test]
    fn moments_are_those_of_drawn_counts() {
        for (number, (mean, cv)) in [
            (0.3, 0.1),
            (4.0, 0.3),
            (40.0, 0.05),
            (59.0, 0.3),
            (61.0, 0.3),
            (3e5, 0.2),
        ]
        .into_iter()
        .enumerate()
        {
            let mut rng = stream(11, number as u64, Purpose::Observation);
            let shape = 1.0 / (cv * cv);
            let (mut n, mut sum, mut squares) = (0.0, 0.0, 0.0);
            for _ in 0..200_000 {
                let held = mean * gamma(&mut rng, shape) / shape;
                let seen = poisson(&mut rng, held);
                if seen > 0 {
                    let score = log(seen as f64);
                    (n, sum, squares) = (n + 1.0, sum + score, squares + score * score);
                }
            }
            let found = counted(mean, cv);
            let drawn = sum / n;
            let variance = squares / n - drawn * drawn;
            let rounding = if mean < MANY {
                libm::exp(-2.0 * found.mean) / 12.0
            } else {
                0.0
            };
            let some: f64 = n / 200_000.0;
            assert!(
                (some - found.some).abs() <= 5.0 * (some * (1.0 - some) / 2e5).sqrt() + 1e-6,
                "{mean}"
            );
            assert!(
                (drawn - found.mean).abs() < 5.0 * (variance / n).sqrt() + 2e-4,
                "{mean}: {drawn}"
            );
            let slack = 0.02 * variance + 1e-4;
            assert!(
                (variance - found.variance + rounding).abs() < slack,
                "{mean}: {variance}"
            );
        }
    }

    #[test]
    fn no_cells_give_no_count() {
        assert_eq!(counted(0.0, 0.1).some, 0.0);
    }
}
