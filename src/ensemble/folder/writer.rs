//! The one writer of a folder. The system lets go of the lock of a process that is gone.

use super::super::KeepError;
use super::whole::WRITER;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

/// A folder held for writing; given back when dropped.
#[derive(Debug)]
pub(super) struct Writer {
    path: PathBuf,
    /// Holds the lock while it is open.
    file: File,
    /// What a writer that is gone had begun to write.
    unfinished: Vec<String>,
}

impl Writer {
    /// Holds an existing folder; `who` is told to others that want it meanwhile.
    pub(super) fn hold(root: &Path, who: &str) -> Result<Self, KeepError> {
        let path = root.join(WRITER);
        loop {
            let failed = |error| KeepError::io("write", &path, error);
            let mut options = OpenOptions::new();
            let mut file = (options.read(true).write(true).create(true).truncate(false).open(&path)).map_err(failed)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let mut who = String::new();
                    // A writer that has not told yet is still a writer.
                    let _ = file.read_to_string(&mut who);
                    return Err(KeepError::Busy {
                        path: root.to_owned(),
                        who: who.lines().next().unwrap_or_default().to_owned(),
                    });
                }
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
            if !is_at(&file, &path) {
                // The one before us gave the folder back, and its file with it.
                continue;
            }
            let mut left = String::new();
            file.read_to_string(&mut left).map_err(failed)?;
            let unfinished = left.lines().skip(1).map(str::to_owned).collect();
            file.set_len(0).and_then(|()| file.rewind()).map_err(failed)?;
            writeln!(file, "{who}").map_err(failed)?;
            return Ok(Self { path, file, unfinished });
        }
    }
}

impl Writer {
    /// Says what is about to be written, so that it is known for ours after a kill.
    pub(super) fn begin<'a>(&mut self, names: impl Iterator<Item = &'a str>) -> Result<(), KeepError> {
        let names: String = names.map(|name| format!("{name}\n")).collect();
        let written = self.file.write_all(names.as_bytes());
        written.map_err(|error| KeepError::io("write", &self.path, error))
    }

    /// Whether a writer that is gone had begun to write a file.
    pub(super) fn had_begun(&self, name: &str) -> bool {
        self.unfinished.iter().any(|known| known == name)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // A file that cannot be removed is one that the next writer takes over.
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether an open file is the one of this name.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(ours), Ok(there)) => (ours.dev(), ours.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

/// Open files cannot be removed there.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}
