//! `--worlds N|FILE`: how many worlds are drawn, or where they come from.

use super::failure::Failure;
use super::source;
use crate::session::{AskedWorlds, no_such_worlds};
use std::path::Path;

/// Reads the option; a number is a count, anything else the name of a file.
pub fn asked(option: Option<&str>) -> Result<AskedWorlds, Failure> {
    let Some(text) = option else {
        return Ok(AskedWorlds::default());
    };
    match text.parse::<u64>() {
        Ok(count) => Ok(AskedWorlds::drawn(count)?),
        Err(_) if text.parse::<f64>().is_ok() => Err(no_such_worlds(text).into()),
        Err(_) => {
            let (file, text) = source::text(Path::new(text))?;
            Ok(AskedWorlds::of_table(file, &text)?)
        }
    }
}
