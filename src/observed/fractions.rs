//! Allele frequencies.

use super::column::{Column, Holds};
use super::counts::{CONDITIONS, WHEN};
use super::record::{Before, Observation, Record, not_backwards};
use super::row::Row;

/// The frequency of a change in a flask.
#[derive(Debug, Clone, PartialEq)]
pub struct Fraction {
    /// Line of the file, from 1.
    pub line: usize,
    /// The condition; none where the file has but one.
    pub condition: Option<String>,
    /// The flask.
    pub flask: String,
    /// Days from seeding; they do not fall within a flask and change.
    pub day: f64,
    /// The change, such as G1202R.
    pub change: String,
    /// Variant allele frequency, 0 to 1.
    pub vaf: f64,
    /// Reads at the place; none: not stated.
    pub depth: Option<f64>,
    /// Share of reads that show the change where it is not, 0 to 1; none: not stated.
    pub misread: Option<f64>,
}

const FLASK: usize = 0;
const DAY: usize = 1;
const CHANGE: usize = 2;
const VAF: usize = 3;
const CONDITION: usize = 4;
const DEPTH: usize = 5;
const MISREAD: usize = 6;

pub(super) static COLUMNS: [Column; 7] = [
    Column::must("flask", Holds::Name, "name of the flask").also(&["replicate"]),
    WHEN,
    Column::must("change", Holds::Name, "the change, such as G1202R").also(&["allele", "mutation", "variant"]),
    Column::must("vaf", Holds::Share, "variant allele frequency").also(&["frequency", "allele_frequency"]),
    CONDITIONS,
    Column::may("depth", Holds::Whole, "reads at the place").also(&["reads", "coverage"]),
    Column::may(
        "misread",
        Holds::Share,
        "share of reads that show the change where it is not (0.001)",
    )
    .also(&["error_rate"]),
];

impl Observation for Fraction {
    fn condition(&self) -> Option<&str> {
        self.condition.as_deref()
    }
}

impl Record for Fraction {
    fn read(row: &mut Row) -> Option<Self> {
        let (flask, day) = (row.name(FLASK), row.number(DAY));
        let (change, vaf) = (row.name(CHANGE), row.number(VAF));
        let depth = row.may_number(DEPTH);
        if depth == Some(0.0) {
            row.refuse(
                DEPTH,
                "is nothing",
                String::new(),
                "reads at the place, at least 1; empty where not known",
            );
        }
        Some(Self {
            line: row.at.line,
            condition: row.may_name(CONDITION),
            misread: row.may_number(MISREAD),
            depth,
            flask: flask?,
            day: day?,
            change: change?,
            vaf: vaf?,
        })
    }

    fn follow(&self, before: &mut Before, row: &mut Row) {
        let names = [self.condition().unwrap_or_default(), &self.flask, &self.change];
        not_backwards(&names, self.day, before, row, DAY);
    }
}
