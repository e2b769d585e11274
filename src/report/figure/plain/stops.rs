//! How plain replicates ended.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::bars::{self, Bar};
use super::super::canvas::figure;
use crate::engine::record::PlainStop;
use crate::report::palette;
use crate::report::{ReportError, story};
use crate::statistics::PlainSummary;
use crate::words;

const TOP: f64 = 36.0;

/// A bar per way to end.
pub fn data(summary: &PlainSummary) -> Vec<Bar> {
    let colour = |i: usize, reason: PlainStop| match reason {
        PlainStop::Extinct => palette::EXTINCT,
        _ => palette::series(i),
    };
    let rows = summary.stops.iter().enumerate();
    rows.map(|(i, row)| Bar {
        label: story::stop_words(row.reason).to_owned(),
        colour: colour(i, row.reason),
        share: row.share,
        pale: None,
    })
    .collect()
}

/// Where so many bars are drawn.
pub fn panel(bars: usize) -> Panel {
    bars::panel(bars, TOP, Scale::Linear { low: 0.0, high: 1.0 })
}

/// Bars above an axis from 0 to all replicates.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &[Bar]) -> Result<String, ReportError> {
    let panel = panel(shown.len());
    figure("stops", "How replicates ended", (WIDTH, panel.bottom + 50.0), |c| {
        bars::block(c, "", shown, &panel);
        let axis = Panel {
            bottom: panel.bottom + 3.0,
            ..panel
        };
        axis.draw_x(c, "share of replicates", &axis.x.ticks(5, words::percent));
    })
}
