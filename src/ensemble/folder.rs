//! The folder of a run: claimed by its lock file, filled atomically, complete with `summary.json`.

use super::specimens::{FinishedRun, SpecimenError};
use super::whole::{TEMPORARY, persist, temporary, write_atomic};
use super::{Found, KeepError, LOCK, Marks, Parts, RUN, SUMMARY};
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// The only file with clock times.
pub const LOG: &str = "run.log";

const PARTS: &str = "parts";

/// A folder that belongs to this run.
#[derive(Debug)]
pub struct RunFolder {
    root: PathBuf,
    parts: Parts,
    marks: Marks,
}

impl RunFolder {
    /// Looks at the folder without changing anything.
    pub fn inspect(root: &Path, lock: &str) -> Result<Found, KeepError> {
        Self::inspect_as(RUN, root, lock)
    }

    fn inspect_as(marks: Marks, root: &Path, lock: &str) -> Result<Found, KeepError> {
        let read = |error| KeepError::io("read", root, error);
        let entries = match fs::read_dir(root) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(read(error)),
        };
        let mut names = Vec::new();
        for entry in entries {
            names.push(entry.map_err(read)?.file_name());
        }
        if !names.iter().any(|name| name == marks.lock) {
            let ours = |name: &std::ffi::OsString| name.to_string_lossy().starts_with(TEMPORARY);
            return match names.iter().all(ours) {
                true => Ok(Found::Nothing),
                false => Err(KeepError::NotARun { path: root.to_owned() }),
            };
        }
        let found =
            fs::read_to_string(root.join(marks.lock)).map_err(|e| KeepError::io("read", &root.join(marks.lock), e))?;
        if found != lock {
            return Err(KeepError::OtherRun {
                path: root.to_owned(),
                lock: found,
            });
        }
        Ok(match root.join(marks.summary).is_file() {
            true => Found::Complete,
            false => Found::Unfinished,
        })
    }

    /// Claims the folder for the run that `lock` describes, creating it where needed.
    pub fn open(root: &Path, lock: &str) -> Result<(Self, Found), KeepError> {
        Self::open_as(RUN, root, lock)
    }

    /// The same for a folder with other marks.
    pub fn open_as(marks: Marks, root: &Path, lock: &str) -> Result<(Self, Found), KeepError> {
        let found = Self::inspect_as(marks, root, lock)?;
        let parts = root.join(PARTS);
        let folder = Self {
            root: root.to_owned(),
            parts: Parts::new(parts.clone(), lock),
            marks,
        };
        match found {
            Found::Complete => folder.remove_parts()?,
            Found::Unfinished | Found::Nothing => {
                fs::create_dir_all(root).map_err(|error| KeepError::io("create folder", root, error))?;
                if found == Found::Nothing {
                    folder.write(marks.lock, lock.as_bytes())?;
                }
                fs::create_dir_all(&parts).map_err(|error| KeepError::io("create folder", &parts, error))?;
                folder.remove_temporary()?;
            }
        }
        Ok((folder, found))
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Its parts, while the run is unfinished.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// Writes a file of the run: whole or not at all.
    pub fn write(&self, relative: &str, bytes: &[u8]) -> Result<(), KeepError> {
        let path = self.root.join(relative);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| KeepError::io("create folder", parent, error))?;
        }
        write_atomic(&path, bytes, true)
    }

    /// Starts a table that appears under its name only when it is whole.
    pub fn table(&self, name: &'static str) -> Result<Table, KeepError> {
        let path = self.root.join(name);
        let file = temporary(&path)?;
        Ok(Table {
            path,
            file: BufWriter::with_capacity(1 << 16, file),
        })
    }

    /// Adds a line to the log.
    pub fn log(&self, line: &str) -> Result<(), KeepError> {
        let path = self.root.join(LOG);
        let mut file = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)
            .map_err(|error| KeepError::io("write", &path, error))?;
        writeln!(file, "{line}").map_err(|error| KeepError::io("write", &path, error))
    }

    /// Marks the run as complete and removes its parts.
    pub fn finish(&self, summary: &[u8]) -> Result<(), KeepError> {
        self.write(self.marks.summary, summary)?;
        self.remove_parts()
    }

    fn remove_parts(&self) -> Result<(), KeepError> {
        match fs::remove_dir_all(self.parts.folder()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(KeepError::io("remove", self.parts.folder(), error))
            }
            _ => Ok(()),
        }
    }

    /// Temporary files of a killed process.
    fn remove_temporary(&self) -> Result<(), KeepError> {
        for folder in [self.root.as_path(), self.parts.folder()] {
            let read = |error| KeepError::io("read", folder, error);
            for entry in fs::read_dir(folder).map_err(read)? {
                let entry = entry.map_err(read)?;
                if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                    fs::remove_file(entry.path()).map_err(|error| KeepError::io("remove", &entry.path(), error))?;
                }
            }
        }
        Ok(())
    }
}

/// A table that is being written.
#[derive(Debug)]
pub struct Table {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
}

impl Write for Table {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Table {
    /// Gives the table its name.
    pub fn persist(self) -> Result<(), KeepError> {
        let written = |error| KeepError::io("write", &self.path, error);
        let file = self.file.into_inner().map_err(|error| written(error.into_error()))?;
        persist(file, &self.path, true)
    }
}

impl FinishedRun {
    /// Reads a run's folder; refuses what is unfinished, of another version, edited or of the plain form.
    pub fn open(root: &Path) -> Result<Self, SpecimenError> {
        let path = root.join(LOCK);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(SpecimenError::NotARun { path: root.to_owned() });
            }
            Err(source) => return Err(SpecimenError::Io { path, source }),
        };
        let run = Self::of_lock(root, text)?;
        match root.join(SUMMARY).is_file() {
            true => Ok(run),
            false => Err(SpecimenError::Unfinished { path: root.to_owned() }),
        }
    }
}

/// Writes files into a folder, which is made where needed; each appears whole or not at all.
pub fn write_files(root: &Path, files: &[(String, String)]) -> Result<(), KeepError> {
    fs::create_dir_all(root).map_err(|error| KeepError::io("create folder", root, error))?;
    let mut files = files.iter();
    files.try_for_each(|(name, content)| write_atomic(&root.join(name), content.as_bytes(), false))
}
