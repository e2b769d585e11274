//! Why a report could not be made.

use std::fmt;

/// Why a report could not be made.
#[derive(Debug)]
pub enum ReportError {
    /// A coordinate is not a finite number, or the drawing library refuses a mark.
    Drawing {
        /// Identifier of the figure.
        figure: &'static str,
        /// What the drawing library says.
        reason: String,
    },
    /// The data hold something that JSON cannot.
    Json(serde_json::Error),
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReportError::Drawing { figure, reason } => write!(f, "cannot draw {figure}: {reason}"),
            ReportError::Json(error) => write!(f, "cannot write summary.json: {error}"),
        }
    }
}

impl std::error::Error for ReportError {}
