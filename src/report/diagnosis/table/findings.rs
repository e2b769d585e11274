//! What was called and what was missed, and the names of both.

use super::row::{Flask, Ranked, of_flask, ranked};
use crate::diagnosis::{Call, Missed};
use crate::tables::{Kind, Rows, Table};

/// Rows of `diagnosis_calls.csv`.
pub(super) struct Calls;

impl Rows for Calls {
    type Row<'a> = Ranked<'a, Call>;
}

pub(super) fn call_rows(flask: Flask) -> impl Iterator<Item = Ranked<Call>> {
    ranked(flask, &flask.one.diagnosis.calls)
}

pub(super) fn calls() -> Table<Calls> {
    let table = Table::<Calls>::new("diagnosis_calls.csv", "diagnosed flask, work-up and call");
    of_flask(table, |row| row.flask)
        .column("rank", Kind::Integer, "1: the first call", |row| row.rank.into())
        .column("kind", Kind::Text, "kind of mechanism", |row| {
            row.one.kind.word().into()
        })
        .column(
            "weight",
            Kind::Share,
            "share of the cells that it is taken to carry",
            |row| row.one.weight.into(),
        )
        .column("confirmed", Kind::Flag, "a functional test agrees", |row| {
            row.one.confirmed.into()
        })
}

/// Rows of `diagnosis_missed.csv`.
pub(super) struct NotCalled;

impl Rows for NotCalled {
    type Row<'a> = Ranked<'a, Missed>;
}

pub(super) fn missed_rows(flask: Flask) -> impl Iterator<Item = Ranked<Missed>> {
    ranked(flask, &flask.one.missed)
}

pub(super) fn missed() -> Table<NotCalled> {
    let table = Table::<NotCalled>::new(
        "diagnosis_missed.csv",
        "diagnosed flask, work-up and mechanism that no call names",
    );
    of_flask(table, |row| row.flask)
        .column("rank", Kind::Integer, "1: the commonest", |row| row.rank.into())
        .column("kind", Kind::Text, "kind of mechanism", |row| {
            row.one.cause.kind.word().into()
        })
        .column("share", Kind::Share, "share of the cells that carry it", |row| {
            row.one.share.into()
        })
        .column("reason", Kind::Text, "why it was missed", |row| {
            row.one.reason.word().into()
        })
}

/// Rows of `diagnosis_names.csv`.
pub(super) struct Names;

/// A name of a call, or of what was missed.
#[derive(Clone, Copy)]
pub(super) struct NameRow<'a> {
    flask: Flask<'a>,
    of: &'static str,
    rank: usize,
    name: &'a str,
}

impl Rows for Names {
    type Row<'a> = NameRow<'a>;
}

pub(super) fn name_rows(flask: Flask) -> impl Iterator<Item = NameRow> {
    fn each<'a>(
        flask: Flask<'a>,
        of: &'static str,
        rank: usize,
        names: &'a [String],
    ) -> impl Iterator<Item = NameRow<'a>> {
        names.iter().map(move |name| NameRow { flask, of, rank, name })
    }
    let called = call_rows(flask).flat_map(move |row| each(flask, "call", row.rank, &row.one.names));
    let missed = missed_rows(flask).flat_map(move |row| each(flask, "missed", row.rank, &row.one.cause.names));
    called.chain(missed)
}

pub(super) fn names() -> Table<Names> {
    let table = Table::<Names>::new(
        "diagnosis_names.csv",
        "name of a call or of what was missed; a call that names nothing has no row",
    );
    of_flask(table, |row| row.flask)
        .column(
            "of",
            Kind::Text,
            "`call` (diagnosis_calls.csv) or `missed` (diagnosis_missed.csv)",
            |row| row.of.into(),
        )
        .column("rank", Kind::Integer, "as in that table", |row| row.rank.into())
        .column(
            "name",
            Kind::Text,
            "allele, route, marker or factor; alleles of one mechanism that was missed are in cis",
            |row| row.name.into(),
        )
}
