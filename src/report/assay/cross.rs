//! The cross-resistance map in words, a table and a heat map.

use super::crossing::{MOST_ROWS, fold, parts};
use super::delivery::{Delivery, Footing};
use super::grid::Grid;
use super::table;
use crate::assay::functional::cross_resistance::{CrossCell, CrossMap, CrossRow, Crossing, Flag, NOTABLE};
use crate::report::figure::assay as drawing;
use crate::report::{AssumptionRow, ReportError};
use crate::words;

fn mark(flag: Flag) -> &'static str {
    match flag {
        Flag::CrossResistant => "",
        Flag::Similar => " =",
        Flag::CollateralSensitivity => " *",
        Flag::Unknown => "",
    }
}

/// IC50 in words.
pub fn crossing(crossing: Crossing) -> String {
    match crossing {
        Crossing::At(nm) => words::dose(nm),
        Crossing::Above(nm) => format!("> {}", words::dose(nm)),
        Crossing::Beside => "partner alone".to_owned(),
    }
}

/// What the rows are, where they come from a run.
pub fn origin(map: &CrossMap) -> Option<String> {
    let seen = map.looked_at?;
    Some(format!(
        "Rows: all cells of {} at their outcome ({} of the run's {} looked at). Flasks with the same mechanisms in at \
         least a tenth of the cells are pooled.",
        words::counted(seen.resistant, "resistant flask"),
        words::grouped(seen.looked_at),
        words::grouped(seen.all),
    ))
}

/// Letters of a culture's name in the text.
const LETTERS: usize = 70;

/// Cultures by drugs; each row begins with the number that the table of pairs knows it by.
fn alone(map: &CrossMap, drugs: &[usize]) -> Grid {
    let of_run = map.looked_at.is_some();
    let mut head = vec!["", "culture"];
    if of_run {
        head.push("flasks");
    }
    head.extend(drugs.iter().map(|&place| map.treatments[place].name.as_str()));
    let mut grid = Grid::new(&head);
    let mut first = vec![String::new(), "parental IC50".to_owned()];
    if of_run {
        first.push(String::new());
    }
    first.extend(drugs.iter().map(|&place| crossing(map.parental[place])));
    grid.push(first);
    for (number, row) in (1..).zip(shown(map)) {
        let mut cells = vec![number.to_string(), words::shortened(&row.name, LETTERS)];
        if of_run {
            cells.push(row.flasks.map_or(String::new(), |n| n.to_string()));
        }
        cells.extend(drugs.iter().map(|&place| marked(&row.cells[place])));
        grid.push(cells);
    }
    grid
}

/// Pairs by cultures: names of pairs are too long for the head of a column.
fn pairs(map: &CrossMap, pairs: &[usize]) -> Grid {
    let numbers: Vec<String> = (1..=shown(map).len()).map(|number| number.to_string()).collect();
    let head: Vec<&str> = ["pair"].into_iter().chain(numbers.iter().map(String::as_str)).collect();
    let mut grid = Grid::new(&head);
    for &place in pairs {
        let cells = shown(map).iter().map(|row| marked(&row.cells[place]));
        grid.push([map.treatments[place].name.clone()].into_iter().chain(cells).collect());
    }
    grid
}

fn shown(map: &CrossMap) -> &[CrossRow] {
    &map.rows[..map.rows.len().min(MOST_ROWS)]
}

fn marked(cell: &CrossCell) -> String {
    format!("{}{}", fold(cell), mark(cell.flag))
}

/// Folds of every culture under every treatment.
///
/// # Errors
/// The figure cannot be drawn, or JSON cannot hold the read-outs: see [`ReportError`].
pub fn cross_resistance(map: &CrossMap, leans_on: &[AssumptionRow]) -> Result<Delivery, ReportError> {
    let [drugs, combined] = parts(map);
    let mut text = format!(
        "{}: IC50 in {} as a multiple of the parental line's under the titrated drug alone (no scatter)\n",
        map.line,
        words::hours(map.hours),
    );
    text += &origin(map).map_or(String::new(), |words| format!("{words}\n"));
    text += &format!("\n{}\n", alone(map, &drugs).text());
    if map.rows.len() > MOST_ROWS {
        let further = map.rows.len() - MOST_ROWS;
        text += &format!(
            "{} in the CSV table (--out DIR)\n\n",
            words::counted(further as u64, "further population")
        );
    }
    if !combined.is_empty() {
        text += &format!(
            "Pairs, by the number of the culture above\n{}\n",
            pairs(map, &combined).text()
        );
    }
    text += &format!(
        "Against the parental line under the same treatment: * collateral sensitivity (1/{NOTABLE} or less), = similar \
         (between), no mark: cross-resistant ({NOTABLE} or more). 0: the partner alone halves the cells; >: not reached \
         at 10 µM; ?: neither is.\n",
    );
    let figure = drawing::cross::draw(map)?;
    let tables = vec![table::crossings(map)];
    Delivery::new(
        "cross_resistance",
        text,
        map,
        Footing::of(Vec::new(), leans_on),
        tables,
        vec![("cross_resistance", figure)],
    )
}
