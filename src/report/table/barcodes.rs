//! `barcodes.csv`: cells per barcode in every flask.

use crate::engine::record::FlaskRecord;
use crate::tables::{Feed, Kind, Rows, Table};
use std::io;

/// Rows of `barcodes.csv`.
pub struct Barcodes;

/// A barcode of a flask.
#[derive(Debug, Clone, Copy)]
pub struct BarcodeRow {
    replicate: u64,
    barcode: u32,
    seeded: u64,
    cells: u64,
}

impl Rows for Barcodes {
    type Row<'a> = BarcodeRow;
}

impl Feed for Barcodes {
    type Record = FlaskRecord;

    fn feed(flask: &FlaskRecord, row: &mut dyn FnMut(BarcodeRow) -> io::Result<()>) -> io::Result<()> {
        let Some(counts) = &flask.barcodes else { return Ok(()) };
        let mut left = counts.at_outcome.iter().peekable();
        for &(barcode, seeded) in &counts.seeded {
            while left.next_if(|(other, _)| *other < barcode).is_some() {}
            let cells = left.next_if(|(other, _)| *other == barcode);
            row(BarcodeRow {
                replicate: flask.replicate,
                barcode,
                seeded,
                cells: cells.map_or(0, |&(_, cells)| cells),
            })?;
        }
        Ok(())
    }
}

/// `barcodes.csv`: every barcode that a flask was seeded with; so many flasks come from one stock.
pub fn barcodes(arms: u64) -> Table<Barcodes> {
    Table::<Barcodes>::new("barcodes.csv", "flask and barcode that it was seeded with")
        .column(
            "stock",
            Kind::Integer,
            "number of the stock that the flask came from, from 0",
            move |row| (row.replicate / arms.max(1)).into(),
        )
        .column("replicate", Kind::Integer, "as in replicates.csv", |row| {
            row.replicate.into()
        })
        .column(
            "barcode",
            Kind::Integer,
            "number of the barcode within its stock",
            |row| row.barcode.into(),
        )
        .column("seeded", Kind::Cells, "cells with it on day 0, after plating", |row| {
            row.seeded.into()
        })
        .column("cells", Kind::Cells, "cells with it on the outcome day", |row| {
            row.cells.into()
        })
}
