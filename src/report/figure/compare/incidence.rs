//! Cumulative incidence of resistance under every protocol.

use super::super::WIDTH;
use super::super::axis::Panel;
use super::super::canvas::{Canvas, figure, label, spread};
use super::super::incidence::{axes, leader, panel};
use super::super::series::{Curve, Dash};
use crate::report::ReportError;
use crate::report::compare::{Arm, culture, letter};
use crate::report::palette::{self, QUIET};
use crate::statistics::incidence::{IncidencePoint, at};
use crate::words::{self, percents, shortened};

/// Characters of a protocol's name that find room beside a figure.
const NAME: usize = 32;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ArmsIncidence {
    /// Last day of the axis.
    pub horizon: f64,
    /// One per protocol: probability of resistance by day.
    pub curves: Vec<Curve>,
    /// Whether each protocol's doses hold the unaltered cells.
    pub held: Vec<bool>,
    /// What one culture is called.
    pub culture: &'static str,
}

/// Probability of resistance by day under every protocol, with pointwise bands, up to the horizon.
pub fn data(arms: &[Arm], horizon: f64) -> ArmsIncidence {
    // Protocols differ in line style as well as in colour; the first is solid.
    let dash = |on, off| Some(Dash { on, off });
    let dashes = [None, dash(8.0, 3.0), dash(3.0, 3.0), dash(12.0, 4.0)];
    let curve = |(i, arm): (usize, &Arm)| {
        let points = up_to(&arm.summary.incidence.resistant, horizon);
        let (colour, dash) = (palette::series(i), dashes[i % dashes.len()]);
        Curve::of_incidence(arm.name.clone(), colour, dash, &points, horizon)
    };
    ArmsIncidence {
        horizon,
        curves: arms.iter().enumerate().map(curve).collect(),
        held: arms.iter().map(Arm::held).collect(),
        culture: culture(arms),
    }
}

fn up_to(curve: &[IncidencePoint], horizon: f64) -> Vec<IncidencePoint> {
    let before = curve.iter().copied().filter(|p| p.day <= horizon);
    before.chain(at(curve, horizon)).collect()
}

impl ArmsIncidence {
    /// Where it is drawn.
    pub fn panel(&self) -> Panel {
        panel(self.horizon, 480.0)
    }
}

/// Bands first, then lines, then names at their ends.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &ArmsIncidence) -> Result<String, ReportError> {
    let title = "Cumulative incidence of resistance under each protocol";
    figure("incidence", title, (WIDTH, 360.0), |c| {
        let panel = shown.panel();
        let share = format!("share of {}s resistant", shown.culture);
        axes(c, &panel, &share, shown.culture);
        for curve in &shown.curves {
            panel.band(c, &curve.band, curve.colour, 0.14);
        }
        shown.curves.iter().for_each(|curve| panel.curve(c, curve, 2.2));
        end_labels(c, &panel, shown);
    })
}

/// Letter and name of each protocol with its final value; names of two lines where there is room.
fn end_labels(c: &Canvas, panel: &Panel, shown: &ArmsIncidence) {
    let curves = &shown.curves;
    let end = |curve: &Curve| panel.py(curve.end.map_or(0.0, |end| end.value));
    let heights: Vec<f64> = curves.iter().map(end).collect();
    let wrapped = |curve: &Curve| words::lines(&curve.name, NAME, 2);
    let tall = curves.len() <= 6 && curves.iter().any(|curve| wrapped(curve).len() > 1);
    let gap = if tall { 47.0 } else { 34.0 };
    let placed = spread(&heights, gap, panel.top + 12.0, panel.bottom - 27.0);
    for (i, curve) in curves.iter().enumerate() {
        let Some(end) = curve.end else { continue };
        let (x, y) = (panel.right + 15.0, placed[i] - 6.0);
        leader(c, panel, [heights[i], y], curve.colour);
        let lines = match tall {
            true => wrapped(curve),
            false => vec![shortened(&curve.name, NAME)],
        };
        for (line, name) in lines.iter().enumerate() {
            let text = match line {
                0 => format!("{}  {name}", letter(i)),
                _ => format!("    {name}"),
            };
            let at = (x, y + 13.0 * line as f64);
            c.text(at, &text, label(12.0, curve.colour).bold());
        }
        let (value, range) = percents(end.value, end.low, end.high);
        let at = (x, y + 1.0 + 13.0 * lines.len() as f64);
        let mark = if shown.held[i] { "" } else { ", cells not held" };
        c.text(at, &format!("{value} ({range}){mark}"), label(11.0, QUIET));
    }
}
