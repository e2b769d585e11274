//! What resolving gives.

use crate::knowledge::assumption::Assumption;
use crate::knowledge::potency::Unreachable;
use crate::knowledge::values::Span;
use crate::model::biology::Biology;

/// A resolved biology, what it leans on, and what could not be closed.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// Every number that the engine needs.
    pub biology: Biology,
    /// Every assumed, imputed and unchecked value.
    pub assumptions: Vec<Assumption>,
    /// The numbers among them.
    pub spans: Vec<Span>,
    /// Potencies of the line whose endpoint no K can return, with the reason.
    pub unreachable: Vec<NotReached>,
}

/// An allele and drug whose stated endpoint cannot be reached in the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotReached {
    /// Name of the allele.
    pub allele: String,
    /// Id of the drug.
    pub drug: String,
    /// Id of the study.
    pub study: String,
    /// Why no K returns the number.
    pub reason: Unreachable,
    /// The number as its study states it, where that is a bound: "> 10 µM".
    pub bound: Option<String>,
}
