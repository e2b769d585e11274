//! Cumulative incidence of resistant, extinct and given up.

use super::WIDTH;
use super::axis::{Panel, Scale, day_title, days};
use super::canvas::{Canvas, figure, label, spread, stroke};
use super::series::{Curve, Dash, Dot, Span};
use crate::report::ReportError;
use crate::report::palette::{self, Colour, QUIET};
use crate::statistics::FlaskSummary;
use crate::statistics::worlds::WorldsSummary;
use crate::words;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidenceFigure {
    /// What one culture is called.
    pub culture: &'static str,
    /// Last day of the axis.
    pub after: f64,
    /// Resistant, extinct and given up: probability by day.
    pub curves: Vec<Curve>,
}

/// Three step functions with pointwise bands, up to day `after`.
pub fn data(summary: &FlaskSummary, after: f64) -> IncidenceFigure {
    let incidence = &summary.incidence;
    let dash = |on, off| Some(Dash { on, off });
    let curves = [
        ("resistant", palette::RESISTANT, None, &incidence.resistant),
        ("extinct", palette::EXTINCT, dash(7.0, 4.0), &incidence.extinct),
        ("given up", palette::GIVEN_UP, dash(2.5, 2.5), &incidence.given_up),
    ]
    .map(|(name, colour, dash, points)| {
        let mut curve = Curve::of_incidence(name.to_owned(), colour, dash, points, after);
        // A curve that never leaves zero has a band that would only hide the others.
        if points.iter().all(|p| p.value <= 0.0) {
            curve.band.clear();
        }
        curve
    });
    // Cultures without a cell are a share from the first day on.
    let empty = summary.empty().map(|empty| Curve {
        name: "empty".to_owned(),
        colour: palette::TIME_OVER,
        dash: dash(1.5, 4.0),
        line: vec![(0.0, empty.share), (after, empty.share)],
        band: Vec::new(),
        end: Some(Dot::from(&empty)),
    });
    let worlds = summary.worlds.as_ref().and_then(|worlds| over_worlds(worlds, after));
    IncidenceFigure {
        culture: summary.culture(),
        after,
        curves: curves.into_iter().chain(empty).chain(worlds).collect(),
    }
}

/// Resistance by day over worlds: the mean, and the middle half of the worlds.
fn over_worlds(worlds: &WorldsSummary, after: f64) -> Option<Curve> {
    let days = || worlds.incidence.iter().filter(|at| at.day <= after);
    let end = days().next_back()?.share;
    Some(Curve {
        name: "over worlds".to_owned(),
        colour: palette::WORLDS,
        dash: Some(Dash { on: 1.5, off: 3.0 }),
        line: days().map(|at| (at.day, at.share.mean)).collect(),
        band: days()
            .map(|at| Span {
                at: at.day,
                low: at.share.quarter,
                high: at.share.three_quarters,
            })
            .collect(),
        end: Some(Dot {
            value: end.mean,
            low: end.quarter,
            high: end.three_quarters,
        }),
    })
}

impl IncidenceFigure {
    /// Where it is drawn.
    pub fn panel(&self) -> Panel {
        panel(self.after, 560.0)
    }
}

/// Shares by day, up to a place that leaves room for names.
pub(super) fn panel(after: f64, right: f64) -> Panel {
    Panel {
        left: 66.0,
        right,
        top: 16.0,
        bottom: 306.0,
        x: days(after),
        y: Scale::Linear { low: 0.0, high: 1.0 },
    }
}

/// Share of the cultures, and days.
pub(super) fn axes(c: &Canvas, panel: &Panel, share: &str, culture: &str) {
    panel.draw_y(c, share, &panel.y.ticks(5, words::percent));
    panel.draw_x(c, &day_title(culture), &panel.x.ticks(8, words::number));
}

/// From the end of a curve at this height to its name at another.
pub(super) fn leader(c: &Canvas, panel: &Panel, [end, name]: [f64; 2], colour: Colour) {
    let points = [(panel.right + 2.0, end), (panel.right + 12.0, name)];
    c.line(&points, stroke(colour, 0.8));
}

/// Bands first, then lines, then names at their ends.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &IncidenceFigure) -> Result<String, ReportError> {
    let title = "Cumulative incidence of resistant, extinct and given up";
    figure("incidence", title, (WIDTH, 360.0), |c| {
        let panel = shown.panel();
        axes(c, &panel, &format!("share of {}s", shown.culture), shown.culture);
        for curve in &shown.curves {
            panel.band(c, &curve.band, curve.colour, 0.16);
        }
        for curve in &shown.curves {
            let width = if curve.dash.is_none() { 2.2 } else { 2.0 };
            panel.curve(c, curve, width);
        }
        end_labels(c, &panel, &shown.curves);
    })
}

/// Name and final value of each curve at its right end.
fn end_labels(c: &Canvas, panel: &Panel, curves: &[Curve]) {
    let heights: Vec<f64> = curves
        .iter()
        .map(|curve| panel.py(curve.end.map_or(0.0, |end| end.value)))
        .collect();
    let placed = spread(&heights, 34.0, panel.top + 12.0, panel.bottom - 14.0);
    for (i, curve) in curves.iter().enumerate() {
        let Some(end) = curve.end else { continue };
        let (x, y) = (panel.right + 15.0, placed[i] - 6.0);
        leader(c, panel, [heights[i], y], curve.colour);
        let (value, interval) = words::percents(end.value, end.low, end.high);
        let text = format!("{} {value}", curve.name);
        c.text((x, y), &text, label(12.5, curve.colour).bold());
        c.text((x, placed[i] + 8.0), &interval, label(11.0, QUIET));
    }
}
