//! Stacked bars of mechanisms over the values of one key.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{Canvas, figure, hatching, label, spread, stroke};
use super::super::series::Layer;
use super::values::{panel, values};
use crate::report::ReportError;
use crate::report::palette::{self, FAINT, INK, NONE, QUIET, Texture};
use crate::report::sweep::SweepReport;
use crate::statistics::sweep::leading;
use crate::words;

/// Mechanisms with a colour of their own.
const MECHANISMS: usize = 8;

/// Characters of a mechanism's name in a line beside a figure.
const NAME: usize = 31;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct StackFigure {
    /// The key that is swept.
    pub key: String,
    /// Its values, one per column.
    pub values: Vec<String>,
    /// What one culture is called.
    pub culture: &'static str,
    /// From the bottom: the leading mechanisms, then all others where there are any.
    pub layers: Vec<Layer>,
    /// Upper end of the axis.
    pub high: f64,
}

/// Shares of the mechanisms by value of one key; they add up to the share of resistant flasks.
pub fn data(report: &SweepReport) -> StackFigure {
    let results = || report.points.iter().map(|point| &point.result);
    let shown = leading(results(), MECHANISMS);
    let mut rest: Vec<f64> = results().map(|result| result.resistant.share).collect();
    let highest = rest.iter().copied().fold(0.05, f64::max);
    let mut layers: Vec<Layer> = Vec::new();
    let textures = palette::textures(&shown.iter().collect::<Vec<_>>());
    for (mechanism, texture) in shown.iter().zip(textures) {
        let shares: Vec<f64> = results()
            .map(|result| result.share_of(&mechanism.label).share)
            .collect();
        rest.iter_mut().zip(&shares).for_each(|(rest, share)| *rest -= share);
        layers.push(Layer {
            name: crate::report::words::mechanism(mechanism).to_owned(),
            colour: palette::mechanism(mechanism),
            texture,
            shares,
        });
    }
    if rest.iter().any(|&rest| rest > 1e-9) {
        layers.push(Layer {
            name: "others".to_owned(),
            colour: NONE,
            texture: Texture::Plain,
            shares: rest.into_iter().map(|rest| rest.max(0.0)).collect(),
        });
    }
    StackFigure {
        key: report.keys[0].words.clone(),
        values: report.keys[0].told.clone(),
        culture: report.culture(),
        layers,
        high: if highest > 0.5 { 1.0 } else { 1.1 * highest },
    }
}

impl StackFigure {
    /// Where it is drawn.
    pub fn panel(&self) -> Panel {
        let y = Scale::Linear {
            low: 0.0,
            high: self.high,
        };
        Panel {
            bottom: 282.0,
            ..panel(66.0, 500.0, y, self.values.len())
        }
    }
}

/// A stack per value, names beside the last one.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &StackFigure) -> Result<String, ReportError> {
    figure("profile", "Mechanisms by value", (WIDTH, 340.0), |c| {
        let panel = shown.panel();
        let what = format!("share of all {}s", shown.culture);
        panel.draw_y(c, &what, &panel.y.ticks(5, words::percent));
        for column in 0..shown.values.len() {
            draw_column(c, &panel, shown, column);
        }
        values(c, &panel, &shown.values, &shown.key);
        draw_legend(c, &panel, &shown.layers);
    })
}

fn draw_column(c: &Canvas, panel: &Panel, shown: &StackFigure, column: usize) {
    let half = (0.38 * (panel.right - panel.left) / shown.values.len() as f64).min(34.0);
    let x = panel.px(column as f64);
    let mut below = 0.0;
    for layer in &shown.layers {
        let share = layer.shares[column];
        if share > 0.0 {
            let corners = ((x - half, panel.py(below)), (x + half, panel.py(below + share)));
            c.rect(corners.0, corners.1, layer.colour, 1.0);
            c.texture(corners.0, corners.1, layer.texture, hatching(layer.colour));
        }
        below += share;
    }
}

/// Names of the layers beside their blocks of the last stack.
fn draw_legend(c: &Canvas, panel: &Panel, layers: &[Layer]) {
    if layers.is_empty() {
        let at = (panel.left + 12.0, panel.top + 14.0);
        c.text(at, "no resistant flask", label(12.0, QUIET));
        return;
    }
    let mut below = 0.0;
    let mut middle = |layer: &Layer| {
        let share = layer.shares.last().copied().unwrap_or(0.0);
        below += share;
        panel.py(below - share / 2.0)
    };
    let wanted: Vec<f64> = layers.iter().map(&mut middle).collect();
    let names: Vec<Vec<String>> = layers.iter().map(|layer| words::lines(&layer.name, NAME, 2)).collect();
    let gap = if names.iter().any(|lines| lines.len() > 1) {
        28.0
    } else {
        17.0
    };
    let placed = spread(&wanted, gap, panel.top + 6.0, panel.bottom - 6.0);
    for ((layer, lines), y) in layers.iter().zip(&names).zip(placed) {
        let x = panel.right + 14.0;
        c.rect((x, y - 5.0), (x + 10.0, y + 5.0), layer.colour, 1.0);
        c.texture((x, y - 5.0), (x + 10.0, y + 5.0), layer.texture, hatching(layer.colour));
        for (i, line) in lines.iter().enumerate() {
            let above = 0.5 * (lines.len() as f64 - 1.0);
            c.text((x + 16.0, y + 12.0 * (i as f64 - above)), line, label(11.0, INK));
        }
    }
    c.line(
        &[(panel.right, panel.top), (panel.right, panel.bottom)],
        stroke(FAINT, 0.8),
    );
}
