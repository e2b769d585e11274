//! Final cells of plain runs: a small histogram per type on one axis.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{Canvas, figure, label};
use super::shown::largest;
use crate::report::ReportError;
use crate::report::palette::{self, Colour, INK, POPULATION, QUIET};
use crate::statistics::PlainSummary;
use crate::statistics::plain::CountSummary;
use crate::words;

const LEFT: f64 = 66.0;
const RIGHT: f64 = 590.0;
const TOP: f64 = 22.0;
const PANEL: f64 = 84.0;
/// Bars between one cell and the most.
const BINS: usize = 60;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct CountsFigure {
    /// Cell axis of all panels.
    pub cells: Scale,
    /// All cells where there are several types, then the types with most cells.
    pub rows: Vec<CountRow>,
    /// Types of the model.
    pub types: usize,
}

/// The final count of one type, or of all cells.
#[derive(Debug, Clone, PartialEq)]
pub struct CountRow {
    /// Name of the type.
    pub name: String,
    /// Of its bars.
    pub colour: Colour,
    /// Mean over replicates.
    pub mean: f64,
    /// Median over replicates.
    pub median: f64,
    /// Share of replicates without a cell.
    pub zero: f64,
    /// Distribution over replicates.
    pub bars: Vec<CountBar>,
}

/// Share of replicates within a stretch of the axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CountBar {
    /// Place of its left edge on the axis, 0 to 1.
    pub from: f64,
    /// Place of its right edge.
    pub to: f64,
    /// Share of replicates, 0 to 1.
    pub share: f64,
}

/// Distribution of final cells of the largest types.
pub fn data(summary: &PlainSummary) -> CountsFigure {
    let shown = largest(&summary.types, |t| t.mean);
    let total = (summary.types.len() > 1).then_some((&summary.total, POPULATION));
    let types = shown.iter().map(|&i| (&summary.types[i], palette::series(i)));
    let rows: Vec<(&CountSummary, Colour)> = total.into_iter().chain(types).collect();
    let most = rows.iter().map(|(row, _)| row.max).max().unwrap_or(1).max(1) as f64;
    let cells = Scale::log(0.7, most * 1.5, true);
    let row = |(of, colour): (&CountSummary, Colour)| CountRow {
        name: of.name.clone(),
        colour,
        mean: of.mean,
        median: of.median,
        zero: of.zero.share,
        bars: bars(of, cells),
    };
    CountsFigure {
        cells,
        rows: rows.into_iter().map(row).collect(),
        types: summary.types.len(),
    }
}

/// Zero has a bar of its own; a wide bucket of the histogram is spread over the bars that it covers.
fn bars(row: &CountSummary, x: Scale) -> Vec<CountBar> {
    let n = row.zero.n.max(1) as f64;
    let floor = x.place(1e-300);
    let bin = |place: f64| (((place - floor) / (1.0 - floor) * BINS as f64) as usize).min(BINS - 1);
    let mut sums = [0.0; BINS];
    let mut bars = Vec::new();
    for &(low, width, count) in &row.histogram {
        if low == 0 {
            bars.push(CountBar {
                from: 0.0,
                to: floor * 0.7,
                share: count as f64 / n,
            });
            continue;
        }
        let high = if width == 1 { low } else { low + width };
        let (first, last) = (bin(x.place(low as f64)), bin(x.place(high as f64)));
        let each = count as f64 / (last - first + 1) as f64;
        sums[first..=last].iter_mut().for_each(|sum| *sum += each);
    }
    let edge = |i: usize| floor + (1.0 - floor) * i as f64 / BINS as f64;
    let filled = sums.iter().enumerate().filter(|&(_, &sum)| sum > 0.0);
    bars.extend(filled.map(|(i, &sum)| CountBar {
        from: edge(i),
        to: edge(i + 1),
        share: sum / n,
    }));
    bars
}

impl CountsFigure {
    /// Where a row is drawn; its axis ends at its tallest bar.
    pub fn panel(&self, row: usize) -> Panel {
        let bars = self.rows[row].bars.iter();
        let high = bars.map(|bar| bar.share).fold(0.0, f64::max).max(1e-9);
        let top = TOP + row as f64 * PANEL;
        Panel {
            left: LEFT,
            right: RIGHT,
            top,
            bottom: top + PANEL - 20.0,
            x: self.cells,
            y: Scale::Linear { low: 0.0, high },
        }
    }
}

/// A panel per row.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &CountsFigure) -> Result<String, ReportError> {
    let bottom = TOP + shown.rows.len() as f64 * PANEL;
    figure("counts", "Distribution of final cells", (WIDTH, bottom + 44.0), |c| {
        for (i, row) in shown.rows.iter().enumerate() {
            let title = if i + 1 == shown.rows.len() {
                "cells at the end"
            } else {
                ""
            };
            draw_row(c, row, &shown.panel(i), title);
        }
        c.text(
            (LEFT - 50.0, (TOP + bottom - 20.0) / 2.0),
            "share of replicates",
            label(12.0, INK).centred().upright(),
        );
        let types = shown.rows.len() - usize::from(shown.types > 1);
        if types < shown.types {
            let rest = format!("the {types} types with most cells, of {}", shown.types);
            c.text((LEFT, 9.0), &rest, label(11.0, QUIET));
        }
    })
}

fn draw_row(c: &Canvas, row: &CountRow, panel: &Panel, title: &str) {
    let Scale::Linear { high, .. } = panel.y else { return };
    panel.draw_y(c, "", &[(0.0, "0".to_owned()), (high, words::percent(high))]);
    let x = |place: f64| LEFT + place * (RIGHT - LEFT);
    for bar in &row.bars {
        let corners = (
            (x(bar.from) + 0.3, panel.bottom),
            (x(bar.to) - 0.3, panel.py(bar.share)),
        );
        c.rect(corners.0, corners.1, row.colour, 0.85);
    }
    let lines = [
        (c.shortened(&row.name, 18), label(12.0, INK).bold()),
        (format!("mean {}", words::cells(row.mean)), label(11.0, QUIET)),
        (format!("median {}", words::cells(row.median)), label(11.0, QUIET)),
        (format!("none in {}", words::percent(row.zero)), label(11.0, QUIET)),
    ];
    for (i, (text, look)) in lines.iter().enumerate() {
        c.text((RIGHT + 11.0, panel.top + 7.0 + i as f64 * 15.0), text, *look);
    }
    panel.draw_x(c, title, &panel.x.ticks(8, words::tick));
}
