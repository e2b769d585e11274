//! `replicates.csv` of laboratory runs.

use crate::engine::record::{FlaskRecord, MechanismShare, Outcome};
use crate::statistics::profile::class_word;
use crate::tables::{Feed, Kind, Rows, Table};
use std::io;

/// Rows of `replicates.csv`.
pub struct Replicates;

impl Rows for Replicates {
    type Row<'a> = &'a FlaskRecord;
}

impl Feed for Replicates {
    type Record = FlaskRecord;

    fn feed<'a>(record: &'a FlaskRecord, row: &mut dyn FnMut(&'a FlaskRecord) -> io::Result<()>) -> io::Result<()> {
        row(record)
    }
}

fn dominant(flask: &FlaskRecord) -> Option<&MechanismShare> {
    flask.composition.first()
}

/// When the flask has no dominant mechanism.
const NO_CELLS: &str = "no cell lives";

/// `replicates.csv`: outcome, then the flask on the day of its outcome, then what it took over the whole simulation.
pub fn replicates() -> Table<Replicates> {
    at_outcome(outcome(Table::<Replicates>::new("replicates.csv", "flask")))
        .column("doublings", Kind::Number, "population doublings since seeding", |f| {
            f.work.doublings.into()
        })
        .column("discarded", Kind::Cells, "cells thrown away at passages", |f| {
            f.work.discarded.into()
        })
        .column(
            "lost",
            Kind::Cells,
            "cells that did not attach at seeding and passages",
            |f| f.work.lost.into(),
        )
        .column(
            "medium_changes",
            Kind::Integer,
            "times that fresh medium was given",
            |f| f.work.medium_changes.into(),
        )
        .column("thaws", Kind::Integer, "vials thawed after crashes", |f| f.thaws.into())
}

fn outcome(table: Table<Replicates>) -> Table<Replicates> {
    table
        .column("replicate", Kind::Integer, "number of the flask, from 0", |f| {
            f.replicate.into()
        })
        .column(
            "outcome",
            Kind::Text,
            "`resistant`, `extinct`, `given_up`, `time_over` or `empty` (no cell was seeded); resistant to the last line of treatment",
            |f| f.outcome.word().into(),
        )
        .column("outcome_day", Kind::Day, "when that was", |f| f.outcome_day.into())
        .column(
            "ttr_day",
            Kind::Day,
            "time to resistance: the outcome day of resistant flasks",
            |f| (f.outcome == Outcome::Resistant).then_some(f.outcome_day).into(),
        )
        .missing("the flask is not resistant")
        .column(
            "end_day",
            Kind::Day,
            "end of the simulation; after the outcome where the run goes on",
            |f| f.end_day.into(),
        )
        .column(
            "goal_day",
            Kind::Day,
            "day of the step to the goal dose of the escalating course; in a pause of a pulse its drug comes with the next one",
            |f| f.goal_day.into(),
        )
        .missing("the goal was not reached, or no course escalates")
        .column("passages", Kind::Integer, "passages over the whole simulation", |f| {
            f.passages.into()
        })
        .column(
            "dose_steps",
            Kind::Integer,
            "steps up in dose over the whole simulation",
            |f| f.dose_steps.into(),
        )
        .column("crashes", Kind::Integer, "crashes over the whole simulation", |f| {
            f.crashes.into()
        })
}

fn at_outcome(table: Table<Replicates>) -> Table<Replicates> {
    table
        .column("cells", Kind::Cells, "living cells on the outcome day", |f| {
            f.cells.into()
        })
        .column(
            "growth_share",
            Kind::Number,
            "growth rate over the last passage before the outcome, over the parental one without drug",
            |f| f.growth_share.into(),
        )
        .missing("no passage before the outcome")
        .column(
            "dominant",
            Kind::Text,
            "mechanism with the most cells on the outcome day; `none`: unaltered; all are in mechanisms.csv",
            |f| dominant(f).map(|first| &first.mechanism.label).into(),
        )
        .missing(NO_CELLS)
        .column("dominant_class", Kind::Text, "its class, as in mechanisms.csv", |f| {
            dominant(f).map(|first| class_word(first.mechanism.class)).into()
        })
        .missing(NO_CELLS)
        .column("dominant_share", Kind::Share, "its share of the living cells", |f| {
            dominant(f).map(|first| first.share).into()
        })
        .missing(NO_CELLS)
        .column(
            "pre_existing",
            Kind::Share,
            "share of the cells on the outcome day whose latest heritable alteration arose before drug",
            |f| f.pre_existing.into(),
        )
        .column(
            "acquired",
            Kind::Share,
            "share whose latest heritable alteration arose under drug, in a naive cell",
            |f| f.acquired.into(),
        )
        .column(
            "via_tolerant",
            Kind::Share,
            "share whose latest heritable alteration arose under drug, in a cell of another state",
            |f| f.via_tolerant.into(),
        )
        .column(
            "spiked",
            Kind::Share,
            "share that descends from cells spiked in on day 0, without a further alteration",
            |f| f.spiked.into(),
        )
        .column(
            "compound",
            Kind::Share,
            "share with two or more heritable alterations",
            |f| f.compound.into(),
        )
}
