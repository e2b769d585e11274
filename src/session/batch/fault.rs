//! Why a row of a batch cannot be run.

use serde::{Deserialize, Serialize};

/// Why a row cannot be run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Fault {
    /// The column, where it is one alone.
    pub column: Option<String>,
    pub what: String,
}

impl Fault {
    pub fn of(column: &str, what: impl std::fmt::Display) -> Self {
        Self {
            column: Some(column.to_owned()),
            what: what.to_string(),
        }
    }
}

/// A whole number of a cell.
pub(super) fn whole(name: &str, cell: &str, least: u64, most: u64) -> Result<u64, Fault> {
    let number = cell.parse::<u64>().ok();
    let number = number.filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| {
        let what =
            format!("column \"{name}\" = \"{cell}\" is out of range\n  allowed: whole numbers from {least} to {most}");
        Fault::of(name, what)
    })
}
