//! `--worlds N|FILE`: how many worlds are drawn, or where they come from.

use super::failure::Failure;
use super::source;
use crate::scenario::{MOST_WORLDS, WorldTable};
use crate::session::GivenWorlds;
use std::path::Path;

/// Bytes of a table of worlds at most.
const MOST_BYTES: usize = 32_000_000;

/// What was asked for.
#[derive(Debug, Default)]
pub struct Worlds {
    /// How many; absent where it is left to the scenario.
    pub count: Option<u64>,
    /// The table that they come from.
    pub table: Option<WorldTable>,
}

/// Reads the option; a number is a count, anything else the name of a file.
pub fn asked(option: Option<&str>) -> Result<Worlds, Failure> {
    let Some(text) = option else {
        return Ok(Worlds::default());
    };
    match text.parse::<u64>() {
        Ok(count) if count <= MOST_WORLDS => Ok(Worlds {
            count: Some(count),
            table: None,
        }),
        Ok(_) => Err(out_of_range(text)),
        Err(_) if text.parse::<f64>().is_ok() => Err(out_of_range(text)),
        Err(_) => {
            let (file, text) = source::text(Path::new(text))?;
            if text.len() > MOST_BYTES {
                return Err(Failure::Input(format!(
                    "{file}: is larger than {} MB\n  allowed: less, for it goes into the lock file of what is done with it",
                    MOST_BYTES / 1_000_000
                )));
            }
            let rows = GivenWorlds::rows_of(&file, &text)?;
            if rows > MOST_WORLDS {
                return Err(Failure::Input(format!(
                    "{file}: has {rows} rows\n  allowed: at most {MOST_WORLDS}"
                )));
            }
            Ok(Worlds {
                count: Some(rows),
                table: Some(WorldTable::new(file, &text)),
            })
        }
    }
}

fn out_of_range(text: &str) -> Failure {
    Failure::Input(format!(
        "--worlds {text}: is out of range\n  allowed: 0 to {MOST_WORLDS}, or a file"
    ))
}
