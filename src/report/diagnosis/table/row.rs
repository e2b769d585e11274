//! What rows have in common: the flask and the work-up.

use crate::diagnosis::Worked;
use crate::report::diagnosis::DiagnosisReport;
use crate::tables::{Kind, Rows, Table};

/// A worked-up flask, by the work-up of this name.
#[derive(Clone, Copy)]
pub(super) struct Flask<'a> {
    pub one: &'a Worked,
    pub workup: &'a str,
}

/// The flasks of a report: by its work-up, then by the one that it is held against.
pub(super) fn flasks(report: &DiagnosisReport) -> impl Iterator<Item = Flask<'_>> {
    fn of<'a>(flasks: &'a [Worked], workup: &'a str) -> impl Iterator<Item = Flask<'a>> {
        flasks.iter().map(move |one| Flask { one, workup })
    }
    let others = report.against.iter();
    let others = others.flat_map(|other| of(&other.flasks, &other.workup.name));
    of(&report.flasks, &report.workup.name).chain(others)
}

/// Something of a flask that has several, in its place from 1.
#[derive(Clone, Copy)]
pub(super) struct Ranked<'a, T> {
    pub flask: Flask<'a>,
    pub rank: usize,
    pub one: &'a T,
}

/// Each of several in its place.
pub(super) fn ranked<'a, T>(flask: Flask<'a>, all: &'a [T]) -> impl Iterator<Item = Ranked<'a, T>> {
    (1..).zip(all).map(move |(rank, one)| Ranked { flask, rank, one })
}

/// What the number of a flask is in tables.
pub(super) const REPLICATE: &str = "as in replicates.csv of the run";

/// The columns that say which flask, by which work-up.
pub(super) fn of_flask<T: Rows>(table: Table<T>, flask: for<'r> fn(&'r T::Row<'_>) -> Flask<'r>) -> Table<T> {
    table
        .column("replicate", Kind::Integer, REPLICATE, move |row| {
            flask(row).one.flask.into()
        })
        .column("workup", Kind::Text, "name of the work-up", move |row| {
            flask(row).workup.into()
        })
}
