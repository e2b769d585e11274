//! Exact quantiles of a kept sample, with order-statistic intervals that assume no distribution.

use super::interval::{CONFIDENCE, binomial_cdf};
use serde::{Deserialize, Serialize};

/// One quantile with its 95% interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Quantile {
    /// Probability, 0 to 1.
    pub p: f64,
    /// In the unit of the sample.
    pub value: f64,
    /// Ends of the interval; absent where the sample is too small to bound the quantile on that side.
    pub low: Option<f64>,
    /// See [`Self::low`].
    pub high: Option<f64>,
}

/// A sample in brief: moments, extremes and quantiles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Distribution {
    /// Size of the sample, at least 1.
    pub n: u64,
    /// Arithmetic mean.
    pub mean: f64,
    /// Standard deviation (n - 1 in the denominator); 0 for a single value.
    pub sd: f64,
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
    /// At 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95.
    pub quantiles: Vec<Quantile>,
}

/// Probabilities reported in every [`Distribution`].
pub const REPORTED: [f64; 7] = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];

impl Distribution {
    /// Describes a sample, which gets sorted. `None` where it is empty.
    pub fn of(sample: &mut [f64]) -> Option<Self> {
        sample.sort_by(f64::total_cmp);
        let n = sample.len();
        let (&min, &max) = (sample.first()?, sample.last()?);
        let mean = sample.iter().sum::<f64>() / n as f64;
        let squares: f64 = sample.iter().map(|x| (x - mean) * (x - mean)).sum();
        let sd = if n > 1 {
            libm::sqrt(squares / (n - 1) as f64)
        } else {
            0.0
        };
        let quantiles = REPORTED.iter().map(|&p| estimate(sample, p)).collect();
        Some(Self {
            n: n as u64,
            mean,
            sd,
            min,
            max,
            quantiles,
        })
    }

    /// The quantile at one of the [`REPORTED`] probabilities.
    pub fn quantile(&self, p: f64) -> Option<Quantile> {
        self.quantiles.iter().copied().find(|q| q.p == p)
    }

    /// The median with its interval.
    ///
    /// # Panics
    /// It was put together by hand without its median; what [`Self::of`] describes has one.
    pub fn median(&self) -> Quantile {
        self.quantile(0.5).expect("the median is always reported")
    }
}

/// Quantile of a sorted, non-empty sample, interpolated between order statistics
/// (definition 7 of Hyndman and Fan 1996, doi:10.2307/2684934).
pub fn sorted_quantile(sorted: &[f64], p: f64) -> f64 {
    let place = p * (sorted.len() - 1) as f64;
    let below = libm::floor(place) as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

/// Quantile of the next value after a sorted, non-empty sample: between two of them lies a next value with the
/// probability that their places say, whatever the distribution (definition 6 of Hyndman and Fan 1996). Below the first
/// and above the last place, the sample's end.
pub fn predictive_quantile(sorted: &[f64], p: f64) -> f64 {
    let place = (p * (sorted.len() + 1) as f64 - 1.0).clamp(0.0, (sorted.len() - 1) as f64);
    let below = libm::floor(place) as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

/// [`sorted_quantile`] with its 95% interval.
pub fn estimate(sorted: &[f64], p: f64) -> Quantile {
    let (low, high) = order_interval(sorted.len() as u64, p);
    Quantile {
        p,
        value: sorted_quantile(sorted, p),
        low: low.map(|i| sorted[i as usize]),
        high: high.map(|i| sorted[i as usize]),
    }
}

/// Indices (from 0) of the order statistics that bound the `p` quantile of `n` values, each side
/// missing it with probability at most 2.5% whatever the distribution
/// (the number of values below the quantile is binomial; David and Nagaraja 2003, section 7.1).
fn order_interval(n: u64, p: f64) -> (Option<u64>, Option<u64>) {
    let tail = (1.0 - CONFIDENCE) / 2.0;
    // Largest l (from 1) with P(Bin <= l - 1) <= tail, so that the l-th value lies too high that seldom.
    let l = count_while(n, |l| binomial_cdf(l, n, p) <= tail);
    // Smallest u with P(Bin >= u) <= tail, that is P(Bin <= u - 1) >= 1 - tail.
    let u = count_while(n, |k| binomial_cdf(k, n, p) < 1.0 - tail) + 1;
    (l.checked_sub(1), (u <= n).then(|| u - 1))
}

/// How many of 0, 1, 2 ... n - 1 satisfy a condition that holds up to some point only.
fn count_while(n: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn median_interval_of_small_samples_is_the_textbook_one() {
        // Order statistics for the median at 95% (from 1): n = 6: 1, 6; 10: 2, 9; 20: 6, 15; 100: 40, 61.
        for (n, low, high) in [(6, 1, 6), (10, 2, 9), (20, 6, 15), (100, 40, 61)] {
            assert_eq!(order_interval(n, 0.5), (Some(low - 1), Some(high - 1)), "n = {n}");
        }
        assert_eq!(
            order_interval(5, 0.5),
            (None, None),
            "five values cannot bound a median at 95%"
        );
    }

    #[test]
    fn quantiles_interpolate_as_r_does() {
        let sample = [1.0, 2.0, 4.0, 8.0];
        assert_eq!(sorted_quantile(&sample, 0.5), 3.0);
        assert_eq!(sorted_quantile(&sample, 0.25), 1.75);
        assert_eq!(sorted_quantile(&sample, 1.0), 8.0);
        assert_eq!(sorted_quantile(&[5.0], 0.9), 5.0);
    }

    /// Nine values cut what is next into ten parts of one probability.
    #[test]
    fn the_next_value_lies_between_two_of_n_with_probability_one_in_n_plus_one() {
        let sample = [1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0, 34.0, 55.0];
        assert_eq!(
            [0.1, 0.2, 0.5, 0.9].map(|p| predictive_quantile(&sample, p)),
            [1.0, 2.0, 8.0, 55.0]
        );
        assert_eq!(predictive_quantile(&sample, 0.35), 4.0);
        assert_eq!([0.01, 0.99].map(|p| predictive_quantile(&sample, p)), [1.0, 55.0]);
    }

    #[test]
    fn a_distribution_describes_its_sample() {
        assert!(Distribution::of(&mut []).is_none());
        let d = Distribution::of(&mut [3.0, 1.0, 2.0]).unwrap();
        assert_eq!(
            (d.n, d.mean, d.sd, d.min, d.max, d.median().value),
            (3, 2.0, 1.0, 1.0, 3.0, 2.0)
        );
        let one = Distribution::of(&mut [7.0]).unwrap();
        assert_eq!((one.sd, one.median().value, one.median().low), (0.0, 7.0, None));
    }
}
