//! A batch: every row of a table a scenario of its own, its flasks simulated in memory, a row of results each.

use super::collect::{Column, columns};
use super::fault::{Fault, too_dear, whole};
use crate::engine::{self, PlainPlan};
use crate::ensemble::{Ended, Job, KeepError, Memory, Sink};
use crate::knowledge::KnowledgeBase;
use crate::scenario::error::ScenarioError;
use crate::scenario::vary::Draft;
use crate::scenario::{Body, Laboratory, Overlay, Scenario, with_overlays};
use crate::session::draws::{Draw, Draws};
use crate::session::{Conduct, SessionError};
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};
use std::sync::atomic::AtomicBool;

/// The column of results that names the row.
const ROW: &str = "row";
/// The column of results that holds what is wrong with a row, where batches go on after faults.
const ERROR: &str = "error";
/// Columns of a table that are neither keys of the scenario nor of the knowledge base.
const SEED: &str = "seed";
const FLASKS: &str = "flasks";
/// Flasks of a row at most: what is collected of each is held in memory until the row is done.
pub const MOST_FLASKS: u64 = 1_000_000;

/// What is asked of a batch.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// What is collected: `QUANTITY` or `QUANTITY:STATISTIC`; the usual where empty.
    pub collect: Vec<String>,
    /// Flasks of each row that has no column `flasks` [default: the scenario's replicates].
    pub flasks: Option<u64>,
    /// Seed of rows without a column `seed` [default: the scenario's].
    pub seed: Option<u64>,
    /// Every row meets the same flasks, so that rows differ by their values alone; else each row has chance of its own.
    pub same_flasks: bool,
    /// Goes on after a row that cannot be run, which is named in a column `error`.
    pub go_on: bool,
}

/// A scenario into which rows of values are put.
pub struct Batch {
    draft: Draft,
    knowledge: KnowledgeBase,
    wanted: Wanted,
    columns: Vec<Column>,
    usual: Scenario,
}

/// How a batch ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// Rows with results.
    pub rows: u64,
    /// Rows that could not be run.
    pub faults: u64,
}

impl Batch {
    /// Of a scenario file; `shown` is its name in messages.
    ///
    /// # Errors
    /// The scenario, an overlay or what is to be collected is not valid.
    pub fn of(shown: &str, text: String, overlays: &[Overlay], wanted: Wanted) -> Result<Self, SessionError> {
        Self::on(shown, text, with_overlays(overlays)?, wanted)
    }

    /// The same on a knowledge base, which the plain form does not use.
    ///
    /// # Errors
    /// The scenario or what is to be collected is not valid.
    pub fn on(shown: &str, text: String, knowledge: KnowledgeBase, wanted: Wanted) -> Result<Self, SessionError> {
        let draft = Draft::read(shown, text)?;
        let usual = draft.scenario(&[], &knowledge)?;
        let flasks = wanted.flasks.unwrap_or(usual.replicates);
        if !(1..=MOST_FLASKS).contains(&flasks) {
            return Err(SessionError::Request(format!(
                "{shown}: {flasks} flasks for each row of a batch\n  allowed: 1 to {MOST_FLASKS}"
            )));
        }
        // Plain rows are looked at one by one.
        if let (Body::Laboratory(_), Some(what)) = (&usual.body, too_dear(&usual, flasks)) {
            return Err(SessionError::Request(format!("{shown}: {what}")));
        }
        Ok(Self {
            columns: columns(&usual, &wanted.collect)?,
            draft,
            knowledge,
            wanted,
            usual,
        })
    }

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
            results.out.flush()?;
        }
        match results.done.rows + results.done.faults {
            0 => Err(SessionError::Request(format!(
                "{name}: has a header and no rows\n  allowed: a row of values for each draw"
            ))),
            _ => Ok(results.done),
        }
    }

    /// What each column of a table sets.
    fn keys(&self, name: &str, columns: &[String]) -> Result<Vec<Key>, SessionError> {
        columns.iter().map(|column| self.key(name, column)).collect()
    }

    fn key(&self, name: &str, column: &str) -> Result<Key, SessionError> {
        match column {
            SEED => return Ok(Key::Seed),
            FLASKS => return Ok(Key::Flasks),
            _ => {}
        }
        let plain = matches!(self.usual.body, Body::Plain(_));
        if column.contains('/') && !plain {
            return match self.knowledge.domain(column) {
                Ok(_) => Ok(Key::Knowledge(column.to_owned())),
                Err(error) => Err(SessionError::Request(format!("{name}: column \"{column}\": {error}"))),
            };
        }
        Ok(Key::Scenario(column.to_owned()))
    }
}

/// What a column of a table sets.
#[derive(Debug, Clone)]
enum Key {
    Seed,
    Flasks,
    Scenario(String),
    Knowledge(String),
}

/// The rows at hand.
struct Rows<'a> {
    batch: &'a Batch,
    keys: &'a [Key],
    rows: &'a [Draw],
}

/// What became of a row.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct RowResult {
    row: u64,
    line: u64,
    /// A number per column of results, or what is wrong.
    values: Result<Vec<Option<f64>>, Fault>,
}

impl Job for Rows<'_> {
    type Record = RowResult;

    fn simulate(&self, number: u64, stop: &AtomicBool) -> Option<RowResult> {
        let draw = &self.rows[number as usize];
        let values = match self.scenario(draw) {
            Ok(row) => Ok(self.flasks(&row, stop)?),
            Err(what) => Err(what),
        };
        Some(RowResult {
            row: draw.row,
            line: draw.line,
            values,
        })
    }
}

