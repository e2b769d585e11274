//! The table of results, written as the rows are done.

use super::request::Batch;
use super::row::RowResult;
use crate::ensemble::{KeepError, Sink};
use crate::report::table::{self, ResultRow};
use crate::scenario::warnings::Warning;
use crate::session::SessionError;
use crate::tables::Sheet;
use crate::words::counted;
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
    /// What rows may not mean, once for all rows that are warned of the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<RowsWarned>,
}

/// Rows that are warned of the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowsWarned {
    /// As the first of them is told.
    #[serde(flatten)]
    pub warning: Warning,
    /// How many they are.
    pub rows: u64,
    /// Number of the first.
    pub first: u64,
}

impl Done {
    /// What rows may not mean: a sentence each.
    pub fn warned(&self) -> Vec<String> {
        let told = self.warnings.iter().map(|RowsWarned { warning, rows, first }| {
            format!("{rows} of {} (first row {first}): {warning}", counted(self.rows, "row"))
        });
        told.collect()
    }

    /// What is said of columns that change nothing, of what rows may not mean, and of rows that could not be run: a sentence each.
    pub fn notes(&self) -> Vec<String> {
        let idle = self.idle.iter().map(|column| {
            format!("column \"{column}\" changes nothing here: the scenario does not lean on that value")
        });
        let warned = self.warned().into_iter().map(|told| format!("warning: {told}"));
        let faults = (self.faults > 0).then(|| {
            format!(
                "{} could not be run; the column `error` says why",
                counted(self.faults, "row")
            )
        });
        idle.chain(warned).chain(faults).collect()
    }

    fn warn(&mut self, row: u64, warnings: &[Warning]) {
        for warning in warnings {
            match self
                .warnings
                .iter_mut()
                .find(|known| known.warning.about == warning.about)
            {
                Some(known) => known.rows += 1,
                None => self.warnings.push(RowsWarned {
                    warning: warning.clone(),
                    rows: 1,
                    first: row,
                }),
            }
        }
    }
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
                self.done.warn(row, &result.warnings);
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
