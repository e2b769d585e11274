//! Figures of plain runs: final counts, and cells over time where recorded.

use super::WIDTH;
use super::axis::{Panel, Scale, cells_text, days, plain_text};
use super::canvas::{Canvas, Stroke, figure, label, spread, stroke};
use crate::report::ReportError;
use crate::report::palette::{self, Colour, INK, POPULATION, QUIET};
use crate::statistics::PlainSummary;
use crate::statistics::plain::{CountSummary, PlainBands};
use crate::words;

const LEFT: f64 = 66.0;
const RIGHT: f64 = 590.0;
/// Types drawn at most; the table has all.
const MAX_TYPES: usize = 8;
const PANEL: f64 = 84.0;

/// Distribution of final cells, a small panel per type on one axis.
pub fn final_counts(summary: &PlainSummary) -> Result<String, ReportError> {
    let shown = largest(&summary.types, |t| t.mean);
    let mut rows: Vec<(&CountSummary, Colour)> =
        shown.iter().map(|&i| (&summary.types[i], palette::series(i))).collect();
    if summary.types.len() > 1 {
        rows.insert(0, (&summary.total, POPULATION));
    }
    let most = rows.iter().map(|(row, _)| row.max).max().unwrap_or(1).max(1) as f64;
    let x = Scale::log(0.7, most * 1.5, true);
    let bottom = 22.0 + rows.len() as f64 * PANEL;
    figure("counts", "Distribution of final cells", (WIDTH, bottom + 44.0), |c| {
        for (i, &(row, colour)) in rows.iter().enumerate() {
            let top = 22.0 + i as f64 * PANEL;
            count_panel(c, row, colour, x, (top, top + PANEL - 20.0), i + 1 == rows.len());
        }
        c.text(
            (LEFT - 50.0, (22.0 + bottom - 20.0) / 2.0),
            "share of replicates",
            label(12.0, INK).centred().upright(),
        );
        if shown.len() < summary.types.len() {
            let rest = format!("the {} types with most cells, of {}", shown.len(), summary.types.len());
            c.text((LEFT, 9.0), &rest, label(11.0, QUIET));
        }
    })
}

fn count_panel(c: &Canvas, row: &CountSummary, colour: Colour, x: Scale, (top, bottom): (f64, f64), last: bool) {
    let n = row.zero.n.max(1) as f64;
    let bars = bars(row, x);
    let high = bars.iter().map(|bar| bar.2 / n).fold(0.0, f64::max).max(1e-9);
    let y = Scale::Linear { low: 0.0, high };
    let panel = Panel {
        left: LEFT,
        right: RIGHT,
        top,
        bottom,
        x,
        y,
    };
    panel.draw_y(c, "", &[(0.0, "0".to_owned()), (high, words::percent(high))]);
    for (from, to, count) in bars {
        c.rect(
            (LEFT + from * (RIGHT - LEFT) + 0.3, bottom),
            (LEFT + to * (RIGHT - LEFT) - 0.3, panel.py(count / n)),
            colour,
            0.85,
        );
    }
    let lines = [
        (words::shortened(&row.name, 18), label(12.0, INK).bold()),
        (format!("mean {}", words::cells(row.mean)), label(11.0, QUIET)),
        (format!("median {}", words::cells(row.median)), label(11.0, QUIET)),
        (
            format!("none in {}", words::percent(row.zero.share)),
            label(11.0, QUIET),
        ),
    ];
    for (i, (text, look)) in lines.iter().enumerate() {
        c.text((RIGHT + 11.0, top + 7.0 + i as f64 * 15.0), text, *look);
    }
    panel.draw_x(c, if last { "cells at the end" } else { "" }, &x.ticks(8, cells_text));
}

/// Bars as (from, to, replicates), places on the axis from 0 to 1; zero has its own.
fn bars(row: &CountSummary, x: Scale) -> Vec<(f64, f64, f64)> {
    const BINS: usize = 60;
    let floor = x.place(1e-300);
    let mut sums = [0.0; BINS];
    let bin = |place: f64| (((place - floor) / (1.0 - floor) * BINS as f64) as usize).min(BINS - 1);
    let mut out = Vec::new();
    for &(low, width, count) in &row.histogram {
        if low == 0 {
            out.push((0.0, floor * 0.7, count as f64));
            continue;
        }
        // A wide bucket is spread over the bins that it covers.
        let (from, to) = if width == 1 {
            (low as f64, low as f64)
        } else {
            (low as f64, (low + width) as f64)
        };
        let (first, last) = (bin(x.place(from)), bin(x.place(to)));
        let share = count as f64 / (last - first + 1) as f64;
        sums[first..=last].iter_mut().for_each(|sum| *sum += share);
    }
    let edge = |i: usize| floor + (1.0 - floor) * i as f64 / BINS as f64;
    out.extend(
        sums.iter()
            .enumerate()
            .filter(|&(_, &sum)| sum > 0.0)
            .map(|(i, &sum)| (edge(i), edge(i + 1), sum)),
    );
    out
}

