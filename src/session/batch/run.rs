//! A batch that streams: rows are read, simulated and written as they come.

use super::request::{Batch, no_rows};
use super::results::{Done, Results};
use super::row::Rows;
use crate::ensemble::{Ended, Memory};
use crate::session::draws::Draws;
use crate::session::{Conduct, SessionError};
use std::io::{Read, Write};

impl Batch {
    /// Reads rows and writes results as they come, in order. `name` is what the table is called in messages.
    ///
    /// # Errors
    /// The table cannot be read, a row cannot be run (unless the batch goes on), or it is stopped on request.
    pub fn run<R: Read, W: Write + Send>(
        &self,
        name: &str,
        table: R,
        out: W,
        conduct: &Conduct,
    ) -> Result<Done, SessionError> {
        let mut draws = Draws::open(name, table)?;
        let keys = self.keys(name, draws.columns())?;
        let mut results = Results::open(self, name, out)?;
        loop {
            let rows = draws.some()?;
            if rows.is_empty() {
                break;
            }
            if results.done.rows + results.done.faults == 0 {
                results.done.idle = self.idle(&keys, &rows);
            }
            let job = Rows {
                batch: self,
                keys: &keys,
                rows: &rows,
            };
            let ended = conduct.drive(&job, rows.len() as u64, &mut results, &mut Memory);
            if let Some(fault) = results.fault.take() {
                return Err(fault);
            }
            if let Ended::Interrupted { .. } = ended? {
                return Err(SessionError::Interrupted {
                    stored: results.done.rows,
                    records: results.done.rows + rows.len() as u64,
                    unit: "rows",
                    place: None,
                });
            }
            results.sheet.flush()?;
        }
        match results.done.rows + results.done.faults {
            0 => Err(no_rows(name)),
            _ => Ok(results.done),
        }
    }
}
