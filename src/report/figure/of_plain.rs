//! All figures of a plain run.

use super::{bars, plain};
use crate::report::ReportError;
use crate::statistics::PlainSummary;

/// Figures of a plain run, SVG.
#[derive(Debug, Clone, PartialEq)]
pub struct PlainFigures {
    pub stops: String,
    pub counts: String,
    /// Only where trajectories were recorded.
    pub trajectories: Option<String>,
}

impl PlainFigures {
    /// Draws all.
    pub fn draw(summary: &PlainSummary) -> Result<Self, ReportError> {
        let recorded = summary.trajectories.iter().any(|bands| !bands.points.is_empty());
        Ok(Self {
            stops: bars::stops(summary)?,
            counts: plain::final_counts(summary)?,
            trajectories: recorded.then(|| plain::trajectories(summary)).transpose()?,
        })
    }
}
