//! Files that appear under their name whole, or not at all.

use super::KeepError;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// How the names of temporary files begin.
pub(super) const TEMPORARY: &str = ".escalade-";

/// A file that has no name yet, in the folder where it will stand.
pub(super) fn temporary(path: &Path) -> Result<NamedTempFile, KeepError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    tempfile::Builder::new()
        .prefix(TEMPORARY)
        .tempfile_in(folder)
        .map_err(|error| KeepError::io("write in", folder, error))
}

/// Gives a finished temporary file its name; `sync` forces file and folder to the disk first.
pub(super) fn persist(file: NamedTempFile, path: &Path, sync: bool) -> Result<(), KeepError> {
    let failed = |error| KeepError::io("write", path, error);
    share(file.as_file()).map_err(failed)?;
    if sync {
        file.as_file().sync_all().map_err(failed)?;
    }
    file.persist(path).map_err(|error| failed(error.error))?;
    match path.parent() {
        Some(folder) if sync && cfg!(unix) => fs::File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(failed),
        _ => Ok(()),
    }
}

/// Temporary files are private; results are for everybody who may read the folder.
#[cfg(unix)]
fn share(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn share(_: &fs::File) -> io::Result<()> {
    Ok(())
}

/// Writes a whole file or nothing.
pub(super) fn write_atomic(path: &Path, bytes: &[u8], sync: bool) -> Result<(), KeepError> {
    let mut file = temporary(path)?;
    file.write_all(bytes)
        .map_err(|error| KeepError::io("write", path, error))?;
    persist(file, path, sync)
}
