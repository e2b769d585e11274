//! The difference of two proportions, over the same flasks or over independent ones.

use crate::statistics::interval::{Proportion, Z95, wilson};
use serde::{Deserialize, Serialize};

/// Flasks with the event under both, under the first only, under the other only, under neither.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Pairs {
    /// With the event under both.
    pub both: u64,
    /// Under the first only.
    pub only_first: u64,
    /// Under the other only.
    pub only_other: u64,
    /// Under neither.
    pub neither: u64,
}

/// The difference of two proportions over the same flasks, other minus first.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PairedShares {
    /// Flasks with the event under the first.
    pub first: Proportion,
    /// Flasks with the event under the other.
    pub other: Proportion,
    /// Pairs of flasks; absent between protocols that share none.
    #[serde(flatten)]
    pub pairs: Option<Pairs>,
    /// Share of other minus first, -1 to 1.
    pub difference: f64,
    /// 95% interval, Newcombe's method 10.
    pub low: f64,
    /// Upper end of that interval.
    pub high: f64,
    /// Pearson correlation of the two indicators (phi); absent where one of them never varies.
    pub correlation: Option<f64>,
}

impl PairedShares {
    /// Counts pairs of (event under the first, event under the other).
    pub fn of(pairs: impl Iterator<Item = (bool, bool)>) -> Self {
        let mut counts = [0u64; 4];
        for (first, other) in pairs {
            counts[usize::from(!first) * 2 + usize::from(!other)] += 1;
        }
        Self::from_counts(counts)
    }

    /// From the counts both, only first, only other, neither.
    pub fn from_counts([both, only_first, only_other, neither]: [u64; 4]) -> Self {
        let n = both + only_first + only_other + neither;
        let (low, high) = newcombe([both, only_first, only_other, neither]);
        let (first, other) = (
            Proportion::new(both + only_first, n),
            Proportion::new(both + only_other, n),
        );
        Self {
            first,
            other,
            pairs: Some(Pairs {
                both,
                only_first,
                only_other,
                neither,
            }),
            // From the discordant pairs, so that equal shares differ by exactly 0.
            difference: if n == 0 {
                0.0
            } else {
                (only_other as f64 - only_first as f64) / n as f64
            },
            low,
            high,
            correlation: phi([both, only_first, only_other, neither], 0.0),
        }
    }

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

/// 95% interval for the difference of paired proportions, other minus first, from the counts both,
/// only first, only other, neither: squares of Wilson's half widths are added, less twice their
/// product times the correlation of the pairs. Stays within -1 to 1 and does not collapse where no
/// pair differs. Newcombe 1998, Statistics in Medicine 17:2635, method 10. No pairs give -1 to 1.
pub fn newcombe(counts: [u64; 4]) -> (f64, f64) {
    let [both, only_first, only_other, neither] = counts.map(|count| count as f64);
    let n = both + only_first + only_other + neither;
    if n == 0.0 {
        return (-1.0, 1.0);
    }
    let (first, other) = (both + only_first, both + only_other);
    let (p1, p2) = (first / n, other / n);
    let ((l1, u1), (l2, u2)) = (wilson(first, n, Z95), wilson(other, n, Z95));
    let phi = phi(counts, n / 2.0).unwrap_or(0.0);
    let half = |a: f64, b: f64| libm::sqrt((a * a - 2.0 * phi * a * b + b * b).max(0.0));
    let difference = (only_other - only_first) / n;
    let low = difference - half(p2 - l2, u1 - p1);
    let high = difference + half(u2 - p2, p1 - l1);
    (low.max(-1.0), high.min(1.0))
}

/// Correlation of two indicators; a positive one is moved towards 0 by `correction` (Newcombe's
/// continuity correction; 0 for none). `None` where a margin is empty.
fn phi(counts: [u64; 4], correction: f64) -> Option<f64> {
    let [e, f, g, h] = counts.map(|count| count as f64);
    let margins = (e + f) * (g + h) * (e + g) * (f + h);
    if margins <= 0.0 {
        return None;
    }
    let product = e * h - f * g;
    let corrected = if product > 0.0 {
        (product - correction).max(0.0)
    } else {
        product
    };
    Some(corrected / libm::sqrt(margins))
}
