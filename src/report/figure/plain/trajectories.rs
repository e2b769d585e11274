//! Cells of plain runs over time, by type.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale, days};
use super::super::canvas::{Canvas, Point, Stroke, figure, label, spread, stroke};
use super::super::series::{Curve, Span};
use super::shown::largest;
use crate::report::ReportError;
use crate::report::palette::{self, QUIET};
use crate::statistics::PlainSummary;
use crate::statistics::plain::PlainBands;
use crate::words;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct TrajectoriesFigure {
    /// Replicates of the run.
    pub replicates: u64,
    /// Replicates drawn one by one.
    pub kept: u64,
    /// Last day of the axis.
    pub last: f64,
    /// Cell axis.
    pub cells: Scale,
    /// Those with most cells.
    pub types: Vec<TypeTrajectories>,
}

/// One type of cell.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeTrajectories {
    /// Mean as a line, the middle 90% as the band.
    pub curve: Curve,
    /// Each kept replicate: cells by day.
    pub replicates: Vec<Vec<Point>>,
}

/// `None` where nothing was recorded over time.
pub fn data(summary: &PlainSummary) -> Option<TrajectoriesFigure> {
    if summary.trajectories.iter().all(|bands| bands.points.is_empty()) {
        return None;
    }
    let means = |bands: &PlainBands| bands.points.iter().map(|p| p.mean).fold(0.0, f64::max);
    let types: Vec<TypeTrajectories> = largest(&summary.trajectories, means)
        .into_iter()
        .map(|i| TypeTrajectories {
            curve: mean_and_band(&summary.trajectories[i], i),
            replicates: summary.drawn.iter().filter_map(|t| t.cells.get(i).cloned()).collect(),
        })
        .collect();
    let bands = || types.iter().flat_map(|t| &t.curve.band);
    let lines = types.iter().flat_map(|t| t.replicates.iter().chain([&t.curve.line]));
    let most = lines.flatten().map(|p| p.1).chain(bands().map(|span| span.high));
    Some(TrajectoriesFigure {
        replicates: summary.replicates,
        kept: summary.drawn.len() as u64,
        last: bands().map(|span| span.at).fold(0.0, f64::max),
        cells: Scale::log(0.7, most.fold(1.0, f64::max) * 1.5, true),
        types,
    })
}

fn mean_and_band(bands: &PlainBands, i: usize) -> Curve {
    let span = |band: &crate::statistics::bands::BandPoint| Span {
        at: band.day,
        low: band.q05,
        high: band.q95,
    };
    Curve {
        name: bands.name.clone(),
        colour: palette::series(i),
        dash: None,
        line: bands.points.iter().map(|p| (p.band.day, p.mean)).collect(),
        band: bands.points.iter().map(|p| span(&p.band)).collect(),
        end: None,
    }
}

impl TrajectoriesFigure {
    /// Where it is drawn.
    pub fn panel(&self) -> Panel {
        Panel {
            left: 66.0,
            right: 590.0,
            top: 34.0,
            bottom: 330.0,
            x: days(self.last),
            y: self.cells,
        }
    }
}

/// Kept replicates behind, bands and means in front.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &TrajectoriesFigure) -> Result<String, ReportError> {
    figure("trajectories", "Cells over time by type", (WIDTH, 380.0), |c| {
        let panel = shown.panel();
        let which = if shown.kept == shown.replicates {
            "all".to_owned()
        } else {
            format!("the first {} of", words::grouped(shown.kept))
        };
        let of = words::counted(shown.replicates, "replicate");
        let text = format!("line: mean; band: middle 90%; behind: {which} {of}");
        c.text((panel.left, 16.0), &text, label(11.0, QUIET));
        panel.draw_y(c, "cells", &panel.y.ticks(7, words::tick));
        for each in &shown.types {
            let style = Stroke {
                colour: each.curve.colour,
                width: 0.6,
                opacity: if shown.kept > 60 { 0.12 } else { 0.25 },
            };
            each.replicates.iter().for_each(|line| panel.line(c, line, style));
        }
        for TypeTrajectories { curve, .. } in &shown.types {
            panel.band(c, &curve.band, curve.colour, 0.18);
            panel.curve(c, curve, 2.2);
        }
        end_labels(c, &panel, &shown.types);
        panel.draw_x(c, "days", &panel.x.ticks(8, words::number));
    })
}

fn end_labels(c: &Canvas, panel: &Panel, types: &[TypeTrajectories]) {
    let end = |of: &TypeTrajectories| of.curve.line.last().map_or(panel.bottom, |p| panel.py(p.1));
    let heights: Vec<f64> = types.iter().map(end).collect();
    let placed = spread(&heights, 15.0, panel.top + 6.0, panel.bottom - 4.0);
    for (k, TypeTrajectories { curve, .. }) in types.iter().enumerate() {
        c.line(
            &[(panel.right, heights[k]), (panel.right + 8.0, placed[k])],
            stroke(curve.colour, 0.8),
        );
        c.text(
            (panel.right + 11.0, placed[k]),
            &c.shortened(&curve.name, 18),
            label(11.5, curve.colour).bold(),
        );
    }
}
