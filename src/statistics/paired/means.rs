//! The difference of two means, over the same flasks or over independent ones.

use crate::statistics::interval::{CONFIDENCE, beta_cdf};
use serde::{Deserialize, Serialize};

/// The mean difference of a number measured on the same flasks, other minus first.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PairedMeans {
    /// Pairs of flasks.
    pub n: u64,
    /// Mean of the first.
    pub first: f64,
    /// Mean of the other.
    pub other: f64,
    /// Mean of other minus first.
    pub difference: f64,
    /// 95% interval, Student's t on the differences; absent below two flasks.
    pub low: Option<f64>,
    /// Upper end of that interval.
    pub high: Option<f64>,
    /// Pearson correlation of the two; absent where one of them never varies.
    pub correlation: Option<f64>,
    /// Variance of the mean difference over what it would be for independent flasks:
    /// s_d^2 / (s_1^2 + s_2^2). Below 1, pairing was worth 1 over it times as many flasks; absent
    /// where nothing varies.
    pub variance_ratio: Option<f64>,
}

impl PairedMeans {
    /// From two samples in the same order.
    pub fn of(first: &[f64], other: &[f64]) -> Self {
        let n = first.len().min(other.len());
        let differences: Vec<f64> = first.iter().zip(other).map(|(a, b)| b - a).collect();
        let Moments {
            mean: d,
            variance: spread,
        } = moments(&differences);
        let (one, two) = (moments(&first[..n]), moments(&other[..n]));
        let (v1, v2) = (one.variance, two.variance);
        let half = (n >= 2).then(|| t_quantile(CONFIDENCE, (n - 1) as f64) * libm::sqrt(spread / n as f64));
        let covariance = 0.5 * (v1 + v2 - spread);
        let varies = v1 > 0.0 && v2 > 0.0;
        Self {
            n: n as u64,
            first: one.mean,
            other: two.mean,
            difference: d,
            low: half.map(|half| d - half),
            high: half.map(|half| d + half),
            correlation: varies.then(|| (covariance / libm::sqrt(v1 * v2)).clamp(-1.0, 1.0)),
            variance_ratio: (v1 + v2 > 0.0).then(|| spread / (v1 + v2)),
        }
    }

    /// Difference of the means of independent samples, with Welch's interval (Biometrika 1947, 34:28).
    pub fn independent(first: &[f64], other: &[f64]) -> Self {
        let (one, two) = (moments(first), moments(other));
        let (n1, n2) = (first.len() as f64, other.len() as f64);
        let (e1, e2) = (one.variance / n1, two.variance / n2);
        let error = e1 + e2;
        let known = first.len() >= 2 && other.len() >= 2;
        let half = known.then(|| match error > 0.0 {
            true => {
                let degrees = error * error / (e1 * e1 / (n1 - 1.0) + e2 * e2 / (n2 - 1.0));
                t_quantile(CONFIDENCE, degrees) * libm::sqrt(error)
            }
            false => 0.0,
        });
        let difference = two.mean - one.mean;
        Self {
            n: first.len().min(other.len()) as u64,
            first: one.mean,
            other: two.mean,
            difference,
            low: half.map(|half| difference - half),
            high: half.map(|half| difference + half),
            correlation: None,
            variance_ratio: None,
        }
    }
}

/// Mean and variance of a sample.
pub(super) struct Moments {
    pub mean: f64,
    /// n - 1 in the denominator; 0 below two values.
    pub variance: f64,
}

/// Both 0 where there is no value.
pub(super) fn moments(values: &[f64]) -> Moments {
    let n = values.len() as f64;
    if values.is_empty() {
        return Moments {
            mean: 0.0,
            variance: 0.0,
        };
    }
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    Moments {
        mean,
        variance: if n > 1.0 { squares / (n - 1.0) } else { 0.0 },
    }
}

/// The t of Student's distribution that holds `confidence` between -t and t, by bisection:
/// P(|T| > t) = I_{v/(v + t^2)}(v/2, 1/2) (NIST DLMF 8.17).
pub fn t_quantile(confidence: f64, degrees: f64) -> f64 {
    let outside = |t: f64| beta_cdf(degrees / (degrees + t * t), degrees / 2.0, 0.5);
    let (mut low, mut high) = (0.0, 1.0);
    while outside(high) > 1.0 - confidence && high < 1e9 {
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if outside(middle) > 1.0 - confidence {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}
