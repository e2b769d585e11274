//! Files that appear under their name whole, or not at all.

use super::super::KeepError;
use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// How the names of temporary files begin.
pub(super) const TEMPORARY: &str = ".escalade-";
/// The file whose lock makes a process the writer of a folder.
pub(super) const WRITER: &str = ".escalade-writer";
/// Folders in a folder of results are no deeper than this.
const DEEPEST: usize = 3;

/// Whether a file of this name is temporary or the writer's.
pub(super) fn is_passing(name: &std::ffi::OsStr) -> bool {
    name.to_string_lossy().starts_with(TEMPORARY)
}

/// Removes temporary files of a killed process from a folder and those in it, of which no link is followed.
pub(super) fn clear(root: &Path) -> Result<(), KeepError> {
    clear_to(root, DEEPEST)
}

fn clear_to(folder: &Path, depth: usize) -> Result<(), KeepError> {
    let read = |error| KeepError::io("read", folder, error);
    for entry in fs::read_dir(folder).map_err(read)? {
        let entry = entry.map_err(read)?;
        let kind = entry.file_type().map_err(read)?;
        let name = entry.file_name();
        if kind.is_dir() && depth > 0 {
            clear_to(&entry.path(), depth - 1)?;
        } else if kind.is_file() && is_passing(&name) && name != WRITER {
            fs::remove_file(entry.path()).map_err(|error| KeepError::io("remove", &entry.path(), error))?;
        }
    }
    Ok(())
}

/// The folder that a path's last name stands in; the current one where it has no other.
pub fn holder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// The bytes of a file, of which there may be so many; more are not read.
///
/// # Errors
/// It cannot be read, or is larger.
pub fn read_at_most(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > most {
        true => Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("larger than {} MB", most / 1_000_000),
        )),
        false => Ok(bytes),
    }
}

/// Bytes as a text.
///
/// # Errors
/// They are none.
pub fn in_text(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "not a text file (not UTF-8)"))
}

/// A file that has no name yet, in the folder where it will stand.
pub(super) fn temporary(path: &Path) -> Result<NamedTempFile, KeepError> {
    let folder = holder(path);
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
pub(super) fn share(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
pub(super) fn share(_: &fs::File) -> io::Result<()> {
    Ok(())
}

/// Writes a whole file or nothing.
pub(super) fn write_atomic(path: &Path, bytes: &[u8], sync: bool) -> Result<(), KeepError> {
    let mut file = temporary(path)?;
    file.write_all(bytes)
        .map_err(|error| KeepError::io("write", path, error))?;
    persist(file, path, sync)
}
