//! The table of results, written as the rows are done.

use super::request::Batch;
use super::row::RowResult;
use crate::ensemble::{KeepError, Sink};
use crate::session::SessionError;
use serde::Serialize;
use std::io::Write;

/// The column of results that names the row.
const ROW: &str = "row";
/// The column of results that holds what is wrong with a row, where batches go on after faults.
const ERROR: &str = "error";

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
    pub out: csv::Writer<W>,
    pub done: Done,
    /// The first row that could not be run, where the batch does not go on.
    pub fault: Option<SessionError>,
}

impl<'a, W: Write> Results<'a, W> {
    /// Writes the header.
    pub fn open(batch: &'a Batch, name: &'a str, out: W) -> Result<Self, SessionError> {
        let mut out = csv::Writer::from_writer(out);
        let error = batch.wanted.go_on.then_some(ERROR);
        let header = std::iter::once(ROW).chain(batch.names()).chain(error);
        out.write_record(header).map_err(unwritten)?;
        out.flush()?;
        Ok(Self {
            batch,
            name,
            out,
            done: Done::default(),
            fault: None,
        })
    }
}

impl<W: Write + Send> Sink<RowResult> for Results<'_, W> {
    fn accept(&mut self, result: &RowResult) -> Result<(), KeepError> {
        let mut cells = vec![result.row.to_string()];
        match &result.values {
            Ok(values) => {
                self.done.rows += 1;
                cells.extend(
                    values
                        .iter()
                        .map(|value| value.map_or(String::new(), |number| number.to_string())),
                );
                cells.extend(self.batch.wanted.go_on.then(String::new));
            }
            Err(fault) => {
                let told = fault.at(self.name, result.line, result.row);
                if !self.batch.wanted.go_on {
                    self.fault = Some(told);
                    return Err(KeepError::Tables(std::io::Error::other("a row cannot be run")));
                }
                self.done.faults += 1;
                cells.extend(self.batch.columns.iter().map(|_| String::new()));
                cells.push(told.to_string().lines().map(str::trim).collect::<Vec<_>>().join("; "));
            }
        }
        self.out
            .write_record(cells)
            .map_err(|error| KeepError::Tables(unwritten(error)))
    }
}

fn unwritten(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    }
}
