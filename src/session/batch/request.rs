//! What is asked of a batch: a scenario, what the columns of its table set, what is collected of each row.

use super::collect::{Column, columns};
use super::fault::too_dear;
use crate::knowledge::KnowledgeBase;
use crate::model::biology::Biology;
use crate::model::protocol::Protocol;
use crate::report::table::BatchFamilies;
use crate::scenario::vary::Draft;
use crate::scenario::{Body, Overlay, Scenario, with_overlays};
use crate::session::SessionError;
use crate::session::draws::Draw;
use serde::{Deserialize, Serialize};

/// Columns of a table that are neither keys of the scenario nor of the knowledge base.
pub(super) const SEED: &str = "seed";
pub(super) const FLASKS: &str = "flasks";
/// Flasks of a row at most: what is collected of each is held in memory until the row is done.
pub const MOST_FLASKS: u64 = 1_000_000;

/// What is asked of a batch.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
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
#[derive(Debug)]
pub struct Batch {
    pub(super) draft: Draft,
    pub(super) knowledge: KnowledgeBase,
    pub(super) wanted: Wanted,
    pub(super) columns: Vec<Column>,
    /// With the values that it has by itself.
    pub(super) usual: Scenario,
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
            columns: columns(&usual, &each_once(&wanted.collect)?)?,
            draft,
            knowledge,
            wanted,
            usual,
        })
    }

    /// What decides the columns of its results.
    pub(super) fn families(&self) -> BatchFamilies {
        BatchFamilies {
            collected: self.names().map(str::to_owned).collect(),
            errors: self.wanted.go_on,
        }
    }

    /// The columns of results that are collected, by name.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// What each column of a table sets.
    pub(super) fn keys(&self, name: &str, columns: &[String]) -> Result<Vec<Key>, SessionError> {
        let names: Vec<&str> = columns.iter().map(String::as_str).collect();
        if let Some((first, second)) = self.draft.named_twice(&names, &self.knowledge) {
            return Err(SessionError::Request(format!(
                "{name}:1: columns \"{first}\" and \"{second}\" set the same value\n  allowed: each key once"
            )));
        }
        columns.iter().map(|column| self.key(name, column)).collect()
    }

    /// Columns of the knowledge base that leave these rows as the scenario is by itself, such as values of another line.
    pub(super) fn idle(&self, keys: &[Key], rows: &[Draw]) -> Vec<String> {
        let changes = |key: &str, cell: &str| {
            let moved = self
                .knowledge
                .number(key, cell)
                .and_then(|number| self.knowledge.with_values([(key, number)]));
            // What cannot be read or run is told by its row.
            let Ok(moved) = moved else { return true };
            let same = |other: Scenario| acts(&other) == acts(&self.usual);
            self.draft.scenario(&[], &moved).map_or(true, |other| !same(other))
        };
        let idle = |(column, key): (usize, &Key)| match key {
            Key::Knowledge(key) if !rows.iter().take(10).any(|row| changes(key, &row.cells[column])) => {
                Some(key.clone())
            }
            _ => None,
        };
        keys.iter().enumerate().filter_map(idle).collect()
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
pub(super) enum Key {
    Seed,
    Flasks,
    Scenario(String),
    Knowledge(String),
}

/// What is collected, each once: a column has one name.
fn each_once(collect: &[String]) -> Result<Vec<String>, SessionError> {
    let again = collect
        .iter()
        .enumerate()
        .find(|(i, one)| collect[..*i].iter().any(|before| before.trim() == one.trim()));
    match again {
        Some((_, one)) => Err(SessionError::Request(format!(
            "--collect: \"{one}\" is there twice\n  allowed: each once"
        ))),
        None => Ok(collect.iter().map(|one| one.trim().to_owned()).collect()),
    }
}

/// What is said of a table that holds no rows.
pub(super) fn no_rows(name: &str) -> SessionError {
    SessionError::Request(format!(
        "{name}: has a header and no rows\n  allowed: a row of values for each draw"
    ))
}

/// What of a scenario acts on its flasks.
fn acts(scenario: &Scenario) -> Option<(&Biology, &Protocol)> {
    match &scenario.body {
        Body::Laboratory(laboratory) => Some((&laboratory.biology, &laboratory.protocol)),
        Body::Plain(_) => None,
    }
}
