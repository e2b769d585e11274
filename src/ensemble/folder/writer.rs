//! The one writer of a folder. The system lets go of the lock of a process that is gone.

use super::super::KeepError;
use super::whole::WRITER;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Before the name of a file that is about to be written.
const BEGUN: &str = "begun ";

/// A folder held for writing; given back when dropped.
#[derive(Debug)]
pub(super) struct Writer {
    path: PathBuf,
    /// Holds the lock while it is open.
    file: File,
    /// What a writer that is gone had begun to write.
    unfinished: Vec<String>,
    /// Whether something is begun and not whole.
    at_work: bool,
}

impl Writer {
    /// Holds an existing folder; `who` is told to others that want it meanwhile.
    pub(super) fn hold(root: &Path, who: &str) -> Result<Self, KeepError> {
        let path = root.join(WRITER);
        let failed = |error| KeepError::io("write", &path, error);
        let Some(mut file) = hold(&path)? else {
            // A writer that has not told yet is still a writer.
            let told = fs::read_to_string(&path).unwrap_or_default();
            let who = told.lines().rfind(|line| !line.starts_with(BEGUN));
            return Err(KeepError::Busy {
                path: root.to_owned(),
                who: who.unwrap_or_default().to_owned(),
            });
        };
        let mut left = String::new();
        file.read_to_string(&mut left).map_err(failed)?;
        let unfinished = left.lines().filter_map(|line| line.strip_prefix(BEGUN));
        let unfinished: Vec<String> = unfinished.map(str::to_owned).collect();
        // What is told of unfinished files must outlast another kill: nothing of it is taken away.
        if unfinished.is_empty() {
            file.set_len(0).and_then(|()| file.rewind()).map_err(failed)?;
        }
        file.write_all(format!("{who}\n").as_bytes()).map_err(failed)?;
        Ok(Self {
            path,
            file,
            at_work: !unfinished.is_empty(),
            unfinished,
        })
    }
}

/// Opens a file, made where needed, that nobody else holds; `None` where somebody does.
pub(super) fn hold(path: &Path) -> Result<Option<File>, KeepError> {
    let failed = |error| KeepError::io("write", path, error);
    loop {
        let mut options = OpenOptions::new();
        let file = (options.read(true).write(true).create(true).truncate(false).open(path)).map_err(failed)?;
        match file.try_lock() {
            // Else the one before us gave it back, or gave it its name.
            Ok(()) if is_at(&file, path) => return Ok(Some(file)),
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
    }
}

impl Writer {
    /// Says what is about to be written, so that it is known for ours after a kill.
    pub(super) fn begin<'a>(&mut self, names: impl Iterator<Item = &'a str>) -> Result<(), KeepError> {
        let names: String = names.map(|name| format!("{BEGUN}{name}\n")).collect();
        self.at_work = true;
        let written = self.file.write_all(names.as_bytes());
        written.map_err(|error| KeepError::io("write", &self.path, error))
    }

    /// Says that all of it is written, with its checksums.
    pub(super) fn end(&mut self) {
        self.at_work = false;
    }

    /// Whether a writer that is gone had begun to write a file.
    pub(super) fn had_begun(&self, name: &str) -> bool {
        self.unfinished.iter().any(|known| known == name)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // What is told of unfinished files is left for the next writer, as a kill leaves it.
        if !self.at_work {
            // A file that cannot be removed is one that the next writer takes over.
            let _ = fs::remove_file(&self.path);
        }
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
