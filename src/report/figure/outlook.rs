//! Chance and knowledge as two intervals: what the central values give, and what worlds give.

use super::WIDTH;
use super::axis::{Panel, Scale};
use super::canvas::{Canvas, figure, label, stroke};
use super::series::Dot;
use crate::engine::record::Outcome;
use crate::report::ReportError;
use crate::report::palette::{self, Colour, FAINT, INK, QUIET};
use crate::statistics::profile::class_name;
use crate::statistics::worlds::{Outlook, WorldsSummary};
use crate::statistics::{FlaskSummary, Proportion};
use crate::words;

/// Classes drawn at most.
const MOST_CLASSES: usize = 5;
const LEFT: f64 = 196.0;
const TOP: f64 = 74.0;
const ROW: f64 = 38.0;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct OutlookFigure {
    /// What one culture is called.
    pub culture: &'static str,
    /// Worlds that were counted.
    pub worlds: u64,
    /// Resistant cultures among all, then classes among the resistant ones.
    pub rows: Vec<OutlookRow>,
}

/// A share by chance and over worlds.
#[derive(Debug, Clone, PartialEq)]
pub struct OutlookRow {
    /// What it is a share of.
    pub label: String,
    /// Colour of what is over worlds.
    pub colour: Colour,
    /// With every value at its central guess, and its 95% interval of chance; absent where nothing was counted.
    pub central: Option<Dot>,
    /// Over worlds.
    pub worlds: Outlook,
}

/// Resistance first, then the classes that lead most.
pub fn data(summary: &FlaskSummary, worlds: &WorldsSummary) -> OutlookFigure {
    let resistant = OutlookRow {
        label: "becomes resistant".to_owned(),
        colour: palette::RESISTANT,
        central: Some(Dot::from(&summary.outcome(Outcome::Resistant))),
        worlds: worlds.resistant,
    };
    let of_class = |class| {
        let row = summary.profile.by_class.iter().find(|row| row.class == class);
        let none = || Proportion::new(0, summary.profile.resistant_flasks);
        row.map_or_else(none, |row| row.dominant.of_resistant)
    };
    let classes = worlds.classes.iter().take(MOST_CLASSES).map(|one| OutlookRow {
        label: class_name(one.class).to_owned(),
        colour: palette::class(one.class),
        central: Some(of_class(one.class)).filter(|of| of.n > 0).as_ref().map(Dot::from),
        worlds: one.share,
    });
    OutlookFigure {
        culture: summary.culture(),
        worlds: worlds.worlds - worlds.refused,
        rows: std::iter::once(resistant).chain(classes).collect(),
    }
}

impl OutlookFigure {
    /// Where it is drawn.
    pub fn panel(&self) -> Panel {
        Panel {
            left: LEFT,
            right: WIDTH - 24.0,
            top: TOP,
            bottom: self.height_of(self.rows.len()),
            x: Scale::Linear { low: 0.0, high: 1.0 },
            y: Scale::Linear { low: 0.0, high: 1.0 },
        }
    }

    /// The vertical middle of a row; classes stand apart from resistance.
    pub fn height(&self, row: usize) -> f64 {
        self.height_of(row) + ROW / 2.0
    }

    fn height_of(&self, row: usize) -> f64 {
        TOP + row as f64 * ROW + if row > 0 { 30.0 } else { 0.0 }
    }
}

/// Two intervals a row: above, chance alone; below, what is not known.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &OutlookFigure) -> Result<String, ReportError> {
    let panel = shown.panel();
    let title = format!(
        "Share of resistant {}s and of their mechanisms: by chance alone, and over what is not known",
        shown.culture
    );
    figure("outlook", &title, (WIDTH, panel.bottom + 46.0), |c| {
        key(c, shown.worlds);
        let ticks = panel.x.ticks(5, words::percent);
        for (value, _) in &ticks {
            let x = panel.px(*value);
            c.line(&[(x, panel.top), (x, panel.bottom)], stroke(FAINT, 0.8));
        }
        for (i, row) in shown.rows.iter().enumerate() {
            one(c, row, shown.height(i), &panel);
        }
        if shown.rows.len() > 1 {
            let of = format!("dominates, of resistant {}s:", shown.culture);
            c.text((LEFT - 8.0, shown.height(1) - 31.0), &of, label(11.0, QUIET).right());
        }
        panel.draw_x(c, &format!("share of {}s", shown.culture), &ticks);
    })
}

/// What the marks mean, in words.
fn key(c: &Canvas, worlds: u64) {
    let (x, y) = (24.0, 16.0);
    chance(c, (x, x + 34.0), x + 17.0, y);
    let central = "central guesses: what chance alone leaves open (95% interval)";
    c.text((x + 44.0, y), central, label(11.5, INK));
    let y = 38.0;
    knowledge(c, [x, x + 9.0, x + 25.0, x + 34.0], x + 17.0, y, QUIET);
    let over = format!(
        "{}: what is not known leaves open (dark: middle half of them; pale: nine of ten; line: mean)",
        words::counted(worlds, "world")
    );
    c.text((x + 44.0, y), &over, label(11.5, INK));
}

fn one(c: &Canvas, row: &OutlookRow, y: f64, panel: &Panel) {
    let OutlookRow { worlds, central, .. } = row;
    c.text((LEFT - 8.0, y), &row.label, label(12.5, INK).right());
    if let Some(dot) = central {
        chance(c, (panel.px(dot.low), panel.px(dot.high)), panel.px(dot.value), y - 8.0);
    }
    let ends = [worlds.low, worlds.quarter, worlds.three_quarters, worlds.high].map(|share| panel.px(share));
    knowledge(c, ends, panel.px(worlds.mean), y + 6.0, row.colour);
}

/// A dot on a thin line with ends.
fn chance(c: &Canvas, (low, high): (f64, f64), at: f64, y: f64) {
    c.line(&[(low, y), (high, y)], stroke(INK, 1.2));
    for end in [low, high] {
        c.line(&[(end, y - 3.5), (end, y + 3.5)], stroke(INK, 1.2));
    }
    c.circle((at, y), 3.0, INK, 1.0);
}

/// A pale bar with a dark middle and a line across.
fn knowledge(c: &Canvas, [low, quarter, three_quarters, high]: [f64; 4], mean: f64, y: f64, colour: Colour) {
    c.rect((low, y - 6.0), (high, y + 6.0), colour, 0.25);
    c.rect((quarter, y - 6.0), (three_quarters, y + 6.0), colour, 0.75);
    c.line(&[(mean, y - 8.0), (mean, y + 8.0)], stroke(INK, 2.0));
}
