//! `posterior.csv`: draws of values that data tell something about, as `run --worlds` and `batch --table` take them.

use crate::tables::{Description, Kind, Rows, Table};

/// The draws of a fit or a validation, a row each.
pub const POSTERIOR: &str = "posterior.csv";

/// Draws of some values.
#[derive(Debug, Clone, PartialEq)]
pub struct Posterior {
    /// The values, a column each.
    pub values: Vec<PosteriorValue>,
    /// A draw each: a cell per value.
    pub draws: Vec<Vec<String>>,
}

/// A value that was drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct PosteriorValue {
    /// Its key, or the column of a class.
    pub key: String,
    /// What its numbers are.
    pub unit: PosteriorUnit,
}

/// What the numbers of a value are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PosteriorUnit {
    /// Written with the unit, as in a scenario file.
    Written,
    /// The value's own.
    Own,
    /// Standard normal before the data: scores of a class.
    Score,
}

/// Rows of `posterior.csv`.
struct Draws;

impl Rows for Draws {
    type Row<'a> = &'a Vec<String>;
}

impl Posterior {
    /// Its text.
    pub fn text(&self) -> String {
        table(&self.values).text(&self.draws)
    }

    /// What it is.
    pub fn description(&self) -> Description {
        table(&self.values).description().clone()
    }

    /// Name and text.
    pub fn file(&self) -> (String, String) {
        (POSTERIOR.to_owned(), self.text())
    }
}

fn table(values: &[PosteriorValue]) -> Table<Draws> {
    let table = Table::<Draws>::new(
        POSTERIOR,
        "draw, all of equal weight; `run --worlds` takes them as worlds",
    );
    table.each(values, |table, i, PosteriorValue { key, unit }| {
        let (kind, meaning) = match unit {
            PosteriorUnit::Written => (Kind::Text, format!("{key}, as scenario files write it")),
            PosteriorUnit::Own => (
                Kind::Number,
                format!("{key}, in its own unit (days, nM, per day, per division or none)"),
            ),
            PosteriorUnit::Score => (
                Kind::Number,
                format!("{key}, on the scale of scores that are standard normal before the data"),
            ),
        };
        table.column(key.clone(), kind, meaning, move |row| (&row[i]).into())
    })
}

/// What it is for values of this name.
pub(super) fn posterior_description(key: &str, unit: PosteriorUnit) -> Description {
    let key = key.to_owned();
    table(&[PosteriorValue { key, unit }]).description().clone()
}
