//! Diagnoses as tables.

use super::missed::why;
use super::names::{cause, truth};
use super::report::DiagnosisReport;
use super::{Told, told};
use crate::diagnosis::{Call, Missed, Worked};
use crate::report::assay::short;
use crate::tables::{COLUMNS_FILE, Description, Kind, Rows, Table, dictionary};

/// When a flask has no call.
const NO_CALL: &str = "nothing is called";

/// A worked-up flask, by the work-up of this name.
#[derive(Clone, Copy)]
struct Flask<'a> {
    one: &'a Worked,
    workup: &'a str,
}

/// The flasks of a report: by its work-up, then by the one that it is held against.
fn flasks(report: &DiagnosisReport) -> impl Iterator<Item = Flask<'_>> {
    fn of<'a>(flasks: &'a [Worked], workup: &'a str) -> impl Iterator<Item = Flask<'a>> {
        flasks.iter().map(move |one| Flask { one, workup })
    }
    let others = report.against.iter();
    let others = others.flat_map(|other| of(&other.flasks, &other.workup.name));
    of(&report.flasks, &report.workup.name).chain(others)
}

/// Tables of a work-up and their data dictionary: (file name, content).
pub fn tables(report: &DiagnosisReport) -> Vec<(String, String)> {
    let texts = [
        diagnoses().text(flasks(report).map(|flask| (flask, flask.one.advice.first().map(told)))),
        calls().text(flasks(report).flat_map(|flask| {
            let calls = flask.one.diagnosis.calls.iter();
            calls.enumerate().map(move |(i, call)| (flask, i + 1, call))
        })),
        missed().text(flasks(report).flat_map(|flask| flask.one.missed.iter().map(move |missed| (flask, missed)))),
    ];
    let descriptions = descriptions();
    let names = descriptions.iter().map(|table| table.name.to_owned());
    let told = (COLUMNS_FILE.to_owned(), dictionary(&descriptions));
    names.zip(texts).chain([told]).collect()
}

/// What the tables of a work-up are.
pub fn descriptions() -> [Description; 3] {
    [
        diagnoses().description().clone(),
        calls().description().clone(),
        missed().description().clone(),
    ]
}

/// Rows of `diagnosis.csv`: a flask with the first advice.
struct Diagnoses;

impl Rows for Diagnoses {
    type Row<'a> = (Flask<'a>, Option<Told>);
}

fn diagnoses() -> Table<Diagnoses> {
    let table = Table::<Diagnoses>::new("diagnosis.csv", "diagnosed flask and work-up")
        .column(
            "replicate",
            Kind::Integer,
            "as in replicates.csv of the run",
            |(flask, _)| flask.one.flask.into(),
        )
        .column("day", Kind::Day, "when its cells were taken", |(flask, _)| {
            short(flask.one.day).into()
        })
        .column("workup", Kind::Text, "name of the work-up", |(flask, _)| {
            flask.workup.into()
        })
        .column(
            "call",
            Kind::Text,
            "kind of the first call; all are in diagnosis_calls.csv",
            |(flask, _)| flask.one.score.called.word().into(),
        )
        .column(
            "weight",
            Kind::Share,
            "share of the cells that the first call is taken to carry",
            |(flask, _)| flask.one.diagnosis.first().map(|call| short(call.weight)).into(),
        )
        .missing(NO_CALL)
        .column(
            "confirmed",
            Kind::Flag,
            "a functional test agrees with the first call",
            |(flask, _)| flask.one.diagnosis.first().is_some_and(|call| call.confirmed).into(),
        );
    scored(table)
        .column("advice", Kind::Text, "first advice, in words", |(_, advice)| {
            advice.as_ref().map(|advice| &advice.text).into()
        })
        .missing("there is none")
        .column("source", Kind::Text, "where that advice comes from", |(_, advice)| {
            advice.as_ref().map(|advice| &advice.source).into()
        })
        .missing("there is no advice")
}

fn scored(table: Table<Diagnoses>) -> Table<Diagnoses> {
    table
        .column(
            "truth",
            Kind::Text,
            "kind of the dominant mechanism, which only the simulator knows",
            |(flask, _)| flask.one.score.truth.word().into(),
        )
        .column(
            "cells",
            Kind::Text,
            "what the culture is, in words (mechanisms.csv of the run has the numbers)",
            |(flask, _)| truth(&flask.one.truth).into(),
        )
        .column(
            "verdict",
            Kind::Text,
            "how the first call compares with the dominant cells",
            |(flask, _)| flask.one.score.verdict.word().into(),
        )
        .column(
            "named",
            Kind::Flag,
            "right with allele, route or state",
            |(flask, _)| flask.one.score.named.into(),
        )
        .column(
            "complete",
            Kind::Flag,
            "every mechanism of at least 5% of the cells is called",
            |(flask, _)| flask.one.score.complete.into(),
        )
        .column(
            "why",
            Kind::Text,
            "why the call is not right or not complete, in words",
            |(flask, _)| why(&flask.one.why).into(),
        )
        .missing("it is both")
}

/// Rows of `diagnosis_calls.csv`: a flask, the rank of a call, and the call.
struct Calls;

impl Rows for Calls {
    type Row<'a> = (Flask<'a>, usize, &'a Call);
}

fn calls() -> Table<Calls> {
    Table::<Calls>::new("diagnosis_calls.csv", "diagnosed flask, work-up and call")
        .column(
            "replicate",
            Kind::Integer,
            "as in replicates.csv of the run",
            |(flask, ..)| flask.one.flask.into(),
        )
        .column("workup", Kind::Text, "name of the work-up", |(flask, ..)| {
            flask.workup.into()
        })
        .column("rank", Kind::Integer, "1: the first call", |(_, rank, _)| {
            (*rank).into()
        })
        .column("kind", Kind::Text, "kind of mechanism", |(.., call)| {
            call.kind.word().into()
        })
        .column("call", Kind::Text, "in words", |(.., call)| call.to_string().into())
        .column(
            "weight",
            Kind::Share,
            "share of the cells that it is taken to carry",
            |(.., call)| call.weight.into(),
        )
        .column("confirmed", Kind::Flag, "a functional test agrees", |(.., call)| {
            call.confirmed.into()
        })
}

/// Rows of `diagnosis_missed.csv`: a flask and a mechanism that no call names.
struct NotCalled;

impl Rows for NotCalled {
    type Row<'a> = (Flask<'a>, &'a Missed);
}

fn missed() -> Table<NotCalled> {
    Table::<NotCalled>::new(
        "diagnosis_missed.csv",
        "diagnosed flask, work-up and mechanism that no call names, the commonest first",
    )
    .column(
        "replicate",
        Kind::Integer,
        "as in replicates.csv of the run",
        |(flask, _)| flask.one.flask.into(),
    )
    .column("workup", Kind::Text, "name of the work-up", |(flask, _)| {
        flask.workup.into()
    })
    .column("mechanism", Kind::Text, "what was missed", |(_, missed)| {
        cause(&missed.cause).into()
    })
    .column(
        "share",
        Kind::Share,
        "share of the cells that carry it",
        |(_, missed)| missed.share.into(),
    )
    .column("reason", Kind::Text, "why it was missed", |(_, missed)| {
        missed.reason.word().into()
    })
}
