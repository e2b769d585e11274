//! Read-outs as dots with intervals: a row per read-out, a colour per culture or condition.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{Canvas, figure, label, stroke, text_width};
use super::super::series::Dot;
use crate::report::ReportError;
use crate::report::palette::{Colour, FAINT, INK, QUIET};

/// Height of a row beside that of its dots, and of a dot.
const SPACE: f64 = 9.0;
const DOT: f64 = 9.0;
const TOP: f64 = 62.0;
const RIGHT: f64 = WIDTH - 26.0;
/// Widest text left of the panel.
const LABELS: f64 = 270.0;

/// One read-out: a dot per series.
pub struct Row {
    /// The read-out.
    pub label: String,
    /// One per series; `None` where it was not read.
    pub dots: Vec<Option<Dot>>,
    /// Written boldly: called, raised, re-sensitised.
    pub marked: bool,
}

/// What stands around the rows.
pub struct Dots<'a> {
    /// Above the rows.
    pub title: String,
    /// Cultures or conditions, with their colours.
    pub series: Vec<(String, Colour)>,
    /// Name of the axis.
    pub axis: &'a str,
    /// Its scale.
    pub scale: Scale,
    /// Text of a tick.
    pub tick: fn(f64) -> String,
    /// A line to compare with.
    pub reference: Option<f64>,
    /// From the top.
    pub rows: Vec<Row>,
    /// Below the axis.
    pub note: String,
}

/// Draws it under a name (the figure's id).
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(name: &'static str, dots: &Dots) -> Result<String, ReportError> {
    let wanted = dots.rows.iter().map(|row| text_width(&row.label, 11.0));
    let left = wanted.fold(80.0, f64::max).min(LABELS) + 26.0;
    let height = SPACE + DOT * dots.series.len() as f64;
    let bottom = TOP + height * dots.rows.len().max(1) as f64;
    let axes = Panel {
        left,
        right: RIGHT,
        top: TOP,
        bottom,
        x: dots.scale,
        y: Scale::Linear { low: 0.0, high: 1.0 },
    };
    figure(name, &dots.title, (WIDTH, bottom + 66.0), |c| {
        c.text((12.0, 16.0), &dots.title, label(13.0, INK).bold());
        legend(c, dots, left);
        for (i, row) in dots.rows.iter().enumerate() {
            let top = TOP + height * i as f64;
            c.rect(
                (left, top),
                (RIGHT, top + height),
                FAINT,
                if i % 2 == 0 { 0.28 } else { 0.1 },
            );
            let look = match row.marked {
                true => label(11.0, INK).bold(),
                false => label(11.0, INK),
            };
            let fits = (row.label.chars().count() as f64 * LABELS / text_width(&row.label, 11.0).max(1.0)) as usize;
            let text = c.shortened(&row.label, fits);
            c.text((left - 10.0, top + height / 2.0), &text, look.right());
        }
        let ticks = dots.scale.ticks(6, dots.tick);
        for (value, _) in &ticks {
            let x = axes.px(*value);
            c.line(&[(x, TOP), (x, bottom)], stroke(FAINT, 0.8));
        }
        axes.draw_x(c, dots.axis, &ticks);
        if let Some(at) = dots.reference {
            let x = axes.px(at);
            c.dashed(&[(x, TOP), (x, bottom)], stroke(QUIET, 1.0), (3.0, 3.0));
        }
        for (i, row) in dots.rows.iter().enumerate() {
            one(c, &axes, dots, row, TOP + height * (i as f64 + 0.5));
        }
        c.text((12.0, bottom + 54.0), &dots.note, label(10.5, QUIET));
    })
}

fn one(c: &Canvas, axes: &Panel, dots: &Dots, row: &Row, middle: f64) {
    for (k, dot) in row.dots.iter().enumerate() {
        let (Some(dot), Some((_, colour))) = (dot, dots.series.get(k)) else {
            continue;
        };
        let y = middle + DOT * (k as f64 - (dots.series.len() as f64 - 1.0) / 2.0);
        c.line(&[(axes.px(dot.low), y), (axes.px(dot.high), y)], stroke(*colour, 1.6));
        c.circle((axes.px(dot.value), y), 3.4, *colour, 1.0);
    }
}

fn legend(c: &Canvas, dots: &Dots, left: f64) {
    let mut x = left.min(120.0);
    for (name, colour) in &dots.series {
        c.circle((x, 40.0), 4.0, *colour, 1.0);
        c.text((x + 9.0, 40.0), name, label(11.0, INK));
        x += text_width(name, 11.0) + 32.0;
    }
}
