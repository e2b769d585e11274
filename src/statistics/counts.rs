//! What one count over replicates amounts to.

use super::interval::Proportion;
use serde::{Deserialize, Serialize};

/// One count over replicates. Quantiles are those of the data up to 8,192 replicates and right to 0.1% of the rank beyond.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CountSummary {
    /// Name of the type, or `from -> to` of the mutation.
    pub name: String,
    /// Mean over replicates.
    pub mean: f64,
    /// Standard deviation (n - 1 in the denominator).
    pub sd: f64,
    /// Replicates in which it is 0.
    pub zero: Proportion,
    /// Largest value.
    pub max: u64,
    /// Quantile at 0.05.
    pub q05: f64,
    /// Quantile at 0.25.
    pub q25: f64,
    /// Quantile at 0.5.
    pub median: f64,
    /// Quantile at 0.75.
    pub q75: f64,
    /// Quantile at 0.95.
    pub q95: f64,
    /// (lowest value, width, replicates) of the non-empty bins, rising; eight bins per doubling, exact below 16.
    pub histogram: Vec<(u64, u64, u64)>,
}

/// 1 for yes, 0 for no, of what can always be told; its mean is a share.
pub fn share(yes: bool) -> Option<f64> {
    Some(f64::from(u8::from(yes)))
}
