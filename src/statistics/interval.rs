//! Intervals for a proportion, and how many flasks it takes to see something.

use serde::{Deserialize, Serialize};

/// Coverage of every interval in summaries and reports.
pub const CONFIDENCE: f64 = 0.95;

/// Two-sided 95% point of the standard normal distribution.
pub const Z95: f64 = 1.959_963_984_540_054;

/// A share of replicates with its 95% Wilson interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Proportion {
    /// Replicates in which it happened.
    pub count: u64,
    /// Replicates in which it could have happened.
    pub n: u64,
    /// `count / n`; 0 where `n` is 0.
    pub share: f64,
    /// Lower end, 0 to 1.
    pub low: f64,
    /// Upper end, 0 to 1; 1 where `n` is 0.
    pub high: f64,
}

impl Proportion {
    /// `count` of `n`, with the Wilson interval.
    pub fn new(count: u64, n: u64) -> Self {
        let (low, high) = wilson(count as f64, n as f64, Z95);
        let share = if n == 0 { 0.0 } else { count as f64 / n as f64 };
        Self {
            count,
            n,
            share,
            low,
            high,
        }
    }
}

/// Wilson score interval for `successes` of `n` (both may be fractional, for effective sizes).
///
/// Never leaves 0 to 1 and keeps its coverage near the ends. `n` of 0 gives 0 to 1.
/// Wilson 1927, doi:10.1080/01621459.1927.10502953.
pub fn wilson(successes: f64, n: f64, z: f64) -> (f64, f64) {
    if n <= 0.0 {
        return (0.0, 1.0);
    }
    let p = successes / n;
    let z2n = z * z / n;
    let centre = (p + z2n / 2.0) / (1.0 + z2n);
    let half = z / (1.0 + z2n) * libm::sqrt(p * (1.0 - p) / n + z2n / (4.0 * n));
    let low = if successes <= 0.0 {
        0.0
    } else {
        (centre - half).max(0.0)
    };
    let high = if successes >= n { 1.0 } else { (centre + half).min(1.0) };
    (low, high)
}

/// Clopper-Pearson interval for `count` of `n` at `confidence`: never covers less than it says.
///
/// Clopper and Pearson 1934, doi:10.1093/biomet/26.4.404.
///
/// # Panics
/// `count` is above `n`.
pub fn clopper_pearson(count: u64, n: u64, confidence: f64) -> (f64, f64) {
    assert!(count <= n, "{count} of {n}");
    let tail = (1.0 - confidence) / 2.0;
    let (x, m) = (count as f64, (n - count) as f64);
    let low = if count == 0 {
        0.0
    } else {
        beta_quantile(tail, x, m + 1.0)
    };
    let high = if count == n {
        1.0
    } else {
        beta_quantile(1.0 - tail, x + 1.0, m)
    };
    (low, high)
}

/// Flasks needed to see something of probability `p` at least once with probability `confidence`:
/// the smallest n with 1 - (1 - p)^n >= confidence. `None` where `p` is 0 (or not a number).
pub fn flasks_needed(p: f64, confidence: f64) -> Option<u64> {
    if p >= 1.0 {
        return Some(1);
    }
    if p.is_nan() || p <= 0.0 {
        return None;
    }
    let n = libm::log1p(-confidence) / libm::log1p(-p);
    // A ratio that is whole but for rounding needs no further flask.
    Some((libm::ceil(n - 1e-9) as u64).max(1))
}

/// [`flasks_needed`] at the usual confidence.
pub fn flasks_needed_95(p: f64) -> Option<u64> {
    flasks_needed(p, CONFIDENCE)
}

/// P(X <= k) for X ~ Binomial(n, p).
pub fn binomial_cdf(k: u64, n: u64, p: f64) -> f64 {
    if k >= n {
        return 1.0;
    }
    beta_cdf(1.0 - p, (n - k) as f64, k as f64 + 1.0)
}

/// Regularised incomplete beta function I_x(a, b), by Lentz's continued fraction
/// (NIST DLMF 8.17.22; relative error below 1e-12 for a, b up to 1e6).
pub(crate) fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let log_front = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * libm::log(x) + b * libm::log1p(-x);
    let front = libm::exp(log_front);
    if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(x, a, b) / a
    } else {
        1.0 - front * beta_fraction(1.0 - x, b, a) / b
    }
}

/// The continued fraction of the incomplete beta function.
fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for m in 1..10_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        value *= d * c;
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    value
}

/// Quantile of the beta distribution, by bisection to the last bits.
pub(crate) fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if beta_cdf(middle, a, b) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64, tolerance: f64) {
        assert!((a - b).abs() <= tolerance, "{a} is not {b}");
    }

    #[test]
    fn wilson_has_its_known_values() {
        // Roots of (share - p)^2 = z^2 p (1 - p) / n, solved with 30 digits elsewhere.
        let p = Proportion::new(143, 200);
        close(p.low, 0.648_846_539_7, 1e-9);
        close(p.high, 0.773_049_969_9, 1e-9);
        let none = Proportion::new(0, 10);
        close(none.low, 0.0, 0.0);
        close(none.high, 0.277_532_799_9, 1e-9);
        let all = Proportion::new(10, 10);
        close(all.low, 1.0 - 0.277_532_799_9, 1e-9);
        close(all.high, 1.0, 0.0);
        let nothing = Proportion::new(0, 0);
        assert_eq!((nothing.share, nothing.low, nothing.high), (0.0, 0.0, 1.0));
    }

    #[test]
    fn clopper_pearson_has_its_known_values() {
        let known = [
            (0, 3, 0.0, 0.707_598_226_178_713_3),
            (1, 3, 0.008_403_758_659_612_636, 0.905_700_675_949_753_9),
            (2, 3, 0.094_299_324_050_246_09, 0.991_596_241_340_387_4),
            (3, 3, 0.292_401_773_821_286_6, 1.0),
            (3, 6, 0.118_117_248_757_025_21, 0.881_882_751_242_974_8),
            (6, 6, 0.540_741_873_560_099_5, 1.0),
            (5, 10, 0.187_086_028_447_398_55, 0.812_913_971_552_601_5),
            (10, 10, 0.691_502_892_181_239_2, 1.0),
            (12, 24, 0.291_241_779_836_211_97, 0.708_758_220_163_788),
            (48, 96, 0.396_177_923_933_352_16, 0.603_822_076_066_647_8),
        ];
        for (x, n, low, high) in known {
            let (l, h) = clopper_pearson(x, n, 0.95);
            close(l, low, 1e-10);
            close(h, high, 1e-10);
        }
    }

    #[test]
    fn flasks_needed_has_its_known_values() {
        for (p, n) in [(0.05, 59), (0.1, 29), (0.2, 14), (0.5, 5), (0.95, 1), (1.0, 1)] {
            assert_eq!(flasks_needed(p, 0.95), Some(n), "p = {p}");
        }
        assert_eq!(flasks_needed(0.5, 0.75), Some(2));
        assert_eq!(flasks_needed(0.0, 0.95), None);
    }

    #[test]
    fn binomial_tails_add_up() {
        let direct: f64 = (0..=3)
            .map(|k| [1.0, 10.0, 45.0, 120.0][k] * 0.3f64.powi(k as i32) * 0.7f64.powi(10 - k as i32))
            .sum();
        close(binomial_cdf(3, 10, 0.3), direct, 1e-12);
        close(binomial_cdf(10, 10, 0.3), 1.0, 0.0);
        close(binomial_cdf(500_000, 1_000_000, 0.5), 0.5 + 0.5 * 0.000_797_884_5, 1e-8);
    }
}
