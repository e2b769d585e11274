//! Alleles by drugs: how many times the dose each needs, and which numbers nobody measured.

use super::canvas::{Canvas, figure, label, stroke, text_width};
use crate::knowledge::catalogue::{Matrix, MatrixCell};
use crate::report::ReportError;
use crate::report::palette::{Colour, INK, QUIET, WHITE};
use crate::words;

const LEFT: f64 = 190.0;
const TOP: f64 = 132.0;
const HEIGHT: f64 = 19.0;
/// Narrowest column; a longer name widens all.
const NARROWEST: f64 = 62.0;
/// Folds up to this have the full colour.
const FULL: f64 = 300.0;

/// Heat map of folds.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn matrix(matrix: &Matrix) -> Result<String, ReportError> {
    let names = matrix.drugs.iter().map(|drug| text_width(drug, 10.5) + 12.0);
    let width = names.fold(NARROWEST, f64::max);
    let right = LEFT + width * matrix.drugs.len() as f64;
    let bottom = TOP + HEIGHT * matrix.rows.len() as f64;
    let title = format!("Potency of {} drugs by allele", matrix.family.to_uppercase());
    let size = ((right + 30.0).max(720.0), bottom + 26.0);
    figure("matrix", &title, size, |c| {
        c.text((12.0, 18.0), &title, label(14.0, INK).bold());
        let what = match &matrix.line {
            None => "times the dose on an unmutated copy, each in the endpoint of its study".to_owned(),
            Some(line) => format!("IC50 in {line}, nM"),
        };
        c.text((12.0, 37.0), &what, label(11.0, QUIET));
        key(c, matrix.line.is_some());
        for (d, drug) in matrix.drugs.iter().enumerate() {
            let x = LEFT + (d as f64 + 0.5) * width;
            c.text((x, TOP - 12.0), drug, label(10.5, INK).centred());
        }
        for (r, row) in matrix.rows.iter().enumerate() {
            let y = TOP + (r as f64 + 0.5) * HEIGHT;
            c.text((LEFT - 8.0, y), &c.shortened(&row.allele, 26), label(11.0, INK).right());
            for (d, cell) in row.cells.iter().enumerate() {
                draw_cell(
                    c,
                    cell,
                    matrix.line.is_some(),
                    (LEFT + d as f64 * width, y - HEIGHT / 2.0),
                    width,
                );
            }
        }
    })
}

/// Warm for folds above 1, cool below, on a logarithmic scale.
fn colour(fold: f64) -> Colour {
    let strength = (libm::log(fold).abs() / libm::log(FULL)).min(1.0);
    let end = if fold >= 1.0 { (190, 70, 20) } else { (60, 95, 140) };
    let mix = |to: i32| libm::round(255.0 + (f64::from(to) - 255.0) * strength) as u8;
    Colour(mix(end.0), mix(end.1), mix(end.2))
}

/// From pale at 1 nM to full at 10 µM, on a logarithmic scale: one dose has one colour in every row.
fn dose_colour(nanomolar: f64) -> Colour {
    colour(FULL.powf((libm::log10(nanomolar.max(1e-9)) / 4.0).clamp(0.0, 1.0)))
}

/// A number that nobody measured stands in a framed cell.
fn draw_cell(c: &Canvas, cell: &MatrixCell, doses: bool, (x, y): (f64, f64), width: f64) {
    let fill = match (doses, cell.ic50_nm) {
        (true, Some(dose)) => dose_colour(dose),
        (true, None) => WHITE,
        (false, _) => colour(cell.fold),
    };
    let (x0, y0, x1, y1) = (x + 1.0, y + 1.0, x + width - 1.0, y + HEIGHT - 1.0);
    let measured = cell.certainty.is_measured();
    if measured {
        c.rect((x0, y0), (x1, y1), fill, 1.0);
    } else {
        c.rect((x0, y0), (x1, y1), fill, 1.0);
        let frame = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)];
        c.dashed(&frame, stroke(QUIET, 0.8), (2.5, 2.0));
    }
    let number = match (doses, cell.ic50_nm) {
        (true, Some(dose)) => words::number(dose),
        (true, None) => "none".to_owned(),
        (false, _) => words::number(cell.fold),
    };
    let ink = if fill.luminance() < 0.35 { WHITE } else { INK };
    c.text(((x0 + x1) / 2.0, (y0 + y1) / 2.0), &number, label(10.0, ink).centred());
}

fn key(c: &Canvas, doses: bool) {
    let y = 62.0;
    let (steps, shade): ([f64; 8], fn(f64) -> Colour) = match doses {
        true => ([1.0, 3.0, 10.0, 30.0, 100.0, 1_000.0, 3_000.0, 10_000.0], dose_colour),
        false => ([0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0], colour),
    };
    for (i, step) in steps.into_iter().enumerate() {
        let x = LEFT + 44.0 * i as f64;
        c.rect((x, y - 6.0), (x + 44.0, y + 6.0), shade(step), 1.0);
        c.text((x + 22.0, y + 15.0), &words::number(step), label(10.0, QUIET).centred());
    }
    let frame = [
        (LEFT, 91.0),
        (LEFT + 24.0, 91.0),
        (LEFT + 24.0, 103.0),
        (LEFT, 103.0),
        (LEFT, 91.0),
    ];
    c.dashed(&frame, stroke(QUIET, 0.8), (2.5, 2.0));
    let told = "framed: no measurement; fitted, assumed, or imputed by rule";
    c.text((LEFT + 32.0, 97.0), told, label(11.0, QUIET));
    c.text(
        (LEFT - 8.0, y),
        if doses { "IC50, nM" } else { "fold" },
        label(11.0, QUIET).right(),
    );
}
