//! Sheets of a class in a folder of their own.

use crate::ensemble::folder::{holds, is_empty};
use crate::session::{SessionError, write_files};
use std::path::Path;

/// Writes the sheets of a class, each file whole or not at all.
///
/// # Errors
/// The folder holds anything but these very files, since sheets of another class would lie among those of this one; or the
/// system refuses.
pub fn write_sheets(folder: &Path, files: &[(String, String)]) -> Result<(), SessionError> {
    match is_empty(folder) || holds(folder, files) {
        true => write_files(folder, files),
        false => Err(SessionError::Request(format!(
            "{}: holds other files, which would lie among those of this class; nothing was changed\n  allowed: --out with a folder of \
             its own",
            folder.display()
        ))),
    }
}
