//! Mechanisms under each protocol.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{figure, label, stroke};
use crate::report::ReportError;
use crate::report::compare::{Arm, Comparison, letter};
use crate::report::palette::{self, FAINT, INK, QUIET};
use crate::report::words::mechanism;
use crate::statistics::paired::MechanismPair;
use crate::words::{self, shortened};

/// Height of a protocol's line in the legend.
const LEGEND: f64 = 17.0;

/// Mechanisms shown at most.
const MECHANISMS: usize = 12;

/// Share of all flasks that became resistant with a mechanism dominant, a dot per protocol.
pub fn draw(arms: &[Arm], comparisons: &[Comparison]) -> Result<String, ReportError> {
    let rows = leading(comparisons);
    let top = 24.0 + LEGEND * arms.len() as f64;
    let height = top + 26.0 * rows.len().max(1) as f64 + 62.0;
    figure("profile", "Mechanisms under each protocol", (WIDTH, height), |c| {
        let highest = rows
            .iter()
            .flat_map(|row| row.1.iter().map(|p| p[2]))
            .fold(0.05, f64::max);
        let panel = Panel {
            left: 236.0,
            right: 700.0,
            top,
            bottom: height - 48.0,
            x: Scale::Linear {
                low: 0.0,
                high: (highest * 1.02).min(1.0),
            },
            y: Scale::Linear { low: 0.0, high: 1.0 },
        };
        for (i, arm) in arms.iter().enumerate() {
            let y = 16.0 + LEGEND * i as f64;
            c.circle((panel.left + 4.0, y), 4.5, palette::series(i), 1.0);
            let text = format!("{}  {}", letter(i), shortened(&arm.name, 74));
            c.text((panel.left + 13.0, y), &text, label(11.5, INK));
        }
        let ticks = panel.x.ticks(6, words::percent);
        for (value, _) in &ticks {
            let x = panel.px(*value);
            c.line(&[(x, panel.top), (x, panel.bottom)], stroke(FAINT, 0.8));
        }
        panel.draw_x(c, "share of all flasks", &ticks);
        if rows.is_empty() {
            c.text((panel.left, panel.top + 16.0), "no resistant flask", label(12.0, QUIET));
        }
        for (k, (name, points)) in rows.iter().enumerate() {
            let y = panel.top + 13.0 + 26.0 * k as f64;
            let lines = words::lines(name, 36, 2);
            for (i, line) in lines.iter().enumerate() {
                let y = y + 12.0 * (i as f64 - 0.5 * (lines.len() as f64 - 1.0));
                c.text((panel.left - 10.0, y), line, label(11.0, INK).right());
            }
            let gap = 16.0 / points.len() as f64;
            for (i, &[value, low, high]) in points.iter().enumerate() {
                let y = y + gap * (i as f64 - (points.len() as f64 - 1.0) / 2.0);
                let colour = palette::series(i);
                c.line(&[(panel.px(low), y), (panel.px(high), y)], stroke(colour, 1.2));
                c.circle((panel.px(value), y), 3.8, colour, 1.0);
            }
        }
    })
}

/// The leading mechanisms, with share and interval under every protocol.
fn leading(comparisons: &[Comparison]) -> Vec<(String, Vec<[f64; 3]>)> {
    let mut names: Vec<(&MechanismPair, u64)> = Vec::new();
    for pair in comparisons.iter().flat_map(|row| &row.paired.mechanisms) {
        let count = pair.shares.first.count.max(pair.shares.other.count);
        match names
            .iter_mut()
            .find(|(seen, _)| seen.mechanism.label == pair.mechanism.label)
        {
            Some((_, most)) => *most = count.max(*most),
            None => names.push((pair, count)),
        }
    }
    names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.mechanism.cmp(&b.0.mechanism)));
    names.truncate(MECHANISMS);
    let row = |wanted: &MechanismPair| {
        let share = |p: &crate::statistics::Proportion| [p.share, p.low, p.high];
        let of = |row: &Comparison| {
            row.paired
                .mechanisms
                .iter()
                .find(|m| m.mechanism.label == wanted.mechanism.label)
                .cloned()
        };
        let n = wanted.shares.first.n;
        let none = crate::statistics::Proportion::new(0, n);
        let first = comparisons.iter().find_map(of).map_or(none, |pair| pair.shares.first);
        let others = comparisons.iter().map(|c| of(c).map_or(none, |pair| pair.shares.other));
        let points = std::iter::once(first).chain(others).map(|p| share(&p)).collect();
        (mechanism(&wanted.mechanism).to_owned(), points)
    };
    names.into_iter().map(|(pair, _)| row(pair)).collect()
}
