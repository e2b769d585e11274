//! Horizontal bars with Wilson intervals, and their numbers in columns beside them.

use super::WIDTH;
use super::axis::{Panel, Scale};
use super::canvas::{Canvas, label, stroke};
use crate::report::palette::{self, Colour, FAINT, INK, QUIET};
use crate::statistics::Proportion;
use crate::words;

/// Where bars begin, pixels.
pub const LEFT: f64 = 216.0;
/// Where the axis ends, pixels.
pub const RIGHT: f64 = 510.0;
/// Height of a bar's row, pixels.
pub const ROW: f64 = 22.0;

/// Letters of a name that fit in one line beside a bar, and in each of two smaller ones.
const NAME: usize = 32;
const SMALL_NAME: usize = 40;

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What stands left of it.
    pub label: String,
    /// Of the bar.
    pub colour: Colour,
    /// Its length and whisker.
    pub share: Proportion,
    /// Length of the pale bar behind.
    pub pale: Option<f64>,
}

/// Where so many bars are drawn whose first row begins at `top`.
pub fn panel(bars: usize, top: f64, scale: Scale) -> Panel {
    Panel {
        left: LEFT,
        right: RIGHT,
        top,
        bottom: top + bars as f64 * ROW,
        x: scale,
        y: scale,
    }
}

/// A titled group of bars with its numbers in a column at the right.
pub(crate) fn block(c: &Canvas, title: &str, bars: &[Bar], panel: &Panel) {
    let (top, bottom) = (panel.top, panel.bottom);
    c.text((LEFT - 8.0, top - 11.0), title, label(12.0, INK).bold().right());
    c.text((RIGHT + 14.0, top - 11.0), "count", label(11.0, QUIET));
    c.text(
        (WIDTH - 8.0, top - 11.0),
        "share (95% interval)",
        label(11.0, QUIET).right(),
    );
    for (value, _) in panel.x.ticks(5, words::percent) {
        c.line(&[(panel.px(value), top), (panel.px(value), bottom)], stroke(FAINT, 0.8));
    }
    for (i, bar) in bars.iter().enumerate() {
        draw_bar(c, panel, bar, top + (i as f64 + 0.5) * ROW);
    }
}

fn draw_bar(c: &Canvas, panel: &Panel, bar: &Bar, y: f64) {
    name(c, &bar.label, y);
    if let Some(pale) = bar.pale {
        c.rect((LEFT, y - 7.5), (panel.px(pale), y + 7.5), bar.colour, 0.28);
    }
    c.rect((LEFT, y - 7.5), (panel.px(bar.share.share), y + 7.5), bar.colour, 1.0);
    whisker(c, panel, &bar.share, y);
    let count = words::grouped(bar.share.count);
    // Where the two would not fit, the caption has the total.
    let numbers = if bar.share.n < 100_000 {
        format!("{count}/{}", words::grouped(bar.share.n))
    } else {
        count
    };
    c.text((RIGHT + 14.0, y), &numbers, label(11.0, INK));
    c.text(
        (WIDTH - 8.0, y),
        &crate::report::words::share(&bar.share),
        label(11.0, INK).right(),
    );
}

/// What stands left of a bar, in two lines where it is long.
fn name(c: &Canvas, text: &str, y: f64) {
    if text.chars().count() <= NAME {
        return c.text((LEFT - 8.0, y), text, label(12.0, INK).right());
    }
    let lines = words::lines(text, SMALL_NAME, 2);
    let first = y - 5.2 * (lines.len() as f64 - 1.0);
    for (i, line) in lines.iter().enumerate() {
        c.text((LEFT - 8.0, first + 10.4 * i as f64), line, label(10.0, INK).right());
    }
}

fn whisker(c: &Canvas, panel: &Panel, share: &Proportion, y: f64) {
    let (low, high) = (panel.px(share.low), panel.px(share.high));
    c.line(&[(low, y), (high, y)], stroke(palette::WHITE, 2.6));
    c.line(&[(low, y), (high, y)], stroke(INK, 1.2));
    for x in [low, high] {
        c.line(&[(x, y - 3.0), (x, y + 3.0)], stroke(INK, 1.2));
    }
}
