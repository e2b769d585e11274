//! The folder of a run: claimed by its lock file, filled atomically, complete with `summary.json`.

use super::super::specimens::{FinishedRun, SpecimenError};
use super::super::{Found, KeepError, LOCK, MOST_FILE, Marks, SUMMARY};
use super::Parts;
use super::manifest::{Damage, Manifest, damage};
use super::whole::{clear, in_text, is_passing, persist, read_at_most, temporary, write_atomic};
use super::writer::Writer;
use crate::words::hex;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// The only file with clock times.
pub const LOG: &str = "run.log";

/// The folder of what is kept while a run is under way.
pub(super) const PARTS: &str = "parts";

/// A folder that belongs to this run, and that nobody else writes.
#[derive(Debug)]
pub struct RunFolder {
    root: PathBuf,
    parts: Parts,
    marks: Marks,
    /// Everything written so far.
    written: Manifest,
    /// Files of a complete run that are not as they were written, so that it is made again.
    damaged: Vec<Damage>,
    /// None where the run is complete: nothing will be written.
    writer: Option<Writer>,
}

impl RunFolder {
    /// Looks at the folder without changing anything.
    fn inspect(marks: Marks, root: &Path, lock: &str) -> Result<Found, KeepError> {
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
            return match names.iter().all(|name| is_passing(name)) {
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

    /// Claims the folder for the run that `lock` describes, creating it where needed. `who` is told to others that want
    /// it meanwhile. A complete run whose files are not as they were written is unfinished.
    ///
    /// # Errors
    /// The folder is another run's or none's, somebody else writes it, or the system refuses.
    pub fn open(marks: Marks, root: &Path, lock: &str, who: &str) -> Result<(Self, Found), KeepError> {
        let mut folder = Self {
            root: root.to_owned(),
            parts: Parts::new(root.join(PARTS), lock),
            marks,
            written: Manifest::default(),
            damaged: Vec::new(),
            writer: None,
        };
        if Self::inspect(marks, root, lock)? == Found::Complete && !folder.has_leftovers() && damage(root)?.is_empty() {
            return Ok((folder, Found::Complete));
        }
        make_folder(root)?;
        folder.writer = Some(Writer::hold(root, who)?);
        // What it held may have changed until it was ours.
        let mut found = Self::inspect(marks, root, lock)?;
        folder.written.note(marks.lock, lock.as_bytes());
        clear(root)?;
        if found == Found::Complete {
            folder.damaged = damage(root)?;
            if folder.damaged.is_empty() {
                folder.remove_parts()?;
                folder.writer = None;
                return Ok((folder, Found::Complete));
            }
            let mark = root.join(marks.summary);
            fs::remove_file(&mark).map_err(|error| KeepError::io("remove", &mark, error))?;
            found = Found::Unfinished;
        }
        if found == Found::Nothing {
            write_atomic(&root.join(marks.lock), lock.as_bytes(), true)?;
        }
        folder.make_parts()?;
        Ok((folder, found))
    }

    /// What a killed process left in a complete folder.
    fn has_leftovers(&self) -> bool {
        [self.parts.folder(), &self.root.join(super::whole::WRITER)]
            .iter()
            .any(|path| fs::symlink_metadata(path).is_ok())
    }

    /// The folder of parts, with nothing in it but files; a link is not followed.
    fn make_parts(&self) -> Result<(), KeepError> {
        let parts = self.parts.folder();
        if fs::symlink_metadata(parts).is_ok_and(|parts| !parts.is_dir()) {
            return Err(KeepError::Foreign { path: parts.to_owned() });
        }
        fs::create_dir_all(parts).map_err(|error| KeepError::io("create folder", parts, error))?;
        let read = |error| KeepError::io("read", parts, error);
        for entry in fs::read_dir(parts).map_err(read)? {
            let entry = entry.map_err(read)?;
            if entry.file_type().map_err(read)?.is_dir() {
                fs::remove_dir_all(entry.path()).map_err(|error| KeepError::io("remove", &entry.path(), error))?;
            }
        }
        Ok(())
    }

    /// Files of a complete run that were not as they had been written, so that it is made again.
    pub fn damaged(&self) -> &[Damage] {
        &self.damaged
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
    ///
    /// # Errors
    /// The system refuses to write it.
    pub fn write(&mut self, relative: &str, bytes: &[u8]) -> Result<(), KeepError> {
        self.written.note(relative, bytes);
        self.put(relative, bytes)
    }

    fn put(&self, relative: &str, bytes: &[u8]) -> Result<(), KeepError> {
        let path = self.root.join(relative);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| KeepError::io("create folder", parent, error))?;
        }
        write_atomic(&path, bytes, true)
    }

    /// Starts a table that appears under its name only when it is whole.
    ///
    /// # Errors
    /// The system refuses to create a file beside it.
    pub fn table(&self, name: &'static str) -> Result<Table, KeepError> {
        let path = self.root.join(name);
        let file = temporary(&path)?;
        Ok(Table {
            name,
            path,
            file: BufWriter::with_capacity(1 << 16, file),
            sum: Sha256::new(),
        })
    }

    /// Adds a line to the log.
    ///
    /// # Errors
    /// The system refuses to write.
    pub fn log(&self, line: &str) -> Result<(), KeepError> {
        let path = self.root.join(LOG);
        let mut file = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)
            .map_err(|error| KeepError::io("write", &path, error))?;
        writeln!(file, "{line}").map_err(|error| KeepError::io("write", &path, error))
    }

