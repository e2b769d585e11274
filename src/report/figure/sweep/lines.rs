//! Lines over the values of one key.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{Canvas, Point, figure, stroke};
use super::super::series::{Dot, Span};
use super::values::{panel, values};
use crate::report::ReportError;
use crate::report::palette::{Colour, POPULATION, RESISTANT, WHITE};
use crate::report::sweep::{PointResult, SweepReport};
use crate::words;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct LinesFigure {
    /// The key that is swept.
    pub key: String,
    /// Its values, which stand at equal distances.
    pub values: Vec<String>,
    /// What the shares are shares of.
    pub what: &'static str,
    /// Share of resistant flasks, or of positive wells, per value.
    pub shares: Vec<Dot>,
    /// Restricted mean time per value, days.
    pub times: Vec<Dot>,
    /// Whether the doses hold the unaltered cells, per value.
    pub held: Vec<bool>,
    /// Day to which times are restricted.
    pub horizon: f64,
}

/// Probability and restricted time over the values of one key.
pub fn data(report: &SweepReport) -> LinesFigure {
    let results = || report.points.iter().map(|point| &point.result);
    LinesFigure {
        key: report.keys[0].words.clone(),
        values: report.keys[0].told.clone(),
        held: report.points.iter().map(|point| point.unaltered_held).collect(),
        what: what(report),
        shares: results().map(|result| Dot::from(&result.resistant)).collect(),
        times: report.points.iter().map(time).collect(),
        horizon: report.horizon,
    }
}

/// What is counted at every point.
pub(super) fn what(report: &SweepReport) -> &'static str {
    match report.in_wells() {
        true => "share positive",
        false => "share resistant",
    }
}

/// Restricted mean time of a point, days; without an interval where there is none.
pub(super) fn time(point: &PointResult) -> Dot {
    let result = &point.result;
    let mean = result.restricted_mean;
    Dot {
        value: mean,
        low: result.restricted_low.unwrap_or(mean),
        high: result.restricted_high.unwrap_or(mean),
    }
}

impl LinesFigure {
    /// Where shares are drawn.
    pub fn share_panel(&self) -> Panel {
        panel(66.0, 348.0, Scale::Linear { low: 0.0, high: 1.0 }, self.shares.len())
    }

    /// Where times are drawn.
    pub fn time_panel(&self) -> Panel {
        let high = self.horizon;
        panel(430.0, 708.0, Scale::Linear { low: 0.0, high }, self.times.len())
    }
}

/// Shares left, times right.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &LinesFigure) -> Result<String, ReportError> {
    figure("line", "Result over the values of one key", (WIDTH, 320.0), |c| {
        let left = shown.share_panel();
        left.draw_y(c, shown.what, &left.y.ticks(5, words::percent));
        draw_dots(c, &left, &shown.shares, &shown.held, RESISTANT);
        values(c, &left, &shown.values, &shown.key);
        let right = shown.time_panel();
        right.draw_y(c, "mean time to resistance, days", &right.y.ticks(5, words::number));
        draw_dots(c, &right, &shown.times, &shown.held, POPULATION);
        values(c, &right, &shown.values, &shown.key);
    })
}

fn draw_dots(c: &Canvas, panel: &Panel, dots: &[Dot], held: &[bool], colour: Colour) {
    let places = || dots.iter().enumerate().map(|(i, dot)| (i as f64, dot));
    let span = |(at, dot): (f64, &Dot)| Span {
        at,
        low: dot.low,
        high: dot.high,
    };
    panel.band(c, &places().map(span).collect::<Vec<_>>(), colour, 0.16);
    let line: Vec<(f64, f64)> = places().map(|(at, dot)| (at, dot.value)).collect();
    panel.line(c, &line, stroke(colour, 2.0));
    for ((at, dot), held) in places().zip(held) {
        panel.line(c, &[(at, dot.low), (at, dot.high)], stroke(colour, 1.2));
        marked_dot(c, panel.at((at, dot.value)), *held, colour);
    }
}

/// A dot; hollow where the doses do not hold the unaltered cells.
pub(super) fn marked_dot(c: &Canvas, at: Point, held: bool, colour: Colour) {
    c.circle(at, 3.8, colour, 1.0);
    if !held {
        c.circle(at, 2.3, WHITE, 1.0);
    }
}
