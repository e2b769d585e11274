//! Another line in a culture, as a what-if.

use crate::assay::cells::foreign::{MOST_FOREIGN, mixed_with};
use crate::assay::cells::specimen::ForeignLine;
use crate::assay::{Bench, Specimen};
use crate::session::SessionError;
use crate::units::Percent;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A share of the cells that is of another line; in text "KM12:30%".
#[derive(Debug, Clone, PartialEq)]
pub struct Contamination {
    /// Id or name of the line.
    pub line: String,
    /// Its share of the cells, above 0% and at most 99%.
    pub share: Percent,
}

/// Why a contamination is refused.
fn refused(text: impl fmt::Display, why: impl fmt::Display) -> SessionError {
    let most = 100.0 * MOST_FOREIGN;
    SessionError::Request(format!(
        "--mixed-with \"{text}\": {why}\n  allowed: a line and its share, above 0% to {most}%, such as \"KM12:30%\""
    ))
}

impl FromStr for Contamination {
    type Err = SessionError;

    fn from_str(text: &str) -> Result<Self, SessionError> {
        let Some((line, share)) = text.rsplit_once(':') else {
            return Err(refused(text, "no share is given"));
        };
        Ok(Self {
            line: line.trim().to_owned(),
            share: share.parse().map_err(|error| refused(text, error))?,
        })
    }
}

impl fmt::Display for Contamination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.share)
    }
}

impl Contamination {
    /// The line on the bench.
    pub(in crate::session) fn on(&self, bench: &Bench) -> Result<Mixture, SessionError> {
        let share = self.share.fraction();
        if !(share > 0.0 && share <= MOST_FOREIGN) {
            return Err(refused(self, "the share is out of range"));
        }
        let line = ForeignLine::on(bench, &self.line).map_err(|error| refused(self, error))?;
        Ok(Mixture { line, share })
    }
}

/// A foreign line under the drugs of a bench, and its share of the cells.
#[derive(Debug, Clone)]
pub(in crate::session) struct Mixture {
    pub line: Arc<ForeignLine>,
    /// Above 0 and at most [`MOST_FOREIGN`].
    pub share: f64,
}

impl Mixture {
    /// A culture with the foreign cells in it.
    pub fn in_culture(&self, culture: &Specimen) -> Specimen {
        mixed_with(culture, &self.line, self.share)
    }
}
