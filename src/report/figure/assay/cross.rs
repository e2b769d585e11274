//! Cross-resistance heat map: cultures by treatments, colour by fold over the parental line.

use super::super::WIDTH;
use super::super::canvas::{Canvas, figure, label, stroke, text_width};
use crate::assay::functional::cross_resistance::{CrossCell, CrossMap, Crossing, Flag, NOTABLE};
use crate::report::palette::{Colour, FAINT, INK, QUIET, WHITE};
use crate::report::{ReportError, assay};
use crate::words;

const ROW: f64 = 30.0;
/// Space above a further panel.
const GAP: f64 = 18.0;
/// Widest column.
const COLUMN: f64 = 86.0;
/// Width of the column of flask counts.
const COUNT: f64 = 40.0;
/// Letters of a line of a culture's name, and of its widest place.
const LETTERS: usize = 38;
const NAMES: f64 = 220.0;
/// Folds at which the colours end.
const DEEPEST: f64 = 100.0;
const RESISTANT: Colour = Colour(0xA5, 0x1C, 0x30);
const SENSITIVE: Colour = Colour(0x1B, 0x5E, 0x9B);

/// Drugs alone or pairs: places among the treatments, with the names over their columns.
struct Part {
    title: String,
    columns: Vec<(usize, Vec<String>)>,
    /// Height of the names over the columns.
    head: f64,
}

/// Rows are cultures, columns treatments: drugs alone above, pairs below.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(map: &CrossMap) -> Result<String, ReportError> {
    let rows = &map.rows[..map.rows.len().min(assay::MOST_ROWS)];
    let names: Vec<Vec<String>> = rows.iter().map(|row| words::lines(&row.name, LETTERS, 3)).collect();
    let widest = names.iter().flatten().map(|line| text_width(line, 10.5));
    let counted = map.looked_at.is_some();
    let left = widest.fold(90.0, f64::max).min(NAMES) + 20.0 + if counted { COUNT } else { 0.0 };
    let parts = parts(map);
    let of_part = |part: &Part| 40.0 + GAP + part.head + ROW * (rows.len() + 1) as f64;
    let height = parts.iter().map(of_part).sum::<f64>() + 72.0;
    let title = format!("Cross-resistance of {} cultures", map.line);
    figure("cross-resistance", &title, (WIDTH, height), |canvas| {
        let mut top = 0.0;
        for part in &parts {
            let first = top + 40.0 + part.head;
            canvas.text((12.0, top + 16.0), &part.title, label(13.0, INK).bold());
            panel(canvas, map, part, (left, first));
            for (r, (row, name)) in rows.iter().zip(&names).enumerate() {
                let middle = first + ROW * (r as f64 + 1.5);
                let count = row.flasks.filter(|_| counted);
                named(canvas, (left - 10.0, middle), name, count, counted);
            }
            if counted {
                canvas.text((left - 10.0, first + ROW / 2.0), "flasks", label(9.5, QUIET).right());
            }
            top = first + ROW * (rows.len() + 1) as f64 + GAP;
        }
        legend(canvas, 16.0, height - 46.0);
        let mut note = "Shares: of the cells; other cells are there too.".to_owned();
        if map.rows.len() > rows.len() {
            note += &format!(" {} more populations in the CSV table.", map.rows.len() - rows.len());
        }
        if counted {
            canvas.text((12.0, height - 18.0), &note, label(10.0, QUIET));
        }
    })
}

