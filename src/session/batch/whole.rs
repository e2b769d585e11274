//! A batch whose table is at hand whole: its rows are kept in a place as they are done, so that it goes on after an
//! interruption, and can be divided among machines.

use super::request::{Batch, Key, no_rows};
use super::results::{Done, Results};
use super::row::{RowResult, Rows};
use crate::ensemble::{BATCH, Job, KeepError, Sink};
use crate::scenario::cost::{self, Cost};
use crate::scenario::lock::{self, VERSION};
use crate::scenario::vary::fingerprint;
use crate::scenario::{SCHEMA, Scenario};
use crate::session::draws::{Draw, Draws};
use crate::session::grid::{Answer, lock_text};
use crate::session::{Command, Conduct, Exporter, Made, Outcome, Place, SessionError, Target, Work, carry_out};
use crate::tables::{COLUMNS_FILE, dictionary};
use crate::words::counted;
use serde::Serialize;
use std::io::Write;

/// The table of results.
pub const RESULTS: &str = "results.csv";
/// The table of draws, as it was given.
const DRAWS: &str = "draws.csv";
/// The scenario with the values that it has by itself, everything resolved.
const SCENARIO: &str = "scenario.toml";

/// A batch and all rows of its table, each found to be one that can be run.
#[derive(Debug)]
pub struct Whole {
    batch: Batch,
    table: String,
    name: String,
    keys: Vec<Key>,
    rows: Vec<Draw>,
}

impl Whole {
    /// Of a table's text; `name` is what it is called in messages.
    ///
    /// # Errors
    /// The table cannot be read, or a row cannot be run (unless the batch goes on).
    pub fn of(batch: Batch, name: &str, table: String) -> Result<Self, SessionError> {
        let mut draws = Draws::open(name, table.as_bytes())?;
        let keys = batch.keys(name, draws.columns())?;
        let rows = draws.all()?;
        if rows.is_empty() {
            return Err(no_rows(name));
        }
        let whole = Self {
            batch,
            table,
            name: name.to_owned(),
            keys,
            rows,
        };
        if !whole.batch.wanted.go_on {
            whole.job().looked_at(name)?;
        }
        Ok(whole)
    }

    /// What all rows will cost, each taken for the scenario as it stands.
    pub fn cost(&self) -> Cost {
        let usual = &self.batch.usual;
        let flasks = self.batch.wanted.flasks.unwrap_or(usual.replicates);
        let column = self.keys.iter().position(|key| matches!(key, Key::Flasks));
        let of = |row: &Draw| {
            column
                .and_then(|column| row.cells[column].parse().ok())
                .unwrap_or(flasks)
        };
        let all = self.rows.iter().map(of).fold(0, u64::saturating_add);
        let rows = self.rows.len() as f64 * self.job().record_bytes();
        Cost {
            bytes: self.table.len() as f64 + rows,
            memory: 2.0 * self.table.len() as f64 + rows,
            ..cost::flask(usual).times(all)
        }
    }

    /// Runs every row; rows that are done are kept in the place.
    ///
    /// # Errors
    /// The place is refused, the system refuses to write, or it is stopped on request.
    pub fn run<P: Place>(
        &self,
        place: &P,
        conduct: &Conduct,
    ) -> Result<Outcome<Answer<Done>, P::Target>, SessionError> {
        let job = self.job();
        let work = Work {
            marks: BATCH,
            lock: &self.identity()?,
            command: Command::Batch,
            job: &job,
            records: self.rows.len() as u64,
            unit: "rows",
        };
        carry_out(&work, place, conduct, |target| {
            Ok(Export {
                whole: self,
                results: Results::open(&self.batch, &self.name, target.table(RESULTS)?)?,
            })
        })
    }

    fn job(&self) -> Rows<'_> {
        Rows {
            batch: &self.batch,
            keys: &self.keys,
            rows: &self.rows,
        }
    }

    /// The text that names it.
    fn identity(&self) -> Result<String, SessionError> {
        #[derive(Serialize)]
        struct Identity<'a> {
            kind: &'static str,
            version: &'static str,
            scenario: &'a str,
            scenario_hash: String,
            knowledge_hash: &'a str,
            table_hash: String,
            rows: u64,
            seed: u64,
            flasks: u64,
            same_flasks: bool,
            go_on: bool,
            collect: Vec<&'a str>,
        }
        let Batch { wanted, usual, .. } = &self.batch;
        let identity = Identity {
            kind: "batch",
            version: VERSION,
            scenario: &usual.name,
            scenario_hash: lock::write(usual)?.scenario_hash,
            knowledge_hash: knowledge_hash(usual),
            table_hash: fingerprint(std::iter::once(self.table.as_str())),
            rows: self.rows.len() as u64,
            seed: wanted.seed.unwrap_or(usual.seed),
            flasks: wanted.flasks.unwrap_or(usual.replicates),
            same_flasks: wanted.same_flasks,
            go_on: wanted.go_on,
            collect: self.batch.names().collect(),
        };
        lock_text(
            "what is run here. draws.csv holds the rows, scenario.toml the scenario.",
            &identity,
        )
    }
}

fn knowledge_hash(scenario: &Scenario) -> &str {
    let laboratory = scenario.laboratory();
    laboratory.map_or(lock::NO_KNOWLEDGE, |laboratory| &laboratory.knowledge_hash)
}

/// Writes results into the place.
struct Export<'a, W: Write> {
    whole: &'a Whole,
    results: Results<'a, W>,
}

impl<W: Write + Send> Sink<RowResult> for Export<'_, W> {
    fn accept(&mut self, result: &RowResult) -> Result<(), KeepError> {
        self.results.accept(result)
    }
}

impl<T: Target> Exporter<RowResult, T> for Export<'_, T::Table> {
    type Result = Answer<Done>;

    fn finish(self, target: &mut T) -> Result<Made<Answer<Done>>, SessionError> {
        let Results { sheet, mut done, .. } = self.results;
        done.idle = self.whole.batch.idle(&self.whole.keys, &self.whole.rows);
        let described = dictionary(std::slice::from_ref(sheet.description()));
        target.publish(sheet.finish()?)?;
        let files = vec![
            (COLUMNS_FILE.to_owned(), described),
            (DRAWS.to_owned(), self.whole.table.clone()),
            (SCENARIO.to_owned(), lock::write(&self.whole.batch.usual)?.text),
            (BATCH.summary.to_owned(), self.whole.summary(&done)?),
        ];
        let told = told(&done);
        Ok(Answer::with(done, told, BATCH, files))
    }
}

impl Whole {
    fn summary(&self, done: &Done) -> Result<String, SessionError> {
        #[derive(Serialize)]
        struct Summary<'a> {
            schema: u64,
            version: &'static str,
            name: &'a str,
            #[serde(flatten)]
            done: &'a Done,
            columns: Vec<&'a str>,
        }
        let summary = Summary {
            schema: SCHEMA,
            version: VERSION,
            name: &self.batch.usual.name,
            done,
            columns: self.batch.names().collect(),
        };
        let json = serde_json::to_string_pretty(&summary).map_err(SessionError::failed)?;
        Ok(json + "\n")
    }
}

/// What became of the rows, in words.
fn told(done: &Done) -> String {
    let notes: String = done.notes().iter().map(|note| format!("{note}\n")).collect();
    format!("{notes}{} of results", counted(done.rows, "row"))
}
