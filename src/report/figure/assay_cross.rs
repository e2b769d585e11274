//! Cross-resistance heat map: cultures by treatments, colour by fold over the parental line.

use super::WIDTH;
use super::canvas::{Canvas, figure, label, stroke, text_width};
use crate::assay::cross_resistance::{CrossCell, CrossMap, Crossing, Flag, NOTABLE};
use crate::report::palette::{Colour, FAINT, INK, QUIET, WHITE};
use crate::report::{ReportError, words};

const ROW: f64 = 26.0;
/// Folds at which the colours end.
const DEEPEST: f64 = 100.0;
const RESISTANT: Colour = Colour(0xA5, 0x1C, 0x30);
const SENSITIVE: Colour = Colour(0x1B, 0x5E, 0x9B);

/// Rows are cultures, columns treatments.
pub fn draw(map: &CrossMap) -> Result<String, ReportError> {
    let names = map.rows.iter().map(name);
    let left = names
        .map(|name| text_width(&name, 11.0))
        .fold(90.0, f64::max)
        .min(270.0)
        + 20.0;
    let column = ((WIDTH - left - 20.0) / map.treatments.len().max(1) as f64).min(86.0);
    let longest = (map.treatments.iter())
        .flat_map(|treatment| treatment.name.split(" + "))
        .map(|part| text_width(&format!("+ {part}"), 10.5))
        .fold(60.0, f64::max);
    let top = 44.0 + longest;
    let height = top + ROW * (map.rows.len() + 1) as f64 + 54.0;
    let title = format!("Cross-resistance of {} cultures", map.line);
    figure("cross-resistance", &title, (WIDTH, height), |canvas| {
        canvas.text(
            (12.0, 16.0),
            &format!("{}: IC50 over parental, {} h", map.line, words::number(map.hours)),
            label(13.0, INK).bold(),
        );
        for (i, treatment) in map.treatments.iter().enumerate() {
            let x = left + column * (i as f64 + 0.5);
            head(canvas, (x, top - 8.0), &treatment.name);
        }
        canvas.text(
            (left - 10.0, top + ROW / 2.0),
            "parental IC50",
            label(10.5, QUIET).right(),
        );
        for (i, own) in map.parental.iter().enumerate() {
            let x = left + column * (i as f64 + 0.5);
            let text = match own {
                Crossing::At(nm) => words::dose(*nm),
                Crossing::Above(nm) => format!("> {}", words::dose(*nm)),
                Crossing::Beside => String::new(),
            };
            canvas.text((x, top + ROW / 2.0), &text, label(9.5, QUIET).centred());
        }
        for (r, row) in map.rows.iter().enumerate() {
            let y = top + ROW * (r + 1) as f64;
            canvas.text(
                (left - 10.0, y + ROW / 2.0),
                &words::shortened(&name(row), 44),
                label(11.0, INK).right(),
            );
            for (i, cell) in row.cells.iter().enumerate() {
                let x = left + column * i as f64;
                square(canvas, (x, y), column, cell);
            }
        }
        legend(canvas, left, height - 22.0);
    })
}

fn name(row: &crate::assay::cross_resistance::CrossRow) -> String {
    match row.flasks {
        Some(flasks) => format!("{} ({})", row.name, words::counted(flasks, "flask")),
        None => row.name.clone(),
    }
}

/// A treatment's name, upwards, in as many lines as it has parts.
fn head(canvas: &Canvas, (x, y): (f64, f64), name: &str) {
    let parts: Vec<&str> = name.split(" + ").collect();
    let first = x - 6.5 * (parts.len() as f64 - 1.0);
    for (i, part) in parts.iter().enumerate() {
        let text = if i > 0 { format!("+ {part}") } else { (*part).to_owned() };
        let half = text_width(&text, 10.5) / 2.0;
        canvas.text(
            (first + 13.0 * i as f64, y - half),
            &text,
            label(10.5, INK).centred().upright(),
        );
    }
}

fn square(canvas: &Canvas, (x, y): (f64, f64), column: f64, cell: &CrossCell) {
    let colour = match cell.ic50 {
        Crossing::Beside => SENSITIVE,
        _ => cell.fold.map_or(FAINT, shade),
    };
    canvas.rect((x + 1.0, y + 1.0), (x + column - 1.0, y + ROW - 1.0), colour, 1.0);
    let ink = match cell.fold {
        Some(_) => colour.readable(),
        None => QUIET,
    };
    let text = crate::report::assay::fold(cell);
    let look = label(10.5, ink).centred();
    let look = if cell.flag == Flag::CollateralSensitivity {
        look.bold()
    } else {
        look
    };
    canvas.text((x + column / 2.0, y + ROW / 2.0), &text, look);
    if cell.flag == Flag::CollateralSensitivity {
        let corners = [
            (x + 1.5, y + 1.5),
            (x + column - 1.5, y + 1.5),
            (x + column - 1.5, y + ROW - 1.5),
            (x + 1.5, y + ROW - 1.5),
            (x + 1.5, y + 1.5),
        ];
        canvas.line(&corners, stroke(INK, 1.4));
    }
}

/// White at 1, red for resistance, blue for sensitivity, by the logarithm of the fold.
fn shade(fold: f64) -> Colour {
    let depth = (libm::log(fold.max(1e-9)) / libm::log(DEEPEST)).clamp(-1.0, 1.0);
    let end = if depth > 0.0 { RESISTANT } else { SENSITIVE };
    let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * libm::fabs(depth)) as u8;
    Colour(mix(WHITE.0, end.0), mix(WHITE.1, end.1), mix(WHITE.2, end.2))
}

fn legend(canvas: &Canvas, left: f64, y: f64) {
    let folds = [0.01, 0.1, 0.5, 1.0, 2.0, 10.0, 100.0];
    for (i, fold) in folds.iter().enumerate() {
        let x = left + 34.0 * i as f64;
        canvas.rect((x, y - 8.0), (x + 32.0, y + 8.0), shade(*fold), 1.0);
        canvas.text(
            (x + 16.0, y),
            &words::number(*fold),
            label(9.5, shade(*fold).readable()).centred(),
        );
    }
    let text = format!("framed: collateral sensitivity (1/{NOTABLE} or less)");
    canvas.text((left + 34.0 * folds.len() as f64 + 10.0, y), &text, label(10.0, QUIET));
}
