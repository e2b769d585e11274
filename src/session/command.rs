//! The commands whose work can be dealt into shards.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A command whose work can be dealt into shards. Files hold its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Command {
    /// Replicates of a scenario.
    Run,
    /// Two scenarios or more, side by side.
    Compare,
    /// A scenario over values of its keys.
    Sweep,
    /// A scenario with each value that is not measured at its ends.
    Tornado,
    /// Rows of a table of scenarios.
    Batch,
}

impl Command {
    /// As it is typed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Compare => "compare",
            Self::Sweep => "sweep",
            Self::Tornado => "tornado",
            Self::Batch => "batch",
        }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
