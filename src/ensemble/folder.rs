//! The folder of a run: claimed by its lock file, filled atomically, complete with `summary.json`.

use super::Parts;
use std::fmt;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// The file that names the run; written first.
pub const LOCK: &str = "scenario.lock.toml";
/// The file that marks a run as complete; written last.
pub const SUMMARY: &str = "summary.json";
/// The only file with clock times.
pub const LOG: &str = "run.log";
/// The two marks of a folder: the file that names what fills it, written first, and the one that
/// says that it is complete, written last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    pub lock: &'static str,
    pub summary: &'static str,
}

/// A single run.
pub const RUN: Marks = Marks {
    lock: LOCK,
    summary: SUMMARY,
};
/// A comparison of protocols.
pub const COMPARE: Marks = Marks {
    lock: "compare.lock.toml",
    summary: "compare.json",
};
/// A sweep.
pub const SWEEP: Marks = Marks {
    lock: "sweep.lock.toml",
    summary: "sweep.json",
};
const PARTS: &str = "parts";
const TEMPORARY: &str = ".escalade-";

/// What went wrong with a run's folder.
#[derive(Debug)]
pub enum FolderError {
    /// The system refused to read or write.
    Io {
        action: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    /// The folder holds something that is not a run.
    NotARun { path: PathBuf },
    /// The folder holds another run; `lock` is its lock file's text.
    OtherRun { path: PathBuf, lock: String },
}

impl FolderError {
    pub(crate) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        FolderError::Io {
            action,
            path: path.to_owned(),
            source,
        }
    }
}

impl fmt::Display for FolderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FolderError::Io { action, path, source } => write!(f, "cannot {action} {}: {source}", path.display()),
            FolderError::NotARun { path } => {
                write!(f, "{} is not empty and not the folder of a run", path.display())
            }
            FolderError::OtherRun { path, .. } => write!(f, "{} is the folder of another run", path.display()),
        }
    }
}

impl std::error::Error for FolderError {}

/// What a folder held when it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Nothing: a new run.
    Nothing,
    /// An unfinished run of the same lock file.
    Unfinished,
    /// A finished run of the same lock file.
    Complete,
}

/// A folder that belongs to this run.
#[derive(Debug)]
pub struct RunFolder {
    root: PathBuf,
    parts: Parts,
    marks: Marks,
}

impl RunFolder {
    /// Looks at the folder without changing anything.
    pub fn inspect(root: &Path, lock: &str) -> Result<Found, FolderError> {
        Self::inspect_as(RUN, root, lock)
    }

    fn inspect_as(marks: Marks, root: &Path, lock: &str) -> Result<Found, FolderError> {
        let read = |error| FolderError::io("read", root, error);
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
                false => Err(FolderError::NotARun { path: root.to_owned() }),
            };
        }
        let found = fs::read_to_string(root.join(marks.lock))
            .map_err(|e| FolderError::io("read", &root.join(marks.lock), e))?;
        if found != lock {
            return Err(FolderError::OtherRun {
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
    pub fn open(root: &Path, lock: &str) -> Result<(Self, Found), FolderError> {
        Self::open_as(RUN, root, lock)
    }

    /// The same for a folder with other marks.
    pub fn open_as(marks: Marks, root: &Path, lock: &str) -> Result<(Self, Found), FolderError> {
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
                fs::create_dir_all(root).map_err(|error| FolderError::io("create folder", root, error))?;
                if found == Found::Nothing {
                    folder.write(marks.lock, lock.as_bytes())?;
                }
                fs::create_dir_all(&parts).map_err(|error| FolderError::io("create folder", &parts, error))?;
                folder.remove_temporary()?;
            }
        }
        Ok((folder, found))
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// Writes a file of the run: whole or not at all.
    pub fn write(&self, relative: &str, bytes: &[u8]) -> Result<(), FolderError> {
        let path = self.root.join(relative);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| FolderError::io("create folder", parent, error))?;
        }
        write_atomic(&path, bytes, true)
    }

    /// Starts a table that appears under its name only when it is whole.
    pub fn table(&self, name: &'static str) -> Result<Table, FolderError> {
        let path = self.root.join(name);
        let file = temporary(&path)?;
        Ok(Table {
            path,
            file: BufWriter::with_capacity(1 << 16, file),
        })
    }

    /// Adds a line to the log.
    pub fn log(&self, line: &str) -> Result<(), FolderError> {
        let path = self.root.join(LOG);
        let mut file = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)
            .map_err(|error| FolderError::io("write", &path, error))?;
        writeln!(file, "{line}").map_err(|error| FolderError::io("write", &path, error))
    }

    /// Marks the run as complete and removes its parts.
    pub fn finish(self, summary: &[u8]) -> Result<(), FolderError> {
        self.write(self.marks.summary, summary)?;
        self.remove_parts()
    }

    fn remove_parts(&self) -> Result<(), FolderError> {
        match fs::remove_dir_all(self.parts.folder()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(FolderError::io("remove", self.parts.folder(), error))
            }
            _ => Ok(()),
        }
    }

    /// Temporary files of a killed process.
    fn remove_temporary(&self) -> Result<(), FolderError> {
        for folder in [self.root.as_path(), self.parts.folder()] {
            let read = |error| FolderError::io("read", folder, error);
            for entry in fs::read_dir(folder).map_err(read)? {
                let entry = entry.map_err(read)?;
                if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                    fs::remove_file(entry.path()).map_err(|error| FolderError::io("remove", &entry.path(), error))?;
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
    pub fn persist(self) -> Result<(), FolderError> {
        let written = |error| FolderError::io("write", &self.path, error);
        let file = self.file.into_inner().map_err(|error| written(error.into_error()))?;
        persist(file, &self.path, true)
    }
}

fn temporary(path: &Path) -> Result<NamedTempFile, FolderError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    tempfile::Builder::new()
        .prefix(TEMPORARY)
        .tempfile_in(folder)
        .map_err(|error| FolderError::io("write in", folder, error))
}

/// Gives a finished temporary file its name; `sync` forces file and folder to the disk first.
fn persist(file: NamedTempFile, path: &Path, sync: bool) -> Result<(), FolderError> {
    let failed = |error| FolderError::io("write", path, error);
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

/// Writes files into a folder, which is made where needed; each appears whole or not at all.
pub fn write_files(root: &Path, files: &[(String, String)]) -> Result<(), FolderError> {
    fs::create_dir_all(root).map_err(|error| FolderError::io("create folder", root, error))?;
    let mut files = files.iter();
    files.try_for_each(|(name, content)| write_atomic(&root.join(name), content.as_bytes(), false))
}

/// Writes a whole file or nothing.
pub(super) fn write_atomic(path: &Path, bytes: &[u8], sync: bool) -> Result<(), FolderError> {
    let mut file = temporary(path)?;
    file.write_all(bytes)
        .map_err(|error| FolderError::io("write", path, error))?;
    persist(file, path, sync)
}
