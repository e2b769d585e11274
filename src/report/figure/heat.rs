//! Heat maps over two keys, two beside each other.

use super::WIDTH;
use super::canvas::{Canvas, figure, label, stroke, text_width};
use crate::report::ReportError;
use crate::report::palette::{Colour, FAINT, INK, QUIET, Texture, WHITE};
use crate::words::lines;

/// One map: values by row (first key) and column (second key).
#[derive(Debug, Clone)]
pub struct Heat {
    /// What the map shows.
    pub title: String,
    /// What the number means, in small letters.
    pub note: String,
    /// One row per value of the first key, one column per value of the second; `None` is not defined.
    pub values: Vec<Vec<Option<f64>>>,
    /// Cells whose corner is cut off: a row per row of values, or none at all.
    pub marked: Vec<Vec<bool>>,
    /// Cells that are hatched, since their value is not known: a row per row of values, or none at all.
    pub hatched: Vec<Vec<bool>>,
    /// How a value is written in its cell.
    pub text: fn(f64) -> String,
    /// From value to colour.
    pub scale: HeatScale,
}

/// From value to colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum HeatScale {
    /// From pale at `low` to this colour at `high`.
    Rising {
        /// Value of the palest colour.
        low: f64,
        /// Value of the full colour.
        high: f64,
        /// The full colour.
        colour: Colour,
    },
    /// Pale at 0; blue below, red above, full at `reach`.
    Around {
        /// Distance from 0 at which colours are full.
        reach: f64,
    },
}

/// Side of a corner that is cut off, pixels.
const CORNER: f64 = 11.0;

const BELOW: Colour = Colour(0x1F, 0x66, 0xAC);
const ABOVE: Colour = Colour(0xB2, 0x2A, 0x2A);

impl HeatScale {
    /// Colour of a value; beyond the ends it is that of the end.
    pub fn colour(self, value: f64) -> Colour {
        match self {
            HeatScale::Rising { low, high, colour } => {
                let place = if high > low { (value - low) / (high - low) } else { 0.5 };
                mix(Colour(0xF4, 0xF5, 0xF7), colour, place)
            }
            HeatScale::Around { reach } => {
                let to = if value < 0.0 { BELOW } else { ABOVE };
                mix(
                    Colour(0xF7, 0xF7, 0xF7),
                    to,
                    if reach > 0.0 { value.abs() / reach } else { 0.0 },
                )
            }
        }
    }
}

fn mix(from: Colour, to: Colour, place: f64) -> Colour {
    let place = place.clamp(0.0, 1.0);
    let between = |a: u8, b: u8| libm::round(f64::from(a) + (f64::from(b) - f64::from(a)) * place) as u8;
    Colour(between(from.0, to.0), between(from.1, to.1), between(from.2, to.2))
}

/// What stands along the sides of every map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sides<'a> {
    /// Name of the first key.
    pub row_title: &'a str,
    /// Its values.
    pub rows: &'a [String],
    /// Name of the second key.
    pub column_title: &'a str,
    /// Its values.
    pub columns: &'a [String],
}

/// Maps that share their sides.
#[derive(Debug, Clone)]
pub struct Maps<'a> {
    /// Read to those who cannot see the figure.
    pub title: &'static str,
    /// Of every map.
    pub sides: Sides<'a>,
    /// In reading order.
    pub maps: Vec<Heat>,
}

/// Maps in rows of two. Rows of a map rise from the bottom.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(name: &'static str, shown: &Maps) -> Result<String, ReportError> {
    let Maps { title, sides, maps } = shown;
    let cell = (26.0f64).max(170.0 / sides.rows.len().max(1) as f64).min(46.0);
    let body = cell * sides.rows.len() as f64;
    let each = body + 124.0;
    let height = each * maps.len().div_ceil(2) as f64;
    figure(name, title, (WIDTH, height), |c| {
        for (i, map) in maps.iter().enumerate() {
            let left = if i % 2 == 0 { 0.0 } else { WIDTH / 2.0 };
            one(c, (left, each * (i / 2) as f64), cell, sides, map);
        }
    })
}

fn one(c: &Canvas, (x0, y0): (f64, f64), cell: f64, sides: &Sides, map: &Heat) {
    let (left, right) = (x0 + 82.0, x0 + WIDTH / 2.0 - 14.0);
    let (top, bottom) = (y0 + 50.0, y0 + 50.0 + cell * sides.rows.len() as f64);
    c.text((x0 + 12.0, y0 + 14.0), &map.title, label(13.0, INK).bold());
    c.text((x0 + 12.0, y0 + 32.0), &map.note, label(10.5, QUIET));
    let width = (right - left) / sides.columns.len().max(1) as f64;
    for (r, row) in map.values.iter().enumerate() {
        let y = bottom - cell * (r + 1) as f64;
        c.text(
            (left - 6.0, y + cell / 2.0),
            &c.shortened(&sides.rows[r], 9),
            label(10.5, QUIET).right(),
        );
        for (k, value) in row.iter().enumerate() {
            let x = left + width * k as f64;
            let colour = value.map_or(FAINT, |value| map.scale.colour(value));
            c.rect((x, y), (x + width - 1.0, y + cell - 1.0), colour, 1.0);
            let hatched = map.hatched.get(r).and_then(|row| row.get(k)) == Some(&true);
            if hatched {
                let (from, to) = ((x + 1.0, y + 1.0), (x + width - 2.0, y + cell - 2.0));
                c.texture(from, to, Texture::Rising, stroke(colour.readable(), 0.9));
            }
            if map.marked.get(r).and_then(|row| row.get(k)) == Some(&true) {
                let (right, side) = (x + width - 1.0, CORNER.min(0.4 * cell));
                c.polygon(&[(right - side, y), (right, y), (right, y + side)], WHITE, 1.0);
                c.line(&[(right - side, y), (right, y + side)], stroke(INK, 1.2));
            }
            let text = value.map_or_else(|| "–".to_owned(), map.text);
            if width >= 24.0 {
                let size = if width >= 34.0 { 10.5 } else { 8.5 };
                let ink = if colour == FAINT { QUIET } else { colour.readable() };
                if hatched {
                    // The number stands clear of the lines.
                    let half = (0.5 * text_width(&text, size) + 2.0, 0.6 * size);
                    let (middle, level) = (x + width / 2.0, y + cell / 2.0);
                    c.rect(
                        (middle - half.0, level - half.1),
                        (middle + half.0, level + half.1),
                        colour,
                        1.0,
                    );
                }
                c.text((x + width / 2.0, y + cell / 2.0), &text, label(size, ink).centred());
            }
        }
    }
    let every = (34.0 / width).ceil().max(1.0) as usize;
    for (k, name) in sides.columns.iter().enumerate().step_by(every) {
        let x = left + width * (k as f64 + 0.5);
        c.text((x, bottom + 10.0), &c.shortened(name, 9), label(10.5, QUIET).centred());
    }
    for (i, line) in lines(sides.column_title, 42, 2).iter().enumerate() {
        let at = ((left + right) / 2.0, bottom + 28.0 + 13.0 * i as f64);
        c.text(at, line, label(11.5, INK).centred());
    }
    let room = ((bottom - top) / 6.0) as usize + 4;
    for (i, line) in lines(sides.row_title, room, 2).iter().enumerate() {
        let at = (x0 + 10.0 + 13.0 * i as f64, (top + bottom) / 2.0);
        c.text(at, line, label(11.5, INK).centred().upright());
    }
    c.rect((left, bottom), (right, bottom + 0.5), WHITE, 0.0);
}
