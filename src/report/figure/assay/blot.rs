//! A western blot as bands: each antibody is its own exposure, darker is more.

use super::super::WIDTH;
use super::super::canvas::{Canvas, figure, label, stroke, text_width};
use crate::assay::signals::blot::{Band, Blot, BlotRow};
use crate::assay::signals::shown::RowKind;
use crate::report::ReportError;
use crate::report::palette::{Colour, FAINT, INK, QUIET};
use crate::words::fixed;

const LEFT: f64 = 124.0;
const LANE: f64 = 118.0;
const ROW: f64 = 34.0;
const TOP: f64 = 62.0;
/// Room for what a row is, right of the lanes.
const KINDS: f64 = 120.0;
/// Membrane and band.
const MEMBRANE: Colour = Colour(0xF1, 0xF0, 0xEC);
const SILVER: Colour = Colour(0x1C, 0x1B, 0x1A);

/// Draws a blot; it is as wide as its lanes need.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(blot: &Blot) -> Result<String, ReportError> {
    let bottom = TOP + blot.rows.len() as f64 * ROW;
    let width = WIDTH.max(LEFT + blot.lanes.len() as f64 * LANE + KINDS);
    figure(
        "blot",
        "Western blot, with and without drug",
        (width, bottom + 76.0),
        |c| {
            for (i, lane) in blot.lanes.iter().enumerate() {
                let x = LEFT + (i as f64 + 0.5) * LANE;
                // "flask 1, before treatment" takes two lines.
                match lane.specimen.split_once(", ") {
                    Some((first, rest)) => {
                        c.text((x, 12.0), &short(first), label(12.0, INK).centred().bold());
                        c.text((x, 27.0), &short(rest), label(12.0, INK).centred().bold());
                    }
                    None => c.text((x, 20.0), &short(&lane.specimen), label(12.0, INK).centred().bold()),
                }
                let size = fitting(&lane.treatment, 11.0);
                c.text((x, 44.0), &lane.treatment, label(size, QUIET).centred());
            }
            for (i, row) in blot.rows.iter().enumerate() {
                draw_row(c, row, TOP + i as f64 * ROW, blot.lanes.len());
            }
            density(c, bottom + 20.0);
            let note = "Numbers: read-out, 1 in the undrugged parental line; of receptors 1 in a positive control (what their alteration";
            let more = "adds). RAS-GTP and pMEK: the signal that passes. <: background; >: saturated.";
            c.text((16.0, bottom + 46.0), note, label(10.5, QUIET));
            c.text((16.0, bottom + 61.0), more, label(10.5, QUIET));
        },
    )
}

/// How dark a band of a share of its row's strongest one is.
fn density(c: &Canvas, y: f64) {
    let text = "Darkness: share of the row's exposure (its strongest band, at least 1)";
    c.text((16.0, y), text, label(10.5, QUIET));
    let start = 16.0 + text_width(text, 10.5);
    for (i, share) in [0.1, 0.3, 1.0].into_iter().enumerate() {
        let x = start + 22.0 + 64.0 * i as f64;
        c.rect((x - 16.0, y - 9.0), (x + 16.0, y + 9.0), MEMBRANE, 1.0);
        smear(c, (x, y), 0.4, share);
        c.text((x + 20.0, y), &format!("{share}"), label(10.0, QUIET));
    }
}

/// Largest size up to `wanted` at which a text fits a lane.
fn fitting(text: &str, wanted: f64) -> f64 {
    (wanted * (LANE - 8.0) / text_width(text, wanted).max(1.0)).clamp(7.0, wanted)
}

/// A name that fits a lane.
fn short(name: &str) -> String {
    let fits = 18;
    match name.chars().count() > fits {
        true => name.chars().take(fits - 1).chain(['…']).collect(),
        false => name.to_owned(),
    }
}

fn draw_row(c: &Canvas, row: &BlotRow, top: f64, lanes: usize) {
    let (middle, right) = (top + ROW / 2.0, LEFT + lanes as f64 * LANE);
    let colour = if row.silent { QUIET } else { INK };
    c.text((LEFT - 12.0, middle), &row.readout, label(12.0, colour).right());
    c.rect((LEFT, top + 2.0), (right, top + ROW - 2.0), MEMBRANE, 1.0);
    let brightest = row.bands.iter().map(|band| band.value).fold(1.0, f64::max);
    for (i, band) in row.bands.iter().enumerate() {
        draw_band(c, band, LEFT + (i as f64 + 0.5) * LANE, middle, brightest);
    }
    c.line(&[(LEFT, top + ROW - 2.0), (right, top + ROW - 2.0)], stroke(FAINT, 0.6));
    let kind = match (row.silent, row.kind) {
        (true, _) => "not in the model",
        (_, RowKind::Target) => "target",
        (_, RowKind::Relay) => "on the way to ERK",
        (_, RowKind::Pathway) => "pathway",
        (_, RowKind::Source) => "bypass",
    };
    c.text((right + 10.0, middle), kind, label(10.5, QUIET));
}

/// A band is a few stacked bars, densest in its middle.
fn draw_band(c: &Canvas, band: &Band, x: f64, middle: f64, brightest: f64) {
    let strength = if band.faint {
        0.0
    } else {
        (band.value / brightest).min(1.0)
    };
    smear(c, (x, middle - 4.0), 1.0, strength);
    let mark = match (band.faint, band.saturated) {
        (true, _) => "<",
        (_, true) => ">",
        _ => "",
    };
    let number = format!("{mark}{}", fixed(band.value, 2));
    c.text((x, middle + 9.5), &number, label(9.5, INK).centred());
}

/// A few stacked bars, darkest in the middle. `scale` shortens it.
fn smear(c: &Canvas, (x, y): (f64, f64), scale: f64, strength: f64) {
    for (half, height, share) in [(34.0, 6.0, 0.30), (31.0, 4.6, 0.45), (27.0, 3.0, 0.75)] {
        let opacity = (share * strength).clamp(0.0, 1.0);
        let half = half * scale;
        c.rect((x - half, y - height), (x + half, y + height), SILVER, opacity);
    }
}
