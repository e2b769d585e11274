//! Paired differences between protocols, and who was later.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{Canvas, figure, label, stroke, text_width};
use super::super::series::Dot;
use crate::report::ReportError;
use crate::report::compare::{Arm, Comparison, letter};
use crate::report::palette::{self, Colour, FAINT, INK, QUIET};
use crate::words::{self, shortened, signed};

/// Height of a row.
const ROW: f64 = 70.0;
/// Middle of the first row's intervals; a heading has a strip of its own above, free of grid lines.
const FIRST: f64 = 84.0;
/// Ends of the bars of who is later.
const LATER: (f64, f64) = (500.0, 706.0);

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct DifferencesFigure {
    /// One per protocol after the first.
    pub rows: Vec<DifferenceRow>,
    /// Some protocol shares its flasks with the first.
    pub paired: bool,
}

/// A protocol against the first.
#[derive(Debug, Clone, PartialEq)]
pub struct DifferenceRow {
    /// Index of the protocol.
    pub other: usize,
    /// Its name.
    pub name: String,
    /// Difference in resistant flasks, percentage points.
    pub points: Dot,
    /// Difference in the restricted mean time, days; without an interval where there is none.
    pub days: Dot,
    /// Who is later, flask by flask; absent between independent flasks.
    pub later: Option<Later>,
}

/// Shares of flasks, which add up to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Later {
    /// Later under the first protocol.
    pub first: f64,
    /// Neither.
    pub tie: f64,
    /// Later under the other.
    pub other: f64,
}

/// Differences to the first protocol: in the probability of resistance, in days, and who was later.
pub fn data(arms: &[Arm], comparisons: &[Comparison]) -> DifferencesFigure {
    let row = |row: &Comparison| {
        let (resistant, time) = (&row.paired.resistant, &row.paired.time);
        DifferenceRow {
            other: row.other,
            name: arms[row.other].name.clone(),
            points: Dot {
                value: resistant.difference * 100.0,
                low: resistant.low * 100.0,
                high: resistant.high * 100.0,
            },
            days: Dot {
                value: time.difference,
                low: time.low.unwrap_or(time.difference),
                high: time.high.unwrap_or(time.difference),
            },
            later: row.paired.order.as_ref().map(|order| Later {
                first: order.later_in_first.share,
                tie: order.tie.share,
                other: order.later_in_other.share,
            }),
        }
    };
    DifferencesFigure {
        rows: comparisons.iter().map(row).collect(),
        paired: comparisons.iter().any(|row| row.shares_flasks),
    }
}

impl DifferencesFigure {
    /// Where differences in resistant flasks are drawn.
    pub fn point_panel(&self) -> Panel {
        self.panel(40.0, |row| row.points)
    }

    /// Where differences in days are drawn.
    pub fn day_panel(&self) -> Panel {
        self.panel(270.0, |row| row.days)
    }

    /// A panel around 0 that holds every interval.
    fn panel(&self, left: f64, dot: fn(&DifferenceRow) -> Dot) -> Panel {
        let ends = || self.rows.iter().map(dot).flat_map(|dot| [dot.value, dot.low, dot.high]);
        let (low, high) = (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max));
        let room = 0.08 * (high - low).max(1.0);
        Panel {
            left,
            right: left + 200.0,
            top: 34.0,
            bottom: 34.0 + ROW * self.rows.len() as f64,
            x: Scale::Linear {
                low: low - room,
                high: high + room,
            },
            y: Scale::Linear { low: 0.0, high: 1.0 },
        }
    }
}

/// Intervals left, a bar of who is later right.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &DifferencesFigure) -> Result<String, ReportError> {
    let height = 82.0 + ROW * shown.rows.len() as f64;
    let title = "Differences to the first protocol, with 95% intervals";
    figure("differences", title, (WIDTH, height), |c| {
        let (points, days) = (shown.point_panel(), shown.day_panel());
        let dots = |of: fn(&DifferenceRow) -> Dot| -> Vec<Dot> { shown.rows.iter().map(of).collect() };
        let unit = "percentage points";
        forest(c, &points, "resistant by the horizon", unit, &dots(|row| row.points));
        forest(c, &days, "restricted mean time", "days", &dots(|row| row.days));
        for (i, row) in shown.rows.iter().enumerate() {
            let y = row_y(i);
            let head = format!("{} against {}:  ", letter(row.other), letter(0));
            let text = fitting(&head, &row.name, LATER.1 - points.left);
            let look = label(11.5, palette::series(row.other)).bold();
            c.text((points.left, y - 34.0), &text, look);
            later_bar(c, row, y);
        }
        if shown.paired {
            c.text((LATER.0, 20.0), "who is resistant later", label(12.0, INK).bold());
        }
    })
}

fn row_y(row: usize) -> f64 {
    FIRST + ROW * row as f64
}

/// A heading with as much of a name as a bold line of this width holds.
fn fitting(head: &str, name: &str, width: f64) -> String {
    let whole = |length: usize| format!("{head}{}", shortened(name, length));
    let fits = |length: &usize| 1.1 * text_width(&whole(*length), 11.5) <= width;
    let length = (8..=name.chars().count().max(8)).rev().find(fits).unwrap_or(8);
    whole(length)
}

fn forest(c: &Canvas, panel: &Panel, title: &str, unit: &str, dots: &[Dot]) {
    c.text((panel.left, 20.0), title, label(12.0, INK).bold());
    let ticks = panel.x.ticks(4, signed);
    let zero = panel.px(0.0);
    for row in 0..dots.len() {
        let (top, bottom) = (row_y(row) - 20.0, row_y(row) + 20.0);
        for (value, _) in &ticks {
            let x = panel.px(*value);
            c.line(&[(x, top), (x, bottom)], stroke(FAINT, 0.8));
        }
        c.line(&[(zero, top), (zero, bottom)], stroke(QUIET, 1.2));
    }
    panel.draw_x(c, unit, &ticks);
    for (row, dot) in dots.iter().enumerate() {
        let y = row_y(row);
        c.line(&[(panel.px(dot.low), y), (panel.px(dot.high), y)], stroke(INK, 1.8));
        for end in [dot.low, dot.high] {
            let x = panel.px(end);
            c.line(&[(x, y - 4.0), (x, y + 4.0)], stroke(INK, 1.4));
        }
        c.circle((panel.px(dot.value), y), 4.5, INK, 1.0);
        let text = signed(dot.value);
        let half = text_width(&text, 11.0) / 2.0;
        let x = panel.px(dot.value).clamp(panel.left + half, panel.right - half);
        c.text((x, y - 11.0), &text, label(11.0, INK).centred());
    }
}

/// A bar of later in the first, tie, later in the other.
fn later_bar(c: &Canvas, row: &DifferenceRow, y: f64) {
    let (left, right) = LATER;
    let Some(later) = row.later else {
        let told = "independent samples: not comparable one by one";
        c.text((left, y), told, label(11.0, QUIET));
        return;
    };
    let other = letter(row.other).to_string();
    let parts: [(f64, Colour, &str); 3] = [
        (later.first, palette::series(0), &letter(0).to_string()),
        (later.tie, FAINT, "tie"),
        (later.other, palette::series(row.other), &other),
    ];
    let mut x = left;
    for (share, colour, name) in parts {
        let next = x + share * (right - left);
        c.rect((x, y - 9.0), (next, y + 9.0), colour, 1.0);
        let text = format!("{name} {}", words::percent(share));
        if text_width(&text, 11.0) < next - x {
            c.text(((x + next) / 2.0, y), &text, label(11.0, colour.readable()).centred());
        }
        x = next;
    }
}