/// Cells over time by type: mean, median band, and the kept replicates behind.
pub fn trajectories(summary: &PlainSummary) -> Result<String, ReportError> {
    let bands = &summary.trajectories;
    let shown = largest(bands, |b| b.points.iter().map(|p| p.mean).fold(0.0, f64::max));
    let points = || shown.iter().flat_map(|&i| &bands[i].points);
    let last = points().map(|p| p.band.day).fold(0.0, f64::max);
    let drawn = || {
        summary
            .drawn
            .iter()
            .flat_map(|t| shown.iter().filter_map(|&i| t.cells.get(i)))
            .flatten()
    };
    let most = points()
        .map(|p| p.band.q95.max(p.mean))
        .chain(drawn().map(|p| p.1))
        .fold(1.0, f64::max);
    let y = Scale::log(0.7, most * 1.5, true);
    let panel = Panel {
        left: LEFT,
        right: RIGHT,
        top: 34.0,
        bottom: 330.0,
        x: days(last),
        y,
    };
    figure("trajectories", "Cells over time by type", (WIDTH, 380.0), |c| {
        let (n, kept) = (summary.replicates, summary.drawn.len() as u64);
        let which = if kept == n {
            "all".to_owned()
        } else {
            format!("the first {} of", words::grouped(kept))
        };
        let text = format!(
            "line: mean; band: middle 90%; behind: {which} {}",
            words::counted(n, "replicate")
        );
        c.text((LEFT, 16.0), &text, label(11.0, QUIET));
        panel.draw_y(c, "cells", &y.ticks(7, cells_text));
        for &i in &shown {
            let style = Stroke {
                colour: palette::series(i),
                width: 0.6,
                opacity: if kept > 60 { 0.12 } else { 0.25 },
            };
            for replicate in &summary.drawn {
                let line = replicate.cells.get(i).map_or(&[][..], |points| points.as_slice());
                c.line(&line.iter().map(|&p| panel.at(p)).collect::<Vec<_>>(), style);
            }
        }
        shown
            .iter()
            .for_each(|&i| draw_type(c, &panel, &bands[i], palette::series(i)));
        end_labels(c, &panel, bands, &shown);
        panel.draw_x(c, "days", &panel.x.ticks(8, plain_text));
    })
}

fn draw_type(c: &Canvas, panel: &Panel, bands: &PlainBands, colour: Colour) {
    let band: Vec<(f64, f64, f64)> = bands
        .points
        .iter()
        .map(|p| (p.band.day, p.band.q05, p.band.q95))
        .collect();
    panel.band(c, &band, colour, 0.18);
    let mean: Vec<(f64, f64)> = bands.points.iter().map(|p| panel.at((p.band.day, p.mean))).collect();
    c.line(&mean, stroke(colour, 2.2));
}

fn end_labels(c: &Canvas, panel: &Panel, bands: &[PlainBands], shown: &[usize]) {
    let end = |i: usize| bands[i].points.last().map_or(panel.bottom, |p| panel.py(p.mean));
    let heights: Vec<f64> = shown.iter().map(|&i| end(i)).collect();
    let placed = spread(&heights, 15.0, panel.top + 6.0, panel.bottom - 4.0);
    for (k, &i) in shown.iter().enumerate() {
        c.line(
            &[(panel.right, heights[k]), (panel.right + 8.0, placed[k])],
            stroke(palette::series(i), 0.8),
        );
        c.text(
            (panel.right + 11.0, placed[k]),
            &words::shortened(&bands[i].name, 18),
            label(11.5, palette::series(i)).bold(),
        );
    }
}

/// Indices of the largest items, at most [`MAX_TYPES`], in their own order.
fn largest<T>(items: &[T], size: impl Fn(&T) -> f64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by(|&a, &b| size(&items[b]).total_cmp(&size(&items[a])).then(a.cmp(&b)));
    order.truncate(MAX_TYPES);
    order.sort_unstable();
    order
}
