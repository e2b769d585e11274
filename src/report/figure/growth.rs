//! Counts of growing flasks and the curves through them, a panel per cell line.

use super::WIDTH;
use super::axis::{Panel, Scale, days};
use super::canvas::{Point, figure, label, stroke};
use crate::report::ReportError;
use crate::report::palette::{Colour, INK, QUIET, series};
use crate::statistics::growth::LineGrowth;
use crate::words;

/// Pieces of a curve.
const PARTS: usize = 40;
const PANEL: f64 = 220.0;
const GAP: f64 = 78.0;
const TOP: f64 = 34.0;

/// What one panel shows.
#[derive(Debug, Clone, PartialEq)]
pub struct GrowthFigure {
    /// The cell line.
    pub name: String,
    /// Day axis.
    pub x: Scale,
    /// Cells.
    pub y: Scale,
    /// The flasks.
    pub flasks: Vec<FlaskGrowth>,
    /// Doubling time far from a plateau, days.
    pub doubling: f64,
}

/// One flask.
#[derive(Debug, Clone, PartialEq)]
pub struct FlaskGrowth {
    /// Its name.
    pub name: String,
    /// Of its counts and line.
    pub colour: Colour,
    /// Days and cells within the part that was used.
    pub used: Vec<Point>,
    /// The other counts.
    pub left_out: Vec<Point>,
    /// Points of its curve.
    pub line: Vec<Point>,
}

/// One panel per cell line.
pub fn data(growth: &[LineGrowth]) -> Vec<GrowthFigure> {
    growth.iter().map(of_line).collect()
}

fn of_line(of: &LineGrowth) -> GrowthFigure {
    let (first, last) = of.growth.days;
    let counts = || of.flasks.iter().flat_map(|flask| &flask.counts);
    let cells = || counts().map(|(_, cells)| *cells);
    let within = |day: f64| first <= day && day <= last;
    let flasks = of.flasks.iter().enumerate().map(|(i, flask)| {
        let at = |part: usize| {
            let day = first + (last - first) * part as f64 / PARTS as f64;
            (day, of.growth.cells(i, day))
        };
        let (used, left_out): (Vec<Point>, Vec<Point>) = flask.counts.iter().partition(|(day, _)| within(*day));
        FlaskGrowth {
            name: flask.name.clone(),
            colour: series(i),
            line: if used.is_empty() {
                Vec::new()
            } else {
                (0..=PARTS).map(at).collect()
            },
            used,
            left_out,
        }
    });
    GrowthFigure {
        name: of.name.clone(),
        x: days(1.03 * counts().map(|(day, _)| *day).fold(1.0, f64::max)),
        y: Scale::log(
            0.8 * cells().fold(f64::INFINITY, f64::min),
            1.25 * cells().fold(0.0, f64::max),
            false,
        ),
        flasks: flasks.collect(),
        doubling: of.doubling.days,
    }
}

/// A panel per cell line, names of flasks at the right.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &[GrowthFigure]) -> Result<String, ReportError> {
    let height = TOP + shown.len() as f64 * (PANEL + GAP) - GAP + 50.0;
    figure("growth", "Counts of growing flasks", (WIDTH, height), |canvas| {
        for (i, of) in shown.iter().enumerate() {
            let top = TOP + i as f64 * (PANEL + GAP);
            let axes = Panel {
                left: 70.0,
                right: WIDTH - 225.0,
                top,
                bottom: top + PANEL,
                x: of.x,
                y: of.y,
            };
            canvas.text((axes.left, axes.top - 16.0), &of.name, label(13.0, INK).bold());
            axes.draw_y(canvas, "cells, passages undone", &decades(&of.y));
            axes.draw_x(canvas, "day", &axes.x.ticks(8, words::number));
            for (i, flask) in of.flasks.iter().enumerate() {
                axes.line(canvas, &flask.line, stroke(flask.colour, 1.6));
                flask
                    .used
                    .iter()
                    .for_each(|&point| canvas.circle(axes.at(point), 3.0, flask.colour, 1.0));
                flask
                    .left_out
                    .iter()
                    .for_each(|&point| canvas.circle(axes.at(point), 2.4, flask.colour, 0.35));
                let (x, y) = (axes.right + 14.0, axes.top + 8.0 + 16.0 * i as f64);
                if y < axes.bottom {
                    canvas.circle((x + 7.0, y), 3.0, flask.colour, 1.0);
                    canvas.text((x + 20.0, y), &canvas.shortened(&flask.name, 26), label(11.0, INK));
                }
            }
            let told = format!("doubling time {}", words::hours(24.0 * of.doubling));
            canvas.text((axes.left + 8.0, axes.top + 12.0), &told, label(11.0, QUIET));
        }
    })
}

/// Powers of ten, whose texts leave room for the title; every tick where there are fewer than two.
fn decades(scale: &Scale) -> Vec<(f64, String)> {
    let all = scale.ticks(5, words::tick);
    let whole = |value: f64| (libm::log10(value) - libm::round(libm::log10(value))).abs() < 1e-9;
    let decades: Vec<(f64, String)> = all.iter().filter(|(value, _)| whole(*value)).cloned().collect();
    if decades.len() < 2 { all } else { decades }
}
