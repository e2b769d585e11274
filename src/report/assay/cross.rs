//! The cross-resistance map in words, a table and a heat map.

use super::Delivery;
use super::grid::{Grid, short};
use crate::assay::cross_resistance::{CrossCell, CrossMap, Crossing, Flag, NOTABLE};
use crate::report::figure::assay_cross;
use crate::report::{ReportError, words};

/// "12", "> 300", "0.2".
pub fn fold(cell: &CrossCell) -> String {
    match (cell.fold, cell.ic50) {
        (_, Crossing::Beside) => "0".to_owned(),
        (Some(fold), _) if cell.at_least => format!("> {}", words::number(fold)),
        (Some(fold), _) => words::number(fold),
        (None, _) => "?".to_owned(),
    }
}

fn mark(flag: Flag) -> &'static str {
    match flag {
        Flag::CrossResistant => "",
        Flag::Similar => " =",
        Flag::CollateralSensitivity => " *",
        Flag::Unknown => "",
    }
}

fn word(flag: Flag) -> &'static str {
    match flag {
        Flag::CrossResistant => "cross-resistant",
        Flag::Similar => "similar",
        Flag::CollateralSensitivity => "collateral sensitivity",
        Flag::Unknown => "unknown",
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

/// Folds of every culture under every treatment.
pub fn cross_resistance(map: &CrossMap) -> Result<Delivery, ReportError> {
    let of_run = map.rows.iter().any(|row| row.flasks.is_some());
    let mut head = vec!["culture"];
    if of_run {
        head.push("flasks");
    }
    head.extend(map.treatments.iter().map(|treatment| treatment.name.as_str()));
    let mut grid = Grid::new(&head);
    let mut parental = vec!["parental IC50".to_owned()];
    if of_run {
        parental.push(String::new());
    }
    parental.extend(map.parental.iter().map(|own| crossing(*own)));
    grid.push(parental);
    let mut tidy = Grid::new(&[
        "culture",
        "flasks",
        "treatment",
        "ic50_nM",
        "kind",
        "fold",
        "fold_is_bound",
        "flag",
    ]);
    for row in &map.rows {
        let mut cells = vec![row.name.clone()];
        if of_run {
            cells.push(row.flasks.map_or(String::new(), |n| n.to_string()));
        }
        cells.extend(
            row.cells
                .iter()
                .map(|cell| format!("{}{}", fold(cell), mark(cell.flag))),
        );
        grid.push(cells);
        for (cell, treatment) in row.cells.iter().zip(&map.treatments) {
            let (nm, kind) = match cell.ic50 {
                Crossing::At(nm) => (short(nm), "dose"),
                Crossing::Above(nm) => (short(nm), "above"),
                Crossing::Beside => (String::new(), "partner-alone"),
            };
            tidy.push(vec![
                row.name.clone(),
                row.flasks.map_or(String::new(), |n| n.to_string()),
                treatment.name.clone(),
                nm,
                kind.to_owned(),
                cell.fold.map_or(String::new(), short),
                cell.at_least.to_string(),
                word(cell.flag).to_owned(),
            ]);
        }
    }
    let mut text = format!(
        "{}: IC50 in {} h as a multiple of the parental line's under the first drug alone (no scatter)\n\n{}\n",
        map.line,
        short(map.hours),
        grid.text()
    );
    text += &format!(
        "Against the parental line under the same treatment: * collateral sensitivity (1/{NOTABLE} or less), = within \
         {NOTABLE}-fold, else cross-resistant. 0: the partner alone halves the cells; >: not reached at 10 uM; \
         ?: neither is.\n",
    );
    let figure = assay_cross::draw(map)?;
    let tables = vec![("cross_resistance", tidy.csv())];
    Delivery::new(
        "cross_resistance",
        text,
        map,
        tables,
        vec![("cross_resistance", figure)],
    )
}
