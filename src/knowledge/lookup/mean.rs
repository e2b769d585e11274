//! Means of ratios.

use crate::knowledge::schema::Range;
use libm::{exp, log};

/// A geometric mean and its members' ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GeometricMean {
    /// The mean.
    pub mean: f64,
    /// From the lowest to the highest member.
    pub range: Range,
}

/// Geometric mean of some numbers above 0; `None` of nothing.
pub fn geometric_mean(values: &[f64]) -> Option<GeometricMean> {
    if values.is_empty() {
        return None;
    }
    Some(GeometricMean {
        mean: exp(values.iter().map(|&v| log(v)).sum::<f64>() / values.len() as f64),
        range: ends(values),
    })
}

/// From the lowest to the highest.
pub(super) fn ends(values: &[f64]) -> Range {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    Range::new(low, values.iter().copied().fold(0.0, f64::max))
}
