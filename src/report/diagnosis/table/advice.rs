//! Why calls are not right or not complete, and what to do: sentences, a row each.

use super::row::{Flask, Ranked, of_flask, ranked};
use crate::diagnosis::{Advice, Why};
use crate::report::diagnosis::advice::{source_words, told};
use crate::report::diagnosis::missed::why_words;
use crate::tables::{Kind, Rows, Table};

/// Rows of `diagnosis_why.csv`.
pub(super) struct Reasons;

impl Rows for Reasons {
    type Row<'a> = Ranked<'a, Why>;
}

pub(super) fn why_rows(flask: Flask) -> impl Iterator<Item = Ranked<Why>> {
    ranked(flask, &flask.one.why)
}

pub(super) fn why() -> Table<Reasons> {
    let table = Table::<Reasons>::new(
        "diagnosis_why.csv",
        "diagnosed flask, work-up and reason why its call is not right or not complete; one that is both has no row",
    );
    of_flask(table, |row| row.flask).column("why", Kind::Text, "the reason, in words", |row| {
        why_words(row.one).into()
    })
}

/// Rows of `diagnosis_advice.csv`.
pub(super) struct AdviceTable;

impl Rows for AdviceTable {
    type Row<'a> = Ranked<'a, Advice>;
}

pub(super) fn advice_rows(flask: Flask) -> impl Iterator<Item = Ranked<Advice>> {
    ranked(flask, &flask.one.advice)
}

pub(super) fn advice() -> Table<AdviceTable> {
    let table = Table::<AdviceTable>::new("diagnosis_advice.csv", "diagnosed flask, work-up and advice");
    of_flask(table, |row| row.flask)
        .column("rank", Kind::Integer, "1: the first advice", |row| row.rank.into())
        .column("advice", Kind::Text, "what to do, in words", |row| {
            told(row.one).text.into()
        })
}

/// Rows of `diagnosis_sources.csv`.
pub(super) struct Sources;

/// A source of advice.
#[derive(Clone)]
pub(super) struct SourceRow<'a> {
    flask: Flask<'a>,
    rank: usize,
    source: String,
}

impl Rows for Sources {
    type Row<'a> = SourceRow<'a>;
}

pub(super) fn source_rows(flask: Flask) -> impl Iterator<Item = SourceRow> {
    advice_rows(flask).flat_map(move |row| {
        row.one.sources.iter().map(move |source| SourceRow {
            flask,
            rank: row.rank,
            source: source_words(source),
        })
    })
}

pub(super) fn sources() -> Table<Sources> {
    let table = Table::<Sources>::new(
        "diagnosis_sources.csv",
        "diagnosed flask, work-up, advice and where it comes from",
    );
    of_flask(table, |row| row.flask)
        .column("rank", Kind::Integer, "as in diagnosis_advice.csv", |row| {
            row.rank.into()
        })
        .column("source", Kind::Text, "citation, or why there is none", |row| {
            (&row.source).into()
        })
}
