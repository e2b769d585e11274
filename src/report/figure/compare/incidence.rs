//! Cumulative incidence of resistance under every protocol.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale, days, plain_text};
use super::super::canvas::{Canvas, figure, label, spread, stroke};
use super::super::incidence::extended;
use crate::report::ReportError;
use crate::report::compare::{Arm, letter};
use crate::report::palette::{self, QUIET};
use crate::statistics::incidence::{IncidencePoint, at};
use crate::words::{self, percents, shortened};

/// Characters of a protocol's name that find room beside a figure.
const NAME: usize = 32;

/// Probability of resistance by day under every protocol, with pointwise bands, up to the horizon.
pub fn draw(arms: &[Arm], horizon: f64) -> Result<String, ReportError> {
    figure(
        "incidence",
        "Cumulative incidence of resistance under each protocol",
        (WIDTH, 360.0),
        |c| {
            let y = Scale::Linear { low: 0.0, high: 1.0 };
            let panel = Panel {
                left: 66.0,
                right: 480.0,
                top: 16.0,
                bottom: 306.0,
                x: days(horizon),
                y,
            };
            panel.draw_y(c, "share of flasks resistant", &y.ticks(5, words::percent));
            panel.draw_x(c, "days since seeding", &panel.x.ticks(8, plain_text));
            let curves: Vec<Vec<IncidencePoint>> = arms.iter().map(|arm| up_to(arm, horizon)).collect();
            for (i, curve) in curves.iter().enumerate() {
                let ends = |f: fn(&IncidencePoint) -> f64| -> Vec<(f64, f64)> {
                    extended(&curve.iter().map(|p| (p.day, f(p))).collect::<Vec<_>>(), horizon)
                };
                let band = ends(|p| p.low).into_iter().zip(ends(|p| p.high));
                let band: Vec<(f64, f64, f64)> = band.map(|((day, low), (_, high))| (day, low, high)).collect();
                panel.band(c, &band, palette::series(i), 0.14);
            }
            for (i, curve) in curves.iter().enumerate() {
                let values: Vec<(f64, f64)> = curve.iter().map(|p| (p.day, p.value)).collect();
                let line: Vec<(f64, f64)> = extended(&values, horizon).into_iter().map(|p| panel.at(p)).collect();
                match dash(i) {
                    None => c.line(&line, stroke(palette::series(i), 2.2)),
                    Some(dash) => c.dashed(&line, stroke(palette::series(i), 2.2), dash),
                }
            }
            end_labels(c, &panel, arms, &curves);
        },
    )
}

/// Protocols differ in line style as well as in colour; the first is solid.
fn dash(i: usize) -> Option<(f64, f64)> {
    [None, Some((8.0, 3.0)), Some((3.0, 3.0)), Some((12.0, 4.0))][i % 4]
}

fn up_to(arm: &Arm, horizon: f64) -> Vec<IncidencePoint> {
    let curve = &arm.summary.incidence.resistant;
    let mut out: Vec<IncidencePoint> = curve.iter().copied().filter(|p| p.day <= horizon).collect();
    out.extend(at(curve, horizon));
    out
}

fn end_labels(c: &Canvas, panel: &Panel, arms: &[Arm], curves: &[Vec<IncidencePoint>]) {
    let last = |i: usize| curves[i].last().copied();
    let heights: Vec<f64> = (0..arms.len())
        .map(|i| panel.py(last(i).map_or(0.0, |p| p.value)))
        .collect();
    let names: Vec<Vec<String>> = arms.iter().map(|arm| words::lines(&arm.name, NAME, 2)).collect();
    let gap = if names.iter().any(|lines| lines.len() > 1) && arms.len() <= 6 {
        47.0
    } else {
        34.0
    };
    let placed = spread(&heights, gap, panel.top + 12.0, panel.bottom - 27.0);
    for (i, arm) in arms.iter().enumerate() {
        let Some(end) = last(i) else { continue };
        let (colour, y) = (palette::series(i), placed[i] - 6.0);
        c.line(
            &[(panel.right + 2.0, heights[i]), (panel.right + 12.0, y)],
            stroke(colour, 0.8),
        );
        let shown = if gap > 34.0 {
            names[i].clone()
        } else {
            vec![shortened(&arm.name, NAME)]
        };
        for (line, name) in shown.iter().enumerate() {
            let name = if line == 0 {
                format!("{}  {name}", letter(i))
            } else {
                format!("    {name}")
            };
            c.text(
                (panel.right + 15.0, y + 13.0 * line as f64),
                &name,
                label(12.0, colour).bold(),
            );
        }
        let (value, range) = percents(end.value, end.low, end.high);
        c.text(
            (panel.right + 15.0, y + 1.0 + 13.0 * shown.len() as f64),
            &format!("{value} ({range})"),
            label(11.0, QUIET),
        );
    }
}
