//! Rows of a table as an ensemble: each a scenario of its own, its flasks simulated in memory.

use super::collect::Column;
use super::fault::{Fault, too_dear, whole};
use super::request::{Batch, FLASKS, Key, MOST_FLASKS, SEED, Wanted};
use crate::engine::{self, PlainPlan};
use crate::ensemble::Job;
use crate::scenario::error::ScenarioError;
use crate::scenario::vary::Draft;
use crate::scenario::warnings::{self, Warning};
use crate::scenario::{Body, Laboratory, Scenario};
use crate::session::SessionError;
use crate::session::draws::Draw;
use serde::{Deserialize, Serialize};
use std::sync::atomic::AtomicBool;

/// The rows at hand.
pub(super) struct Rows<'a> {
    pub batch: &'a Batch,
    pub keys: &'a [Key],
    pub rows: &'a [Draw],
}

/// What became of a row.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct RowResult {
    pub row: u64,
    pub line: u64,
    /// A number per column of results, or what is wrong.
    pub values: Result<Vec<Option<f64>>, Fault>,
    /// What it may not mean.
    pub warnings: Vec<Warning>,
}

impl Job for Rows<'_> {
    type Record = RowResult;

    fn record_bytes(&self) -> f64 {
        64.0 + 16.0 * self.batch.columns.len() as f64
    }

    fn simulate(&self, number: u64, stop: &AtomicBool) -> Option<RowResult> {
        let draw = &self.rows[number as usize];
        let (values, warnings) = match self.scenario(draw) {
            Ok(row) => {
                // Plain rows count what cannot be counted one by one among their ends.
                let warnings = match &row.scenario.body {
                    Body::Laboratory(_) => warnings::of(&row.scenario),
                    Body::Plain(_) => Vec::new(),
                };
                (Ok(self.flasks(&row, !warnings::not_held(&warnings), stop)?), warnings)
            }
            Err(what) => (Err(what), Vec::new()),
        };
        Some(RowResult {
            row: draw.row,
            line: draw.line,
            values,
            warnings,
        })
    }
}

/// A scenario, and which of its replicates a row meets.
struct Row {
    scenario: Scenario,
    first: u64,
}

impl Rows<'_> {
    /// Looks at all rows before any of them is run.
    ///
    /// # Errors
    /// The first that cannot be run.
    pub fn looked_at(&self, table: &str) -> Result<(), SessionError> {
        for draw in self.rows {
            if let Err(fault) = self.scenario(draw) {
                return Err(fault.at(table, draw.line, draw.row));
            }
        }
        Ok(())
    }

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

    /// The results of a row whose drugs hold unaltered cells or do not; `None` on a stop.
    fn flasks(&self, row: &Row, held: bool, stop: &AtomicBool) -> Option<Vec<Option<f64>>> {
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
                    take(&|column| column.of_flask(&record, held));
                }
            }
        }
        let statistics = values.iter_mut().zip(columns);
        Some(statistics.map(|(values, column)| column.statistic(values)).collect())
    }
}
