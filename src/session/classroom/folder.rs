//! Sheets of a class in a folder of their own.

use crate::session::{SessionError, write_files};
use std::path::Path;

/// Writes the sheets of a class, each file whole or not at all.
///
/// # Errors
/// The folder holds anything but these very files, since sheets of another class would lie among those of this one; or the
/// system refuses.
pub fn write_sheets(folder: &Path, files: &[(String, String)]) -> Result<(), SessionError> {
    let same =
        |(name, text): &(String, String)| std::fs::read_to_string(folder.join(name)).is_ok_and(|there| there == *text);
    let empty = std::fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
    match empty || files.iter().all(same) {
        true => write_files(folder, files),
        false => Err(SessionError::Request(format!(
            "{}: holds other files, which would lie among those of this class; nothing was changed\n  allowed: --out with a folder of \
             its own",
            folder.display()
        ))),
    }
}
