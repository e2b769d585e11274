//! Paired differences between protocols, and who was later.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{Canvas, figure, label, stroke, text_width};
use crate::report::ReportError;
use crate::report::compare::{Arm, Comparison, letter};
use crate::report::palette::{self, Colour, FAINT, INK, QUIET};
use crate::report::words::signed;
use crate::statistics::paired::Paired;
use crate::words::{self, shortened};

/// Height of a row of the differences.
const ROW: f64 = 70.0;

/// Paired differences to the first protocol: in the probability of resistance, in days, and who was later.
pub fn draw(arms: &[Arm], comparisons: &[Comparison]) -> Result<String, ReportError> {
    let height = 82.0 + ROW * comparisons.len() as f64;
    figure(
        "differences",
        "Differences to the first protocol, with 95% intervals",
        (WIDTH, height),
        |c| {
            let bottom = height - 48.0;
            let points: Vec<[f64; 3]> = comparisons.iter().map(|row| share_points(&row.paired)).collect();
            let times: Vec<[f64; 3]> = comparisons.iter().map(|row| day_points(&row.paired)).collect();
            let shares = forest_panel((40.0, 240.0), bottom, &points);
            let days = forest_panel((270.0, 470.0), bottom, &times);
            forest(c, &shares, "resistant by the horizon", "percentage points", &points);
            forest(c, &days, "restricted mean time", "days", &times);
            for (row, comparison) in comparisons.iter().enumerate() {
                let y = row_y(row);
                let head = format!("{} against {}:  ", letter(comparison.other), letter(0));
                let text = fitting(&head, &arms[comparison.other].name, LATER.1 - shares.left);
                c.text(
                    (shares.left, y - 34.0),
                    &text,
                    label(11.5, palette::series(comparison.other)).bold(),
                );
                later_bar(c, comparison, y);
            }
            if comparisons.iter().any(|row| row.shares_flasks) {
                c.text((500.0, 20.0), "who is resistant later", label(12.0, INK).bold());
            }
        },
    )
}

/// Middle of a row's intervals; its heading has a strip of its own above, free of grid lines.
fn row_y(row: usize) -> f64 {
    84.0 + ROW * row as f64
}

/// Ends of the bars of who is later.
const LATER: (f64, f64) = (500.0, 706.0);

/// A heading with as much of a name as a bold line of this width holds.
fn fitting(head: &str, name: &str, width: f64) -> String {
    let whole = |length: usize| format!("{head}{}", shortened(name, length));
    let fits = |length: &usize| 1.1 * text_width(&whole(*length), 11.5) <= width;
    let length = (8..=name.chars().count().max(8)).rev().find(fits).unwrap_or(8);
    whole(length)
}

fn share_points(paired: &Paired) -> [f64; 3] {
    let resistant = &paired.resistant;
    [resistant.difference, resistant.low, resistant.high].map(|share| share * 100.0)
}

fn day_points(paired: &Paired) -> [f64; 3] {
    let time = &paired.time;
    let end = |value: Option<f64>| value.unwrap_or(time.difference);
    [time.difference, end(time.low), end(time.high)]
}

/// A panel around 0 that holds every interval.
fn forest_panel((left, right): (f64, f64), bottom: f64, points: &[[f64; 3]]) -> Panel {
    let ends = points.iter().flatten();
    let reach = |f: fn(f64, f64) -> f64| ends.clone().copied().fold(0.0, f);
    let (low, high) = (reach(f64::min), reach(f64::max));
    let room = 0.08 * (high - low).max(1.0);
    Panel {
        left,
        right,
        top: 34.0,
        bottom,
        x: Scale::Linear {
            low: low - room,
            high: high + room,
        },
        y: Scale::Linear { low: 0.0, high: 1.0 },
    }
}

fn forest(c: &Canvas, panel: &Panel, title: &str, unit: &str, points: &[[f64; 3]]) {
    c.text((panel.left, 20.0), title, label(12.0, INK).bold());
    let ticks = panel.x.ticks(4, signed);
    let zero = panel.px(0.0);
    for row in 0..points.len() {
        let (top, bottom) = (row_y(row) - 20.0, row_y(row) + 20.0);
        for (value, _) in &ticks {
            let x = panel.px(*value);
            c.line(&[(x, top), (x, bottom)], stroke(FAINT, 0.8));
        }
        c.line(&[(zero, top), (zero, bottom)], stroke(QUIET, 1.2));
    }
    panel.draw_x(c, unit, &ticks);
    for (row, &[value, low, high]) in points.iter().enumerate() {
        let (y, colour) = (row_y(row), INK);
        c.line(&[(panel.px(low), y), (panel.px(high), y)], stroke(colour, 1.8));
        for end in [low, high] {
            c.line(
                &[(panel.px(end), y - 4.0), (panel.px(end), y + 4.0)],
                stroke(colour, 1.4),
            );
        }
        c.circle((panel.px(value), y), 4.5, colour, 1.0);
        let text = signed(value);
        let half = text_width(&text, 11.0) / 2.0;
        let x = panel.px(value).clamp(panel.left + half, panel.right - half);
        c.text((x, y - 11.0), &text, label(11.0, INK).centred());
    }
}

/// A bar of later in the first, tie, later in the other.
fn later_bar(c: &Canvas, comparison: &Comparison, y: f64) {
    let Some(order) = &comparison.paired.order else {
        c.text(
            (LATER.0, y),
            "other flasks: not comparable one by one",
            label(11.0, QUIET),
        );
        return;
    };
    let (left, right) = LATER;
    let parts: [(f64, Colour, String); 3] = [
        (
            order.later_in_first.share,
            palette::series(0),
            format!("{} ", letter(0)),
        ),
        (order.tie.share, FAINT, "tie ".to_owned()),
        (
            order.later_in_other.share,
            palette::series(comparison.other),
            format!("{} ", letter(comparison.other)),
        ),
    ];
    let mut x = left;
    for (share, colour, name) in parts {
        let next = x + share * (right - left);
        c.rect((x, y - 9.0), (next, y + 9.0), colour, 1.0);
        let text = format!("{name}{}", words::percent(share));
        if text_width(&text, 11.0) < next - x {
            c.text(((x + next) / 2.0, y), &text, label(11.0, colour.readable()).centred());
        }
        x = next;
    }
}
