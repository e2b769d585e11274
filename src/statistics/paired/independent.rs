//! The same differences between two protocols that share no flask: two independent samples.

use super::{FlaskEnd, PairedMeans, PairedShares, moments, t_quantile};
use crate::statistics::CONFIDENCE;
use crate::statistics::interval::Proportion;

/// Whether two protocols treat the same flasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flasks {
    Shared,
    /// Flask r of one has nothing to do with flask r of the other.
    Unrelated,
}

impl Flasks {
    pub(super) fn shares(
        self,
        first: &[FlaskEnd],
        other: &[FlaskEnd],
        event: impl Fn(&FlaskEnd) -> bool,
    ) -> PairedShares {
        let of = |ends: &[FlaskEnd]| {
            let count = ends.iter().filter(|end| event(end)).count();
            Proportion::new(count as u64, ends.len() as u64)
        };
        match self {
            Flasks::Shared => PairedShares::of(first.iter().zip(other).map(|(a, b)| (event(a), event(b)))),
            Flasks::Unrelated => PairedShares::independent(of(first), of(other)),
        }
    }

    pub(super) fn means(self, first: &[f64], other: &[f64]) -> PairedMeans {
        match self {
            Flasks::Shared => PairedMeans::of(first, other),
            Flasks::Unrelated => PairedMeans::independent(first, other),
        }
    }
}

impl PairedShares {
    /// Difference of independent proportions: squares of Wilson's half widths are added (Newcombe 1998, Statistics
    /// in Medicine 17:873, method 10). Stays within -1 to 1.
    pub fn independent(first: Proportion, other: Proportion) -> Self {
        let half = |a: f64, b: f64| libm::hypot(a, b);
        let difference = other.share - first.share;
        let low = difference - half(other.share - other.low, first.high - first.share);
        let high = difference + half(other.high - other.share, first.share - first.low);
        Self {
            first,
            other,
            pairs: None,
            difference,
            low: low.max(-1.0),
            high: high.min(1.0),
            correlation: None,
        }
    }
}

impl PairedMeans {
    /// Difference of the means of independent samples, with Welch's interval (Biometrika 1947, 34:28).
    pub fn independent(first: &[f64], other: &[f64]) -> Self {
        let ((m1, v1), (m2, v2)) = (moments(first), moments(other));
        let (n1, n2) = (first.len() as f64, other.len() as f64);
        let (e1, e2) = (v1 / n1, v2 / n2);
        let error = e1 + e2;
        let known = first.len() >= 2 && other.len() >= 2;
        let half = known.then(|| match error > 0.0 {
            true => {
                let degrees = error * error / (e1 * e1 / (n1 - 1.0) + e2 * e2 / (n2 - 1.0));
                t_quantile(CONFIDENCE, degrees) * libm::sqrt(error)
            }
            false => 0.0,
        });
        let difference = m2 - m1;
        Self {
            n: first.len().min(other.len()) as u64,
            first: m1,
            other: m2,
            difference,
            low: half.map(|half| difference - half),
            high: half.map(|half| difference + half),
            correlation: None,
            variance_ratio: None,
        }
    }
}
