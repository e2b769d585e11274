//! Stacked bars of mechanisms over the values of one key.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{Canvas, Label, figure, label, spread, stroke};
use super::values::{panel, values};
use crate::report::ReportError;
use crate::report::palette::{self, Colour, FAINT, INK, NONE, QUIET};
use crate::report::sweep::SweepReport;
use crate::statistics::sweep::leading;
use crate::words;

/// Mechanisms with a colour of their own.
const MECHANISMS: usize = 8;

/// Characters of a mechanism's name in a line beside a figure.
const NAME: usize = 31;

/// Stacked shares of the mechanisms by value of one key.
pub fn draw(report: &SweepReport) -> Result<String, ReportError> {
    let shown = leading(report.points.iter().map(|point| &point.result), MECHANISMS);
    figure("profile", "Mechanisms by value", (WIDTH, 340.0), |c| {
        let highest = report.points.iter().map(|point| point.result.resistant.share);
        let highest = highest.fold(0.05, f64::max);
        let y = Scale::Linear {
            low: 0.0,
            high: if highest > 0.5 { 1.0 } else { 1.1 * highest },
        };
        let panel = Panel {
            bottom: 282.0,
            ..panel((66.0, 500.0), y, report.points.len())
        };
        let what = format!("share of all {}s", report.culture());
        panel.draw_y(c, &what, &y.ticks(5, words::percent));
        let half = (0.38 * (panel.right - panel.left) / report.points.len().max(1) as f64).min(34.0);
        let mut last = vec![0.0; shown.len() + 1];
        let mut rare = false;
        for (i, point) in report.points.iter().enumerate() {
            let x = panel.px(i as f64);
            let mut from = 0.0;
            let mut block = |share: f64, colour: Colour| -> f64 {
                let to = from + share;
                if share > 0.0 {
                    c.rect((x - half, panel.py(from)), (x + half, panel.py(to)), colour, 1.0);
                }
                let middle = (from + to) / 2.0;
                from = to;
                middle
            };
            let mut rest = point.result.resistant.share;
            for (k, mechanism) in shown.iter().enumerate() {
                let share = point.result.share_of(&mechanism.label).share;
                rest -= share;
                last[k] = block(share, palette::mechanism(mechanism));
            }
            rare |= rest > 1e-9;
            last[shown.len()] = block(rest.max(0.0), NONE);
        }
        values(c, &panel, &report.keys[0].values, &report.keys[0].key);
        let entries = shown.len() + usize::from(rare);
        legend(c, &panel, &shown, &last[..entries]);
    })
}

/// A name in at most two lines, about a point.
fn beside(c: &Canvas, (x, y): (f64, f64), name: &str, look: Label) {
    let lines = words::lines(name, NAME, 2);
    for (i, line) in lines.iter().enumerate() {
        let above = 0.5 * (lines.len() as f64 - 1.0);
        c.text((x, y + 12.0 * (i as f64 - above)), line, look);
    }
}

fn legend(c: &Canvas, panel: &Panel, shown: &[crate::model::biology::Mechanism], last: &[f64]) {
    if shown.is_empty() {
        c.text(
            (panel.left + 12.0, panel.top + 14.0),
            "no resistant flask",
            label(12.0, QUIET),
        );
        return;
    }
    let others = ("others".to_owned(), NONE);
    let named = shown
        .iter()
        .map(|m| (crate::report::words::mechanism(m).to_owned(), palette::mechanism(m)));
    let entries: Vec<(String, Colour)> = named.chain([others]).take(last.len()).collect();
    let wanted: Vec<f64> = last.iter().map(|&share| panel.py(share)).collect();
    let wrapped = entries.iter().any(|(name, _)| words::lines(name, NAME, 2).len() > 1);
    let gap = if wrapped { 28.0 } else { 17.0 };
    let placed = spread(&wanted, gap, panel.top + 6.0, panel.bottom - 6.0);
    for ((name, colour), y) in entries.iter().zip(placed) {
        c.rect(
            (panel.right + 14.0, y - 5.0),
            (panel.right + 24.0, y + 5.0),
            *colour,
            1.0,
        );
        beside(c, (panel.right + 30.0, y), name, label(11.0, INK));
    }
    c.line(
        &[(panel.right, panel.top), (panel.right, panel.bottom)],
        stroke(FAINT, 0.8),
    );
}
