//! `cultures.csv`: drawn cultures of a fluctuation test, as a table of colonies that `fluctuation` and `fit` read.

use crate::report::fluctuation::Drawn;
use crate::tables::{Description, Kind, Rows, Table};

/// Rows of the table.
struct Cultures;

/// A drawn culture.
#[derive(Clone, Copy)]
struct CultureRow {
    /// From 1.
    culture: usize,
    colonies: u64,
    plated: f64,
    final_cells: Option<f64>,
}

impl Rows for Cultures {
    type Row<'a> = CultureRow;
}

/// The table; the final cells have a column where they are known.
fn cultures(final_cells: bool) -> Table<Cultures> {
    let table = Table::<Cultures>::new("cultures.csv", "drawn culture of a fluctuation test")
        .column("culture", Kind::Integer, "number of the culture, from 1", |row| {
            row.culture.into()
        })
        .column("count", Kind::Integer, "colonies of the culture", |row| {
            row.colonies.into()
        })
        .column(
            "plated_share",
            Kind::Share,
            "share of the culture that was plated",
            |row| row.plated.into(),
        );
    match final_cells {
        false => table,
        true => table.column(
            "final_cells",
            Kind::Number,
            "cells of the culture when plated; there where they are stated",
            |row| row.final_cells.into(),
        ),
    }
}

/// The table of drawn cultures.
pub fn drawn_cultures(drawn: &Drawn) -> String {
    let rows = drawn.colonies.iter().enumerate().map(|(i, colonies)| CultureRow {
        culture: i + 1,
        colonies: *colonies,
        plated: drawn.plated,
        final_cells: drawn.final_cells,
    });
    cultures(drawn.final_cells.is_some()).text(rows)
}

/// What the table is.
pub fn cultures_description() -> Description {
    cultures(true).description().clone()
}
