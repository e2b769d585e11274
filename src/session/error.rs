//! How a session can end badly.

use crate::assay::BenchError;
use crate::ensemble::KeepError;
use crate::ensemble::specimens::SpecimenError;
use crate::knowledge::KnowledgeError;
use crate::report::ReportError;
use crate::scenario::error::ScenarioError;
use std::fmt;
use std::io;

/// Why there is no result.
#[derive(Debug)]
pub enum SessionError {
    /// The scenario cannot be used; with file, line and key where they are known.
    Scenario(ScenarioError),
    /// The knowledge base, or an overlay on it, cannot be used; with file, line and key where they are known.
    Knowledge(KnowledgeError),
    /// A row of a table of draws cannot be run: the caller's to mend.
    Row {
        /// What the table is called.
        table: String,
        /// Line of the table, from 1.
        line: u64,
        /// Row of values, from 1.
        row: u64,
        /// The column at fault, where it is one.
        column: Option<String>,
        /// What is wrong.
        message: String,
    },
    /// The place cannot be used: the caller's to mend, nothing was changed.
    Refused {
        /// What is wrong with it.
        error: KeepError,
        /// In what it differs and what can be done, a line each, each after a line feed; may be empty.
        advice: String,
    },
    /// Something went wrong under way; what is finished was kept.
    Broken(KeepError),
    /// Stopped on request.
    Interrupted {
        /// Replicates that are kept.
        stored: u64,
        /// Replicates altogether.
        records: u64,
        /// What a replicate is called: "replicates", "flasks".
        unit: &'static str,
        /// Where they are kept; nowhere in memory.
        place: Option<String>,
    },
    /// The report could not be made.
    Report(ReportError),
    /// What is asked for cannot be had: the caller's to mend; says what is allowed.
    Request(String),
    /// Something that is not the caller's to mend.
    Failed(String),
}

impl SessionError {
    /// Whether the caller can mend it; nothing was written then.
    pub fn is_input(&self) -> bool {
        matches!(
            self,
            SessionError::Scenario(_)
                | SessionError::Knowledge(_)
                | SessionError::Row { .. }
                | SessionError::Refused { .. }
                | SessionError::Request(_)
        )
    }

    /// A request that cannot be carried out, told by an error of its parts.
    pub fn request(error: impl fmt::Display) -> Self {
        SessionError::Request(error.to_string())
    }

    /// A fault of ours or of the system.
    pub fn failed(error: impl fmt::Display) -> Self {
        SessionError::Failed(error.to_string())
    }
}

impl fmt::Display for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SessionError::Scenario(error) => write!(f, "{error}"),
            SessionError::Knowledge(error) => write!(f, "{error}"),
            SessionError::Row {
                table,
                line,
                row,
                message,
                ..
            } => write!(f, "{table}:{line}: row {row}: {message}"),
            SessionError::Refused { error, advice } => write!(f, "{error}{advice}"),
            SessionError::Broken(error) => {
                write!(f, "{error}\n  what is finished was kept; run the same command to go on")
            }
            SessionError::Interrupted {
                stored,
                records,
                unit,
                place: Some(place),
            } => write!(
                f,
                "interrupted: {stored} of {records} {unit} are kept in {place}; run the same command to go on"
            ),
            SessionError::Interrupted { records, unit, .. } => {
                write!(f, "interrupted: none of {records} {unit} is kept")
            }
            SessionError::Report(error) => write!(f, "{error}"),
            SessionError::Request(message) | SessionError::Failed(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for SessionError {}

impl From<ScenarioError> for SessionError {
    fn from(error: ScenarioError) -> Self {
        SessionError::Scenario(error)
    }
}

impl From<KnowledgeError> for SessionError {
    fn from(error: KnowledgeError) -> Self {
        SessionError::Knowledge(error)
    }
}

impl From<KeepError> for SessionError {
    fn from(error: KeepError) -> Self {
        SessionError::Broken(error)
    }
}

impl From<ReportError> for SessionError {
    fn from(error: ReportError) -> Self {
        SessionError::Report(error)
    }
}

/// What the caller named cannot be had.
macro_rules! requests {
    ($($error:ty),+) => {
        $(impl From<$error> for SessionError {
            fn from(error: $error) -> Self {
                SessionError::request(error)
            }
        })+
    };
}

requests!(BenchError, SpecimenError);

impl From<io::Error> for SessionError {
    fn from(error: io::Error) -> Self {
        SessionError::Broken(KeepError::Tables(error))
    }
}
