//! What an assay leaves behind.

use crate::report::ReportError;
use crate::report::assay;
use crate::session::SessionError;

/// Read-outs and how they are told.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery<T> {
    /// What was measured.
    pub readouts: T,
    /// The answer in words, as JSON, and as files: tables, data, figure.
    pub report: assay::Delivery,
}

impl<T> Delivery<T> {
    pub(super) fn of(readouts: T, report: Result<assay::Delivery, ReportError>) -> Result<Self, SessionError> {
        Ok(Self {
            report: report?,
            readouts,
        })
    }

    /// The same with the read-outs as one of many kinds.
    pub fn map<U>(self, kind: impl FnOnce(T) -> U) -> Delivery<U> {
        Delivery {
            readouts: kind(self.readouts),
            report: self.report,
        }
    }
}
