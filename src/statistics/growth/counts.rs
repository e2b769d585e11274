//! Counts of growing flasks.

use serde::{Deserialize, Serialize};

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
