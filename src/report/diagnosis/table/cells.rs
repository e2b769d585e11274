//! What the cultures are, which only the simulator knows.

use super::row::REPLICATE;
use crate::diagnosis::Worked;
use crate::diagnosis::scoring::truth::TypeShare;
use crate::tables::{Kind, Rows, Table};

/// Rows of `diagnosis_cells.csv`.
pub(super) struct Cells;

/// A type of cells in a culture.
#[derive(Clone, Copy)]
pub(super) struct CellRow<'a> {
    flask: u64,
    kind: &'a TypeShare,
}

impl Rows for Cells {
    type Row<'a> = CellRow<'a>;
}

pub(super) fn cell_rows(one: &Worked) -> impl Iterator<Item = CellRow<'_>> {
    let types = one.truth.types.iter();
    types.map(|kind| CellRow { flask: one.flask, kind })
}

pub(super) fn cells() -> Table<Cells> {
    Table::<Cells>::new(
        "diagnosis_cells.csv",
        "diagnosed flask and mechanism of at least 1% of its cells, most cells first; only the simulator knows",
    )
    .column("replicate", Kind::Integer, REPLICATE, |row| row.flask.into())
    .column("mechanism", Kind::Text, "as in mechanisms.csv of the run", |row| {
        (&row.kind.label).into()
    })
    .column("share", Kind::Share, "share of the cells", |row| row.kind.share.into())
}
