//! `looks.csv`: every look at every flask.

use crate::engine::record::{FlaskRecord, Look};
use crate::tables::{Feed, Kind, Rows, Table};
use std::io;

/// Rows of `looks.csv`.
pub struct Looks;

/// One look.
#[derive(Clone, Copy)]
pub struct LookRow<'a> {
    replicate: u64,
    look: &'a Look,
}

impl Rows for Looks {
    type Row<'a> = LookRow<'a>;
}

impl Feed for Looks {
    type Record = FlaskRecord;

    fn feed<'a>(flask: &'a FlaskRecord, row: &mut dyn FnMut(LookRow<'a>) -> io::Result<()>) -> io::Result<()> {
        let replicate = flask.replicate;
        flask.looks.iter().try_for_each(|look| row(LookRow { replicate, look }))
    }
}

/// `looks.csv`; `drugs` are the drugs of the courses, as columns have them.
pub fn looks(drugs: &[String]) -> Table<Looks> {
    Table::<Looks>::new("looks.csv", "flask and look, before anything is done to it")
        .column("replicate", Kind::Integer, "as in replicates.csv", |row| {
            row.replicate.into()
        })
        .column("day", Kind::Day, "day of the look", |row| row.look.day.into())
        .column("cells", Kind::Cells, "living cells", |row| row.look.cells.into())
        .each(drugs, |table, i, drug| {
            let meaning = format!("dose of {drug} since the previous look; a drug that comes again is numbered");
            table.column(format!("dose_nM_{drug}"), Kind::Nanomolar, meaning, move |row| {
                row.look.doses[i].into()
            })
        })
        .column("passaged", Kind::Flag, "a passage was done at this look", |row| {
            row.look.passaged.into()
        })
}