fn parts(map: &CrossMap) -> Vec<Part> {
    let [alone, pairs] = assay::parts(map);
    let hours = words::hours(map.hours);
    let drug = |place: &usize| map.treatments[*place].parts[0].as_str();
    let same = pairs.windows(2).all(|pair| drug(&pair[0]) == drug(&pair[1]));
    let title = match (same, pairs.first().map(drug)) {
        (true, Some(drug)) => format!("{drug} with a partner: IC50 over the parental line's under {drug} alone"),
        _ => "Pairs: IC50 over the parental line's under the first drug alone".to_owned(),
    };
    let of = |title: String, places: Vec<usize>, partner_only: bool| {
        let names = |place: usize| -> Vec<String> {
            let parts = map.treatments[place].parts.iter().enumerate();
            let sign = |i: usize| if i > 0 { "+ " } else { "" };
            parts
                .skip(usize::from(partner_only))
                .map(|(i, part)| format!("{}{part}", sign(i)))
                .collect()
        };
        let columns: Vec<(usize, Vec<String>)> = places.into_iter().map(|place| (place, names(place))).collect();
        let widths = columns
            .iter()
            .flat_map(|(_, names)| names)
            .map(|name| text_width(name, 10.5));
        let head = widths.fold(40.0, f64::max);
        Part { title, columns, head }
    };
    let first = of(
        format!("{}: IC50 over the parental line's, {hours}", map.line),
        alone,
        false,
    );
    let all = [first, of(title, pairs, same)];
    all.into_iter().filter(|part| !part.columns.is_empty()).collect()
}

/// A culture's name in up to three lines, and its flasks.
fn named(canvas: &Canvas, (x, y): (f64, f64), name: &[String], flasks: Option<u64>, counted: bool) {
    let right = if counted { x - COUNT } else { x };
    let (usual, step) = if name.len() > 2 { (9.0, 9.6) } else { (10.5, 12.0) };
    let first = y - 0.5 * step * (name.len() as f64 - 1.0);
    for (i, line) in name.iter().enumerate() {
        let size = (usual * NAMES / text_width(line, usual).max(1.0)).clamp(8.0, usual);
        canvas.text((right, first + step * i as f64), line, label(size, INK).right());
    }
    if let Some(flasks) = flasks {
        canvas.text((x, y), &flasks.to_string(), label(10.5, INK).right());
    }
}

/// Names of the treatments, the parental line's IC50 and the squares.
fn panel(canvas: &Canvas, map: &CrossMap, part: &Part, (left, top): (f64, f64)) {
    let column = ((WIDTH - left - 20.0) / part.columns.len() as f64).min(COLUMN);
    let right = if map.looked_at.is_some() {
        left - 10.0 - COUNT
    } else {
        left - 10.0
    };
    canvas.text((right, top + ROW / 2.0), "parental IC50", label(10.0, QUIET).right());
    for (i, (place, names)) in part.columns.iter().enumerate() {
        let x = left + column * i as f64;
        head(canvas, (x + column / 2.0, top - 4.0), names);
        let text = match map.parental[*place] {
            Crossing::At(nm) => words::dose(nm),
            Crossing::Above(nm) => format!("> {}", words::dose(nm)),
            Crossing::Beside => String::new(),
        };
        let size = fitting(&text, column, 9.5);
        canvas.text((x + column / 2.0, top + ROW / 2.0), &text, label(size, QUIET).centred());
        for (r, row) in map.rows.iter().take(assay::MOST_ROWS).enumerate() {
            square(canvas, (x, top + ROW * (r + 1) as f64), column, &row.cells[*place]);
        }
    }
}

/// The size at which a text fits a column, at most the usual one.
fn fitting(text: &str, column: f64, usual: f64) -> f64 {
    (usual * (column - 5.0) / text_width(text, usual).max(1.0)).clamp(6.5, usual)
}

/// A treatment's name, upwards, in as many lines as it has parts.
fn head(canvas: &Canvas, (x, y): (f64, f64), names: &[String]) {
    let first = x - 6.5 * (names.len() as f64 - 1.0);
    for (i, text) in names.iter().enumerate() {
        let half = text_width(text, 10.5) / 2.0;
        let at = (first + 13.0 * i as f64, y - half);
        canvas.text(at, text, label(10.5, INK).centred().upright());
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
    let text = assay::fold(cell);
    let look = label(fitting(&text, column, 10.5), ink).centred();
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
    let text = format!("framed: collateral sensitivity (1/{NOTABLE} or less of the parental line, treated alike)");
    canvas.text((left + 34.0 * folds.len() as f64 + 10.0, y), &text, label(10.0, QUIET));
}
