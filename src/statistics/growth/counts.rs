//! Counts of growing flasks.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Counts of a flask: days and cells; a passage is undone, so that cells are as if none had been thrown away.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FlaskCounts {
    /// The flask.
    pub name: String,
    /// Days and cells, above 0.
    pub counts: Vec<(f64, f64)>,
    /// Whether it was passaged on the way, so that what crowds its cells is not what was counted.
    pub passaged: bool,
}

/// The days on which flasks were counted, each once, rising.
pub(super) fn days(flasks: &[FlaskCounts]) -> Vec<f64> {
    let all = flasks.iter().flat_map(|flask| &flask.counts);
    // Days are at least 0, so that their bits have their order.
    let bits: BTreeSet<u64> = all.map(|(day, _)| day.to_bits()).collect();
    bits.into_iter().map(f64::from_bits).collect()
}
