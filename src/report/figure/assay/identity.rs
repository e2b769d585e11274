//! STR typing as peaks by marker: the line's own alleles and foreign ones.

use super::super::WIDTH;
use super::super::canvas::{Canvas, figure, label, stroke};
use crate::assay::identity::{Marker, Typing};
use crate::report::ReportError;
use crate::report::palette::{Colour, FAINT, INK, QUIET, RESISTANT};

const LEFT: f64 = 16.0;
const TOP: f64 = 58.0;
/// Height of the highest peak, and of a culture's row.
const PEAK: f64 = 70.0;
const ROW: f64 = 142.0;
/// Half a peak's width at its foot.
const HALF: f64 = 4.5;
const OWN: Colour = Colour(0x2F, 0x6D, 0x8C);

/// Draws typed cultures, one below the other; `named` says beside them what they are.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(typed: &[Typing], named: bool) -> Result<String, ReportError> {
    let bottom = TOP + ROW * typed.len() as f64;
    figure("identity", "STR typing of the culture", (WIDTH, bottom + 34.0), |c| {
        c.text(
            (LEFT, 16.0),
            "STR typing against the profile of the line",
            label(13.0, INK).bold(),
        );
        for (i, (colour, text)) in [
            (OWN, "allele of the line"),
            (RESISTANT, "foreign allele"),
            (QUIET, "below the limit"),
        ]
        .into_iter()
        .enumerate()
        {
            let x = LEFT + 150.0 * i as f64;
            c.rect((x, 32.0), (x + 10.0, 42.0), colour, 1.0);
            c.text((x + 16.0, 37.0), text, label(11.0, INK));
        }
        for (i, typing) in typed.iter().enumerate() {
            row(c, typing, named, TOP + ROW * i as f64);
        }
        let note =
            "Height: over the marker's highest peak. Letters stand for repeat numbers; dashes: profile of the line.";
        c.text((LEFT, bottom + 14.0), note, label(10.5, QUIET));
    })
}

fn row(c: &Canvas, typing: &Typing, named: bool, top: f64) {
    let said = match named {
        true => format!("{}: {}", typing.specimen, typing.identity.words()),
        false => typing.specimen.clone(),
    };
    c.text((LEFT, top + 10.0), &said, label(11.5, INK));
    let width = (WIDTH - 2.0 * LEFT) / typing.markers.len().max(1) as f64;
    for (i, marker) in typing.markers.iter().enumerate() {
        of_marker(c, marker, (LEFT + width * i as f64, top + 30.0 + PEAK), width);
    }
}

fn of_marker(c: &Canvas, marker: &Marker, (left, base): (f64, f64), width: f64) {
    c.text(
        (left + width / 2.0, base + 26.0),
        &marker.name,
        label(11.0, INK).centred(),
    );
    c.line(&[(left + 5.0, base), (left + width - 5.0, base)], stroke(FAINT, 1.0));
    let step = (width - 20.0) / marker.peaks.len().max(1) as f64;
    for (i, peak) in marker.peaks.iter().enumerate() {
        let x = left + 10.0 + step * (i as f64 + 0.5);
        let colour = match (peak.called, peak.of_line) {
            (true, true) => OWN,
            (true, false) => RESISTANT,
            (false, _) => QUIET,
        };
        let tip = base - PEAK * peak.height;
        c.polygon(&[(x - HALF, base), (x, tip), (x + HALF, base)], colour, 1.0);
        if peak.of_line {
            c.line(&[(x - HALF, base + 3.0), (x + HALF, base + 3.0)], stroke(OWN, 2.0));
        }
        if peak.called {
            c.text((x, base + 12.0), &peak.allele, label(10.0, colour).centred());
        }
    }
}
