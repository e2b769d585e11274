//! How flasks ended.

use super::column::{Column, Holds};
use super::counts::{CONDITIONS, WHEN};
use super::record::{Before, Observation, Record, only_once};
use super::row::Row;
use crate::engine::record::Outcome;

/// The end of a flask.
#[derive(Debug, Clone, PartialEq)]
pub struct Ending {
    /// Line of the file, from 1.
    pub line: usize,
    /// The condition; none where the file has but one.
    pub condition: Option<String>,
    /// The flask; each is there once within a condition.
    pub flask: String,
    /// Day of the outcome, from seeding.
    pub day: f64,
    /// How it ended; `time_over` is censored.
    pub outcome: Outcome,
    /// What was found in it, as mechanisms are labelled; "none": unaltered cells. Absent: nobody looked.
    pub mechanisms: Option<Vec<String>>,
}

const FLASK: usize = 0;
const DAY: usize = 1;
const OUTCOME: usize = 2;
const CONDITION: usize = 3;
const MECHANISMS: usize = 4;

pub(super) static COLUMNS: [Column; 5] = [
    Column::must("flask", Holds::Name, "name of the flask").also(&["replicate"]),
    Column {
        also: &["days", "hour", "hours", "time", "outcome_day"],
        ..WHEN
    },
    Column::must("outcome", Holds::Name, Outcome::LISTED),
    CONDITIONS,
    Column::may(
        "mechanisms",
        Holds::Name,
        "what was found, with ; between; none: unaltered; empty: not examined",
    )
    .also(&["mechanism", "dominant"]),
];

impl Observation for Ending {
    fn condition(&self) -> Option<&str> {
        self.condition.as_deref()
    }
}

impl Record for Ending {
    fn read(row: &mut Row) -> Option<Self> {
        let (flask, day) = (row.name(FLASK), row.number(DAY));
        let outcome = row.one_of(OUTCOME, &Outcome::ALL.map(Outcome::word));
        let found = row.may_name(MECHANISMS);
        let mechanisms = found.map(|found| {
            let labels = found.split(';').map(str::trim).filter(|label| !label.is_empty());
            labels.map(str::to_owned).collect()
        });
        Some(Self {
            line: row.at.line,
            condition: row.may_name(CONDITION),
            mechanisms,
            flask: flask?,
            day: day?,
            outcome: Outcome::ALL[outcome?],
        })
    }

    fn follow(&self, before: &mut Before, row: &mut Row) {
        only_once(&[self.condition().unwrap_or_default(), &self.flask], before, row, FLASK);
    }
}
