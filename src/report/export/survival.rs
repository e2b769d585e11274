//! Times and events of all flasks, for `Surv` of the package survival.

use super::source::{Exported, unread};
use crate::engine::record::Outcome;
use crate::tables::{Description, Kind, Rows, Table};
use serde::Deserialize;

/// Outcomes in the order of their numbers; the first is censored at the end of the experiment.
const EVENTS: [Outcome; 4] = [
    Outcome::TimeOver,
    Outcome::Resistant,
    Outcome::Extinct,
    Outcome::GivenUp,
];

#[derive(Debug, Deserialize)]
struct Flask {
    replicate: u64,
    outcome: Outcome,
    outcome_day: f64,
}

struct Times;

impl Rows for Times {
    /// A flask, and its group.
    type Row<'a> = (&'a Flask, &'a str);
}

fn times() -> Table<Times> {
    Table::<Times>::new("survival.csv", "flask into which a cell was seeded")
        .column("replicate", Kind::Integer, "as in replicates.csv", |row| {
            row.0.replicate.into()
        })
        .column("time", Kind::Day, "when that was", |row| row.0.outcome_day.into())
        .column(
            "status",
            Kind::Integer,
            "0: the experiment ended, censored; 1: resistant; 2: extinct; 3: given up (competing events)",
            |row| EVENTS.iter().position(|event| *event == row.0.outcome).into(),
        )
        .column("event", Kind::Text, "the same in a word, as in replicates.csv", |row| {
            row.0.outcome.word().into()
        })
        .column("group", Kind::Text, "name of the scenario", |row| row.1.into())
}

pub fn descriptions() -> Vec<Description> {
    vec![times().description().clone()]
}

pub fn tables(of: &Exported) -> Result<(Vec<Description>, Vec<String>), String> {
    let flasks = csv::Reader::from_reader(of.replicates.as_bytes()).into_deserialize();
    let flasks: Vec<Flask> = flasks.collect::<Result<_, _>>().map_err(unread)?;
    // In wells without a cell nothing could survive.
    let seeded = flasks.iter().filter(|flask| flask.outcome != Outcome::Empty);
    let text = times().text(seeded.map(|flask| (flask, of.name)));
    Ok((descriptions(), vec![text]))
}
