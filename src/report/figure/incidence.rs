//! Cumulative incidence of resistant, extinct and given up.

use super::WIDTH;
use super::axis::{Panel, Scale, days, plain_text, steps};
use super::canvas::{Canvas, figure, label, spread, stroke};
use crate::report::ReportError;
use crate::report::palette::{self, Colour, QUIET};
use crate::statistics::FlaskSummary;
use crate::statistics::incidence::IncidencePoint;
use crate::words;

/// One outcome's curve and how it is drawn.
struct Curve<'a> {
    name: &'static str,
    points: &'a [IncidencePoint],
    colour: Colour,
    /// Lengths drawn and left out; none is a solid line.
    dash: Option<(f64, f64)>,
}

/// Three step functions with pointwise bands, up to day `after`.
pub fn draw(summary: &FlaskSummary, after: f64) -> Result<String, ReportError> {
    let incidence = &summary.incidence;
    let curves = [
        Curve {
            name: "resistant",
            points: &incidence.resistant,
            colour: palette::RESISTANT,
            dash: None,
        },
        Curve {
            name: "extinct",
            points: &incidence.extinct,
            colour: palette::EXTINCT,
            dash: Some((7.0, 4.0)),
        },
        Curve {
            name: "given up",
            points: &incidence.given_up,
            colour: palette::GIVEN_UP,
            dash: Some((2.5, 2.5)),
        },
    ];
    figure(
        "incidence",
        "Cumulative incidence of resistant, extinct and given up",
        (WIDTH, 360.0),
        |c| {
            let y = Scale::Linear { low: 0.0, high: 1.0 };
            let panel = Panel {
                left: 66.0,
                right: 560.0,
                top: 16.0,
                bottom: 306.0,
                x: days(after),
                y,
            };
            panel.draw_y(c, "share of flasks", &y.ticks(5, words::percent));
            panel.draw_x(c, "days since seeding", &panel.x.ticks(8, plain_text));
            for curve in &curves {
                draw_band(c, &panel, curve, after);
            }
            for curve in &curves {
                draw_line(c, &panel, curve, after);
            }
            end_labels(c, &panel, &curves);
        },
    )
}

fn draw_band(c: &Canvas, panel: &Panel, curve: &Curve, after: f64) {
    let low: Vec<(f64, f64)> = curve.points.iter().map(|p| (p.day, p.low)).collect();
    let high: Vec<(f64, f64)> = curve.points.iter().map(|p| (p.day, p.high)).collect();
    let outline = extended(&low, after).into_iter().zip(extended(&high, after));
    let band: Vec<(f64, f64, f64)> = outline.map(|((day, low), (_, high))| (day, low, high)).collect();
    // A curve that never leaves zero has a band that would only hide the others.
    if curve.points.iter().any(|p| p.value > 0.0) {
        panel.band(c, &band, curve.colour, 0.16);
    }
}

fn draw_line(c: &Canvas, panel: &Panel, curve: &Curve, after: f64) {
    let values: Vec<(f64, f64)> = curve.points.iter().map(|p| (p.day, p.value)).collect();
    let line: Vec<(f64, f64)> = extended(&values, after).into_iter().map(|p| panel.at(p)).collect();
    match curve.dash {
        None => c.line(&line, stroke(curve.colour, 2.2)),
        Some(dash) => c.dashed(&line, stroke(curve.colour, 2.0), dash),
    }
}

/// A step function drawn out to the last day.
pub(super) fn extended(points: &[(f64, f64)], after: f64) -> Vec<(f64, f64)> {
    let mut out = steps(points);
    if let Some(&(day, value)) = out.last()
        && day < after
    {
        out.push((after, value));
    }
    out
}

/// Name and final value of each curve at its right end.
fn end_labels(c: &Canvas, panel: &Panel, curves: &[Curve]) {
    let last = |curve: &Curve| curve.points.last().copied();
    let heights: Vec<f64> = curves
        .iter()
        .map(|curve| panel.py(last(curve).map_or(0.0, |p| p.value)))
        .collect();
    let placed = spread(&heights, 34.0, panel.top + 12.0, panel.bottom - 14.0);
    for (i, curve) in curves.iter().enumerate() {
        let Some(end) = last(curve) else { continue };
        c.line(
            &[(panel.right + 2.0, heights[i]), (panel.right + 12.0, placed[i] - 6.0)],
            stroke(curve.colour, 0.8),
        );
        let (value, interval) = words::percents(end.value, end.low, end.high);
        let text = format!("{} {value}", curve.name);
        c.text(
            (panel.right + 15.0, placed[i] - 6.0),
            &text,
            label(12.5, curve.colour).bold(),
        );

        c.text((panel.right + 15.0, placed[i] + 8.0), &interval, label(11.0, QUIET));
    }
}
