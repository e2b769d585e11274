//! `--worlds N|FILE`: how many worlds are drawn, or where they come from.

use super::failure::Failure;
use super::source;
use crate::scenario::{MOST_WORLDS, WorldTable};
use crate::session::GivenWorlds;
use std::path::Path;

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
        Ok(count) => Err(Failure::Input(format!(
            "--worlds {count}: is out of range\n  allowed: 0 to {MOST_WORLDS}, or a file"
        ))),
        Err(_) => {
            let (file, text) = source::text(Path::new(text))?;
            Ok(Worlds {
                count: Some(GivenWorlds::rows_of(&file, &text)?),
                table: Some(WorldTable { file, text }),
            })
        }
    }
}