/// A scenario, and which of its replicates a row meets.
struct Row {
    scenario: Scenario,
    first: u64,
}

impl Rows<'_> {
    fn scenario(&self, draw: &Draw) -> Result<Row, Fault> {
        let Wanted {
            flasks,
            seed,
            same_flasks,
            ..
        } = self.batch.wanted;
        let (mut flasks, mut seed) = (flasks, seed);
        let mut values = Vec::new();
        let base = &self.batch.knowledge;
        let mut moved = Vec::new();
        for (key, cell) in self.keys.iter().zip(&draw.cells) {
            match key {
                Key::Seed => seed = Some(whole(SEED, cell, 0, i64::MAX as u64)?),
                Key::Flasks => flasks = Some(whole(FLASKS, cell, 1, MOST_FLASKS)?),
                Key::Scenario(key) => values.push(Draft::cell(key, cell).map_err(|what| Fault::of(key, what))?),
                Key::Knowledge(key) => {
                    let number = base.number(key, cell);
                    let number = number.map_err(|error| Fault::of(key, format!("column \"{key}\": {error}")))?;
                    moved.push((key.as_str(), number));
                }
            }
        }
        let with_moved = match moved.is_empty() {
            true => None,
            false => Some(base.with_values(moved).map_err(|error| Fault {
                column: None,
                what: error.to_string(),
            })?),
        };
        let knowledge = with_moved.as_ref().unwrap_or(base);
        let scenario = self.batch.draft.scenario(&values, knowledge);
        let mut scenario = scenario.map_err(|error| self.fault(&error))?;
        scenario.replicates = flasks.unwrap_or(self.batch.usual.replicates);
        scenario.seed = seed.unwrap_or(self.batch.usual.seed);
        // What a laboratory flask costs is told by a pilot flask, which is not run for every row.
        if let (Body::Plain(_), Some(what)) = (&scenario.body, too_dear(&scenario, scenario.replicates)) {
            return Err(Fault { column: None, what });
        }
        let first = match same_flasks {
            true => 0,
            false => (draw.row - 1).saturating_mul(scenario.replicates),
        };
        Ok(Row { scenario, first })
    }

    /// A refused scenario, by the column that sets its key.
    fn fault(&self, error: &ScenarioError) -> Fault {
        let key = error.key.as_ref().map(crate::scenario::Path::dotted);
        let columns = self.keys.iter().filter_map(|column| match column {
            Key::Scenario(column) => Some(column),
            _ => None,
        });
        Fault {
            column: columns
                .into_iter()
                .find(|&column| Some(column) == key.as_ref())
                .cloned(),
            what: error.to_string(),
        }
    }

    /// The results of a row; `None` on a stop.
    fn flasks(&self, row: &Row, stop: &AtomicBool) -> Option<Vec<Option<f64>>> {
        let Scenario {
            settings,
            seed,
            replicates,
            ..
        } = row.scenario;
        let columns = &self.batch.columns;
        let mut values: Vec<Vec<f64>> = vec![Vec::new(); columns.len()];
        let mut take = |of: &dyn Fn(&Column) -> Option<f64>| {
            for (values, column) in values.iter_mut().zip(columns) {
                values.extend(of(column));
            }
        };
        let each = row.first..row.first.saturating_add(replicates);
        match &row.scenario.body {
            Body::Plain(model) => {
                let plan = PlainPlan::new(model);
                for replicate in each {
                    let record = plan.run_unless(stop, &settings, seed, replicate)?;
                    take(&|column| column.of_plain(&record));
                }
            }
            Body::Laboratory(laboratory) => {
                let Laboratory { biology, protocol, .. } = &**laboratory;
                for replicate in each {
                    let record = engine::run_flask_unless(
                        stop,
                        biology,
                        protocol,
                        &settings,
                        engine::Identity::Origins,
                        seed,
                        replicate,
                    )?;
                    take(&|column| column.of_flask(&record));
                }
            }
        }
        let statistics = values.iter_mut().zip(columns);
        Some(statistics.map(|(values, column)| column.statistic(values)).collect())
    }
}

/// Writes a row of results for every record, in order.
struct Results<'a, W: Write> {
    batch: &'a Batch,
    name: &'a str,
    out: csv::Writer<W>,
    done: Done,
    /// The first row that could not be run, where the batch does not go on.
    fault: Option<SessionError>,
}

impl<'a, W: Write> Results<'a, W> {
    fn open(batch: &'a Batch, name: &'a str, out: W) -> Result<Self, SessionError> {
        let mut out = csv::Writer::from_writer(out);
        let names = batch.columns.iter().map(|column| column.name.as_str());
        let error = batch.wanted.go_on.then_some(ERROR);
        let header = std::iter::once(ROW).chain(names).chain(error);
        out.write_record(header).map_err(unwritten)?;
        out.flush()?;
        Ok(Self {
            batch,
            name,
            out,
            done: Done { rows: 0, faults: 0 },
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
            Err(Fault { column, what }) => {
                let told = SessionError::Row {
                    table: self.name.to_owned(),
                    line: result.line,
                    row: result.row,
                    column: column.clone(),
                    message: what.clone(),
                };
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
