//! A file that names conditions and data.

use crate::document::Source;
use crate::observed::{KINDS, Kind};
use crate::session::SessionError;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Value;

/// What a fit is of: conditions, each the scenario with some keys set, and files of data.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The same line under different conditions.
    #[serde(default, rename = "condition")]
    pub conditions: Vec<PlannedCondition>,
    /// Files of data.
    #[serde(default)]
    pub data: Vec<PlannedData>,
    /// Values that are free, as `--free` has them.
    #[serde(default)]
    pub free: Vec<String>,
}

/// A condition.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedCondition {
    /// As in the column `condition` of the data.
    pub name: String,
    /// Keys of the scenario, as in a sweep or a batch, and their values here.
    #[serde(default)]
    pub set: BTreeMap<String, Value>,
}

/// A file of data.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedData {
    /// Its name, beside the plan.
    pub file: String,
    /// Its kind, where its columns do not tell.
    pub kind: Option<String>,
    /// The condition of all of its rows, where it has no such column.
    pub condition: Option<String>,
    /// What its columns are read as: `"Live cells" = "cells"`.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
}

impl Plan {
    /// Reads a plan; `file` is its name in messages.
    ///
    /// # Errors
    /// It is no TOML, or has a key that is not known.
    pub fn read(file: &str, text: &str) -> Result<Self, SessionError> {
        let source = Source {
            file: file.to_owned(),
            text: text.to_owned(),
        };
        source.parse(&[]).map_err(SessionError::request)
    }
}

impl PlannedData {
    /// The stated kind.
    ///
    /// # Errors
    /// The word is no kind, with those that are.
    pub fn kind(&self, file: &str) -> Result<Option<Kind>, SessionError> {
        let Some(word) = &self.kind else { return Ok(None) };
        let kind = KINDS.iter().find(|kind| kind.word() == word);
        kind.map(|kind| Some(*kind)).ok_or_else(|| {
            let words: Vec<&str> = KINDS.iter().map(|kind| kind.word()).collect();
            SessionError::Request(format!("{file}: kind = \"{word}\"\n  allowed: {}", words.join(", ")))
        })
    }
}
