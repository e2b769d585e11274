//! What is gathered from the files.

use super::asked::{Asked, DataFile};
use super::names::Names;
use super::studies::Studies;
use crate::assay::viability::dose_response::DoseResponse;
use crate::document::{FileError, Line, Mistakes};
use crate::knowledge::schema::LineRecord;
use crate::session::SessionError;
use crate::statistics::growth::LineGrowth;
use crate::words::shortened;

/// What is gathered from the files.
pub(super) struct Gathered<'a> {
    pub asked: &'a Asked,
    pub names: Names<'a>,
    pub studies: Studies,
    pub curves: Vec<DoseResponse>,
    pub growth: Vec<LineGrowth>,
    pub notes: Vec<String>,
    pub found: Mistakes,
}

impl<'a> Gathered<'a> {
    /// The condition that is asked for; an error where the file has several and none is.
    pub fn condition<'t>(&self, file: &DataFile, all: &[Option<&'t str>]) -> Result<Option<&'t str>, SessionError> {
        let listed = || {
            all.iter()
                .flatten()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
                .join(", ")
        };
        match (&self.asked.condition, all) {
            (None, [one]) => Ok(*one),
            (None, _) => Err(SessionError::Request(format!(
                "{}: has several conditions\n  allowed: one of them, with --condition: {}",
                file.name,
                listed()
            ))),
            (Some(asked), _) => match all.iter().find(|name| **name == Some(asked.as_str())) {
                Some(name) => Ok(*name),
                None => Err(SessionError::Request(format!(
                    "{}: has no condition \"{asked}\"\n  allowed: {}",
                    file.name,
                    listed()
                ))),
            },
        }
    }

    /// The line or assay system of a row, or the one that is asked for.
    pub fn system(&self, stated: Option<&str>) -> Result<&'a LineRecord, FileError> {
        match stated.or(self.asked.line.as_deref()) {
            Some(name) => self.names.line(name),
            None => Err(FileError::whole_file("", "in which cells it was read is not stated")
                .allowed("--line LINE, or a column `line`: a line or assay system such as H3122 or baf3-eml4-alk-v1")),
        }
    }

    /// Keeps a mistake about a line of a file.
    pub fn fault(&mut self, file: &DataFile, line: usize, error: FileError) {
        let text = file.text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        self.found.add(FileError {
            file: file.name.clone(),
            line: Some(Line {
                number: line,
                text: shortened(text, 100),
            }),
            ..error
        });
    }
}
