//! Mechanisms under each protocol.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{Canvas, figure, label, stroke};
use super::super::series::Dot;
use crate::model::biology::Mechanism;
use crate::report::ReportError;
use crate::report::compare::{Arm, Comparison, culture, letter};
use crate::report::palette::{self, FAINT, INK, QUIET};
use crate::report::words::mechanism;
use crate::statistics::Proportion;
use crate::statistics::paired::MechanismPair;
use crate::words;

/// Height of a protocol's line in the legend.
const LEGEND: f64 = 17.0;
/// Height of a mechanism's row.
const ROW: f64 = 26.0;
/// Mechanisms shown at most.
const MECHANISMS: usize = 12;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ArmsProfile {
    /// Names of the protocols.
    pub protocols: Vec<String>,
    /// What one culture is called.
    pub culture: &'static str,
    /// The leading mechanisms, most flasks under any protocol first.
    pub rows: Vec<ArmsRow>,
}

/// One mechanism.
#[derive(Debug, Clone, PartialEq)]
pub struct ArmsRow {
    /// As people read it.
    pub name: String,
    /// Per protocol: share of all flasks that became resistant with it dominant.
    pub shares: Vec<Dot>,
}

/// Share of all flasks that became resistant with a mechanism dominant.
pub fn data(arms: &[Arm], comparisons: &[Comparison]) -> ArmsProfile {
    let rows = leading(comparisons).into_iter().map(|of| ArmsRow {
        name: mechanism(of).to_owned(),
        shares: shares(of, comparisons),
    });
    ArmsProfile {
        protocols: arms.iter().map(|arm| arm.name.clone()).collect(),
        culture: culture(arms),
        rows: rows.collect(),
    }
}

/// Mechanisms with most flasks under any protocol.
fn leading(comparisons: &[Comparison]) -> Vec<&Mechanism> {
    let mut found: Vec<(&Mechanism, u64)> = Vec::new();
    for pair in comparisons.iter().flat_map(|row| &row.paired.mechanisms) {
        let count = pair.shares.first.count.max(pair.shares.other.count);
        match found.iter_mut().find(|(seen, _)| seen.label == pair.mechanism.label) {
            Some((_, most)) => *most = count.max(*most),
            None => found.push((&pair.mechanism, count)),
        }
    }
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    found.truncate(MECHANISMS);
    found.into_iter().map(|(mechanism, _)| mechanism).collect()
}

/// A mechanism's share under the first protocol, then under every other one.
fn shares(of: &Mechanism, comparisons: &[Comparison]) -> Vec<Dot> {
    let pair = |row: &Comparison| -> Option<MechanismPair> {
        let pairs = &row.paired.mechanisms;
        pairs.iter().find(|pair| pair.mechanism.label == of.label).cloned()
    };
    let found: Vec<Option<MechanismPair>> = comparisons.iter().map(pair).collect();
    let first = found.iter().flatten().next().map(|pair| pair.shares.first);
    let none = Proportion::new(0, first.map_or(0, |first| first.n));
    let others = found.iter().map(|pair| pair.as_ref().map(|pair| pair.shares.other));
    let all = std::iter::once(first).chain(others);
    all.map(|share| Dot::from(&share.unwrap_or(none))).collect()
}

impl ArmsProfile {
    /// Where it is drawn.
    pub fn panel(&self) -> Panel {
        let dots = self.rows.iter().flat_map(|row| &row.shares);
        let highest = dots.map(|dot| dot.high).fold(0.05, f64::max);
        let top = 24.0 + LEGEND * self.protocols.len() as f64;
        Panel {
            left: 236.0,
            right: 700.0,
            top,
            bottom: top + ROW * self.rows.len().max(1) as f64 + 14.0,
            x: Scale::Linear {
                low: 0.0,
                high: (highest * 1.02).min(1.0),
            },
            y: Scale::Linear { low: 0.0, high: 1.0 },
        }
    }
}

/// A dot with its interval per mechanism and protocol.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &ArmsProfile) -> Result<String, ReportError> {
    let panel = shown.panel();
    let size = (WIDTH, panel.bottom + 48.0);
    figure("profile", "Mechanisms under each protocol", size, |c| {
        for (i, name) in shown.protocols.iter().enumerate() {
            let y = 16.0 + LEGEND * i as f64;
            c.circle((panel.left + 4.0, y), 4.5, palette::series(i), 1.0);
            let text = format!("{}  {}", letter(i), c.shortened(name, 74));
            c.text((panel.left + 13.0, y), &text, label(11.5, INK));
        }
        let ticks = panel.x.ticks(6, words::percent);
        for (value, _) in &ticks {
            let x = panel.px(*value);
            c.line(&[(x, panel.top), (x, panel.bottom)], stroke(FAINT, 0.8));
        }
        panel.draw_x(c, &format!("share of all {}s", shown.culture), &ticks);
        if shown.rows.is_empty() {
            let none = format!("no resistant {}", shown.culture);
            c.text((panel.left, panel.top + 16.0), &none, label(12.0, QUIET));
        }
        for (k, row) in shown.rows.iter().enumerate() {
            draw_row(c, &panel, row, panel.top + 13.0 + ROW * k as f64);
        }
    })
}

fn draw_row(c: &Canvas, panel: &Panel, row: &ArmsRow, y: f64) {
    // Offset of the i-th of n from their middle.
    let beside = |i: usize, n: usize| i as f64 - (n as f64 - 1.0) / 2.0;
    let lines = words::lines(&row.name, 36, 2);
    for (i, line) in lines.iter().enumerate() {
        let at = (panel.left - 10.0, y + 12.0 * beside(i, lines.len()));
        c.text(at, line, label(11.0, INK).right());
    }
    let gap = 16.0 / row.shares.len() as f64;
    for (i, dot) in row.shares.iter().enumerate() {
        let y = y + gap * beside(i, row.shares.len());
        let colour = palette::series(i);
        c.line(&[(panel.px(dot.low), y), (panel.px(dot.high), y)], stroke(colour, 1.2));
        c.circle((panel.px(dot.value), y), 3.8, colour, 1.0);
    }
}