    /// Gives a finished table its name.
    ///
    /// # Errors
    /// The system refuses to write the rest of it or to name it.
    pub fn publish(&mut self, table: Table) -> Result<(), KeepError> {
        let (name, sum) = table.persist()?;
        self.written.note_sum(name, sum);
        Ok(())
    }

    /// Writes the checksums, marks the run as complete, removes its parts and gives the folder back.
    ///
    /// # Errors
    /// The system refuses to write, or to remove the parts.
    pub fn finish(&mut self, summary: &[u8]) -> Result<(), KeepError> {
        self.written.note(self.marks.summary, summary);
        self.written.write(&self.root)?;
        self.put(self.marks.summary, summary)?;
        self.remove_parts()?;
        self.writer = None;
        Ok(())
    }

    fn remove_parts(&self) -> Result<(), KeepError> {
        match fs::remove_dir_all(self.parts.folder()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(KeepError::io("remove", self.parts.folder(), error))
            }
            _ => Ok(()),
        }
    }
}

/// The lock of a folder that such work fills; none where it is no such folder.
///
/// # Errors
/// It is there and cannot be read.
pub fn read_lock(root: &Path, marks: Marks) -> Result<Option<String>, KeepError> {
    let path = root.join(marks.lock);
    match read_at_most(&path, MOST_FILE).and_then(in_text) {
        Ok(text) => Ok(Some(text)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(KeepError::io("read", &path, error)),
    }
}

/// Creates a folder where it is missing. A way that turns back (`..`) out of a folder that does not exist leads nowhere.
pub(super) fn make_folder(root: &Path) -> Result<(), KeepError> {
    let mut way = PathBuf::new();
    for step in root.components() {
        if step == std::path::Component::ParentDir && !way.as_os_str().is_empty() && !way.exists() {
            let nowhere = io::Error::new(io::ErrorKind::NotFound, format!("there is no folder {}", way.display()));
            return Err(KeepError::io("create folder", root, nowhere));
        }
        way.push(step);
    }
    fs::create_dir_all(root).map_err(|error| KeepError::io("create folder", root, error))
}

/// A table that is being written.
#[derive(Debug)]
pub struct Table {
    name: &'static str,
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
    sum: Sha256,
}

impl Write for Table {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.sum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Table {
    /// Gives the table its name; returns that and its checksum.
    fn persist(self) -> Result<(&'static str, String), KeepError> {
        let written = |error| KeepError::io("write", &self.path, error);
        let file = self.file.into_inner().map_err(|error| written(error.into_error()))?;
        persist(file, &self.path, true)?;
        Ok((self.name, hex(&self.sum.finalize())))
    }
}

impl FinishedRun {
    /// Reads a run's folder.
    ///
    /// # Errors
    /// As [`Self::of_lock`]; or it has no lock file or no summary, or the system refuses to read it.
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
