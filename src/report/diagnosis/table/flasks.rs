//! `diagnosis.csv`: a row per flask and work-up.

use super::row::{Flask, REPLICATE};
use crate::report::assay::short;
use crate::tables::{Kind, Rows, Table};

/// When a flask has no call.
const NO_CALL: &str = "nothing is called";

/// Rows of `diagnosis.csv`.
pub(super) struct Diagnoses;

impl Rows for Diagnoses {
    type Row<'a> = Flask<'a>;
}

pub(super) fn diagnoses() -> Table<Diagnoses> {
    let table = Table::<Diagnoses>::new("diagnosis.csv", "diagnosed flask and work-up")
        .column("replicate", Kind::Integer, REPLICATE, |flask| flask.one.flask.into())
        .column("day", Kind::Day, "when its cells were taken", |flask| {
            short(flask.one.day).into()
        })
        .column("workup", Kind::Text, "name of the work-up", |flask| flask.workup.into())
        .column(
            "call",
            Kind::Text,
            "kind of the first call; all are in diagnosis_calls.csv",
            |flask| flask.one.score.called.word().into(),
        )
        .column(
            "weight",
            Kind::Share,
            "share of the cells that the first call is taken to carry",
            |flask| flask.one.diagnosis.first().map(|call| short(call.weight)).into(),
        )
        .missing(NO_CALL)
        .column(
            "confirmed",
            Kind::Flag,
            "a functional test agrees with the first call",
            |flask| flask.one.diagnosis.first().is_some_and(|call| call.confirmed).into(),
        );
    scored(table)
}

fn scored(table: Table<Diagnoses>) -> Table<Diagnoses> {
    table
        .column(
            "truth",
            Kind::Text,
            "kind of the dominant mechanism, which only the simulator knows",
            |flask| flask.one.score.truth.word().into(),
        )
        .column(
            "stock",
            Kind::Share,
            "what the drug stock holds of its label, which only the simulator knows",
            |flask| flask.one.truth.weak_stock.into(),
        )
        .missing("it is no weak stock")
        .column(
            "verdict",
            Kind::Text,
            "how the first call compares with the dominant cells",
            |flask| flask.one.score.verdict.word().into(),
        )
        .column("named", Kind::Flag, "right with allele, route or state", |flask| {
            flask.one.score.named.into()
        })
        .column(
            "complete",
            Kind::Flag,
            "every mechanism of at least 5% of the cells is called",
            |flask| flask.one.score.complete.into(),
        )
}
