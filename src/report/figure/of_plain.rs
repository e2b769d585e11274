//! All figures of a plain run.

use super::plain::{counts, fluctuation, stops, trajectories};
use crate::report::ReportError;
use crate::statistics::PlainSummary;

/// Figures of a plain run, SVG.
#[derive(Debug, Clone, PartialEq)]
pub struct PlainFigures {
    /// Replicates by the reason they ended.
    pub stops: String,
    /// Histograms of counts.
    pub counts: String,
    /// Only where the model is a fluctuation test.
    pub fluctuation: Option<String>,
    /// Only where trajectories were recorded.
    pub trajectories: Option<String>,
}

impl PlainFigures {
    /// Draws all.
    ///
    /// # Errors
    /// See [`ReportError::Drawing`].
    pub fn draw(summary: &PlainSummary) -> Result<Self, ReportError> {
        Ok(Self {
            stops: stops::draw(&stops::data(summary))?,
            counts: counts::draw(&counts::data(summary))?,
            fluctuation: (fluctuation::data(summary).as_ref())
                .map(fluctuation::draw)
                .transpose()?,
            trajectories: (trajectories::data(summary).as_ref())
                .map(trajectories::draw)
                .transpose()?,
        })
    }
}
