//! What can go wrong where an ensemble is kept.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// What went wrong with the place of a run.
#[derive(Debug)]
pub enum KeepError {
    /// The system refused to read or write.
    Io {
        /// What was tried: "read", "write in".
        action: &'static str,
        /// File or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder holds something that is not a run.
    NotARun {
        /// The folder.
        path: PathBuf,
    },
    /// The folder holds another run.
    OtherRun {
        /// The folder.
        path: PathBuf,
        /// Its lock file's text.
        lock: String,
    },
    /// Somebody else is writing the folder.
    Busy {
        /// The folder.
        path: PathBuf,
        /// Who, and since when; empty where that is not known.
        who: String,
    },
    /// There is a file of that name, which is not written over.
    Taken {
        /// The file.
        path: PathBuf,
    },
    /// There is something that Escalade did not write, or that was changed since.
    Foreign {
        /// What would be overwritten.
        path: PathBuf,
    },
    /// Records of a shard cannot be read, although its checksums hold.
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The system refused the rows of a table.
    Tables(io::Error),
    /// The system refused to start threads.
    Threads(io::Error),
}

impl KeepError {
    #[cfg(feature = "files")]
    pub(crate) fn io(action: &'static str, path: &std::path::Path, source: io::Error) -> Self {
        KeepError::Io {
            action,
            path: path.to_owned(),
            source,
        }
    }
}

impl fmt::Display for KeepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KeepError::Io { action, path, source } => write!(f, "cannot {action} {}: {source}", path.display()),
            KeepError::NotARun { path } => {
                write!(f, "{} is not empty and not the folder of a run", path.display())
            }
            KeepError::OtherRun { path, .. } => write!(f, "{} is the folder of another run", path.display()),
            KeepError::Busy { path, who } if who.is_empty() => {
                write!(f, "{} is being written by another process", path.display())
            }
            KeepError::Busy { path, who } => write!(f, "{} is being written by {who}", path.display()),
            KeepError::Foreign { path } => write!(
                f,
                "{} is there already and was not written by escalade, or was changed since",
                path.display()
            ),
            KeepError::Taken { path } => write!(f, "{} is there already", path.display()),
            KeepError::Damaged { path } => write!(f, "{} holds no records of this run", path.display()),
            KeepError::Tables(source) => write!(f, "cannot write tables: {source}"),
            KeepError::Threads(source) => write!(f, "cannot start threads: {source}"),
        }
    }
}

impl std::error::Error for KeepError {}
