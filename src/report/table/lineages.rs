//! `lineages.csv`: which founding events mattered.

use crate::engine::record::{FlaskRecord, LineageRecord};
use crate::statistics::profile::class_word;
use crate::tables::{Feed, Kind, Rows, Table};
use std::io;

/// Rows of `lineages.csv`.
pub struct Lineages;

/// A lineage of a flask.
#[derive(Clone, Copy)]
pub struct LineageRow<'a> {
    replicate: u64,
    lineage: &'a LineageRecord,
}

impl Rows for Lineages {
    type Row<'a> = LineageRow<'a>;
}

impl Feed for Lineages {
    type Record = FlaskRecord;

    fn feed<'a>(flask: &'a FlaskRecord, row: &mut dyn FnMut(LineageRow<'a>) -> io::Result<()>) -> io::Result<()> {
        let replicate = flask.replicate;
        flask
            .lineages
            .iter()
            .try_for_each(|lineage| row(LineageRow { replicate, lineage }))
    }
}

/// `lineages.csv`; `states` are the names of the biology's cell states, as columns have them.
pub fn lineages(states: &[String]) -> Table<Lineages> {
    let table = Table::<Lineages>::new(
        "lineages.csv",
        "lineage that ever exceeded 0.1% of its flask or 1,000 cells",
    )
    .column("replicate", Kind::Integer, "as in replicates.csv", |row| {
        row.replicate.into()
    })
    .column(
        "lineage",
        Kind::Integer,
        "number within the flask, by founding time; 0 is the founding clone",
        |row| row.lineage.lineage.into(),
    )
    .column("parent", Kind::Integer, "lineage that its founder came from", |row| {
        row.lineage.parent.into()
    })
    .missing("the founding clone");
    states_at_end(founding(table), states)
}

fn founding(table: Table<Lineages>) -> Table<Lineages> {
    table
        .column(
            "mechanism",
            Kind::Text,
            "its heritable alterations; `none`: unaltered",
            |row| (&row.lineage.mechanism.label).into(),
        )
        .column("class", Kind::Text, "as in mechanisms.csv", |row| {
            class_word(row.lineage.mechanism.class).into()
        })
        .column("region", Kind::Text, "protein region of an on-target allele", |row| {
            Some(row.lineage.mechanism.region.as_str())
                .filter(|region| !region.is_empty())
                .into()
        })
        .missing("no single on-target allele")
        .column(
            "founded_day",
            Kind::Day,
            "when it was founded; negative: in the stock",
            |row| row.lineage.founded_day.into(),
        )
        .column(
            "founded_state",
            Kind::Text,
            "identifier of the founder's cell state",
            |row| (&row.lineage.founded_state).into(),
        )
        .column("under_drug", Kind::Flag, "founded under drug", |row| {
            row.lineage.under_drug.into()
        })
        .column("spiked", Kind::Flag, "its founders were spiked in on day 0", |row| {
            row.lineage.spiked.into()
        })
        .column(
            "founders",
            Kind::Integer,
            "founders pooled in it; 1: a single one",
            |row| row.lineage.founders.into(),
        )
        .column("max_cells", Kind::Cells, "most cells at a look", |row| {
            row.lineage.max_cells.into()
        })
        .column(
            "max_share",
            Kind::Share,
            "largest share of the flask at a look",
            |row| row.lineage.max_share.into(),
        )
        .column(
            "barcode",
            Kind::Integer,
            "barcode of its cells, as in barcodes.csv",
            |row| row.lineage.barcode.into(),
        )
        .missing("its cells carry none")
}

fn states_at_end(table: Table<Lineages>, states: &[String]) -> Table<Lineages> {
    table.each(states, |table, i, state| {
        let meaning = format!("cells in the state {state} at the end of the simulation");
        table.column(format!("end_cells_{state}"), Kind::Cells, meaning, move |row| {
            row.lineage.end_cells[i].into()
        })
    })
}
