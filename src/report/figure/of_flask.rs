//! All figures of a laboratory run.

use super::{barcodes, course, incidence, muller, outlook, over_time, profile};
use crate::engine::record::FlaskTrace;
use crate::model::protocol::Protocol;
use crate::report::ReportError;
use crate::statistics::FlaskSummary;

/// Figures of a laboratory run, SVG.
#[derive(Debug, Clone, PartialEq)]
pub struct FlaskFigures {
    /// Only where worlds were drawn: chance and knowledge as two intervals.
    pub outlook: Option<String>,
    /// Resistant flasks by dominant mechanism.
    pub profile: String,
    /// Probability of each outcome by day.
    pub incidence: String,
    /// Cells and doses over time.
    pub course: String,
    /// Only in experiments of two months and more.
    pub over_time: Option<String>,
    /// Only where sister arms are barcoded.
    pub barcodes: Option<String>,
    /// Only where a flask was traced.
    pub muller: Option<String>,
}

impl FlaskFigures {
    /// Draws all.
    ///
    /// # Errors
    /// See [`ReportError::Drawing`].
    pub fn draw(protocol: &Protocol, summary: &FlaskSummary, trace: Option<&FlaskTrace>) -> Result<Self, ReportError> {
        let drugs = summary.drugs();
        let overlap = summary.barcodes.as_ref().and_then(|barcodes| barcodes.overlap.as_ref());
        let worlds = summary.worlds.as_ref();
        // Flasks of worlds may go on for longer than those of the ensemble.
        let last = match worlds {
            Some(_) => protocol.stop.after,
            None => summary.last_day(protocol.stop.after),
        };
        Ok(Self {
            outlook: worlds
                .map(|worlds| outlook::draw(&outlook::data(summary, worlds)))
                .transpose()?,
            profile: profile::draw(&profile::data(summary))?,
            incidence: incidence::draw(&incidence::data(summary, last))?,
            course: course::draw(&course::data(summary, protocol))?,
            over_time: (over_time::data(summary).as_ref()).map(over_time::draw).transpose()?,
            barcodes: overlap
                .map(|overlap| barcodes::draw(&barcodes::data(overlap)))
                .transpose()?,
            muller: trace
                .map(|trace| muller::draw(&muller::data(trace, &drugs)))
                .transpose()?,
        })
    }
}
