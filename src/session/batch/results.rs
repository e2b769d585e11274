//! The table of results, written as the rows are done.

use super::request::Batch;
use super::row::RowResult;
use crate::ensemble::{KeepError, Sink};
use crate::report::table::{self, ResultRow};
use crate::session::SessionError;
use crate::tables::Sheet;
use serde::Serialize;
use std::io::Write;

/// How a batch ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Done {
    /// Rows with results.
    pub rows: u64,
    /// Rows that could not be run.
    pub faults: u64,
    /// Columns of the knowledge base that change nothing in this scenario, as the first rows show.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub idle: Vec<String>,
}

/// What is said of a column that changes nothing.
pub fn idle(column: &str) -> String {
    format!("column \"{column}\" changes nothing here: the scenario does not lean on that value")
}

/// Writes a row of results for every record, in order.
pub(super) struct Results<'a, W: Write> {
    batch: &'a Batch,
    name: &'a str,
    pub sheet: Sheet<table::Results, W>,
    pub done: Done,
    /// The first row that could not be run, where the batch does not go on.
    pub fault: Option<SessionError>,
}

impl<'a, W: Write> Results<'a, W> {
    /// Writes the header.
    pub fn open(batch: &'a Batch, name: &'a str, out: W) -> Result<Self, SessionError> {
        let mut sheet = Sheet::new(batch.families().results(), out)?;
        sheet.flush()?;
        Ok(Self {
            batch,
            name,
            sheet,
            done: Done::default(),
            fault: None,
        })
    }
}

impl<W: Write + Send> Sink<RowResult> for Results<'_, W> {
    fn accept(&mut self, result: &RowResult) -> Result<(), KeepError> {
        let row = result.row;
        let written = match &result.values {
            Ok(values) => {
                self.done.rows += 1;
                self.sheet.row(ResultRow {
                    row,
                    values,
                    error: None,
                })
            }
            Err(fault) => {
                let told = fault.at(self.name, result.line, row);
                if !self.batch.wanted.go_on {
                    self.fault = Some(told);
                    return Err(KeepError::Tables(std::io::Error::other("a row cannot be run")));
                }
                self.done.faults += 1;
                let told = told.to_string();
                let lines: Vec<&str> = told.lines().map(str::trim).collect();
                self.sheet.row(ResultRow {
                    row,
                    values: &[],
                    error: Some(&lines.join("; ")),
                })
            }
        };
        written.map_err(KeepError::Tables)
    }
}
