//! `results.csv`: what came of the rows of a batch.

use crate::tables::{Description, Kind, Rows, Table};

/// What decides which columns the results of a batch have.
#[derive(Debug, Clone)]
pub struct BatchFamilies {
    /// What is collected of each row.
    pub collected: Vec<String>,
    /// The batch goes on after rows that cannot be run.
    pub errors: bool,
}

/// Rows of `results.csv`.
pub struct Results;

/// What came of a row of draws.
#[derive(Debug, Clone, Copy)]
pub struct ResultRow<'a> {
    /// Its number, from 1.
    pub row: u64,
    /// What was collected; nothing where it could not be run.
    pub values: &'a [Option<f64>],
    /// What is wrong with it.
    pub error: Option<&'a str>,
}

impl Rows for Results {
    type Row<'a> = ResultRow<'a>;
}

impl BatchFamilies {
    /// The table.
    pub fn results(&self) -> Table<Results> {
        let table = Table::<Results>::new("results.csv", "row of draws, in their order")
            .column("row", Kind::Integer, "number of the row, from 1", |row| row.row.into())
            .each(&self.collected, |table, i, name| {
                let meaning = format!(
                    "{name} over the flasks of the row: the mean, or the statistic that its name ends with (see batch --collect)"
                );
                table
                    .column(name.clone(), Kind::Number, meaning, move |row| {
                        row.values.get(i).copied().flatten().into()
                    })
                    .missing("no flask has it, or the row could not be run")
            });
        match self.errors {
            false => table,
            true => table
                .column(
                    "error",
                    Kind::Text,
                    "what is wrong with the row (with --go-on)",
                    |row| row.error.into(),
                )
                .missing("the row could be run"),
        }
    }

    /// What the table is.
    pub fn description(&self) -> Description {
        self.results().description().clone()
    }
}
