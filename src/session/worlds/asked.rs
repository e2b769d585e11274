//! Worlds that are asked for in place of a scenario's own.

use super::GivenWorlds;
use crate::scenario::{Body, MOST_WORLDS, Scenario, WorldTable};
use crate::session::SessionError;
use std::fmt::Display;

/// Bytes of a table of worlds at most.
const MOST_BYTES: usize = 32_000_000;

/// How many worlds, and where they come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskedWorlds {
    /// How many; absent where it is left to the scenario.
    pub count: Option<u64>,
    /// The table that they come from; without one they are drawn.
    pub table: Option<WorldTable>,
}

impl AskedWorlds {
    /// So many, drawn.
    ///
    /// # Errors
    /// More than there may be.
    pub fn drawn(count: u64) -> Result<Self, SessionError> {
        some_worlds(Some(count))?;
        Ok(Self {
            count: Some(count),
            table: None,
        })
    }

    /// Those of a table; `file` is its name in messages.
    ///
    /// # Errors
    /// It is no table, has no row or too many, or is too large for a lock file.
    pub fn of_table(file: String, text: &str) -> Result<Self, SessionError> {
        if text.len() > MOST_BYTES {
            return Err(SessionError::Request(format!(
                "{file}: is larger than {} MB\n  allowed: less, for it goes into the lock file of what is done with it",
                MOST_BYTES / 1_000_000
            )));
        }
        let rows = GivenWorlds::rows_of(&file, text)?;
        if rows > MOST_WORLDS {
            return Err(SessionError::Request(format!(
                "{file}: has {rows} rows\n  allowed: at most {MOST_WORLDS}"
            )));
        }
        Ok(Self {
            count: Some(rows),
            table: Some(WorldTable::new(file, text)),
        })
    }

    /// Puts them into a scenario.
    ///
    /// # Errors
    /// Nothing of the scenario is unknown, and some worlds are asked for.
    pub fn put_into(self, scenario: &mut Scenario) -> Result<(), SessionError> {
        let (Body::Laboratory(_), Some(_)) = (&scenario.body, &scenario.origin) else {
            let none = self.count == Some(0) && self.table.is_none();
            return match none {
                true => Ok(()),
                false => Err(SessionError::Request(
                    "--worlds: this scenario leans on no knowledge base, so nothing of it is unknown".to_owned(),
                )),
            };
        };
        scenario.worlds.count = self.count;
        if self.table.is_some() {
            scenario.given_worlds = self.table;
        }
        Ok(())
    }
}

/// Refuses more worlds than there may be.
///
/// # Errors
/// It is more.
pub fn some_worlds(asked: Option<u64>) -> Result<(), SessionError> {
    match asked {
        Some(count) if count > MOST_WORLDS => Err(no_such_worlds(count)),
        _ => Ok(()),
    }
}

/// What is said of a number of worlds that cannot be.
pub fn no_such_worlds(asked: impl Display) -> SessionError {
    SessionError::Request(format!(
        "--worlds {asked}: is out of range\n  allowed: 0 to {MOST_WORLDS}"
    ))
}
