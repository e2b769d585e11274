//! Truth by call, counted over many cultures.

use crate::diagnosis::call::Kind;
use crate::diagnosis::scoring::missed::Reason;
use crate::diagnosis::scoring::score::{Score, Verdict};
use crate::diagnosis::scoring::truth::TruthRow;
use crate::statistics::Proportion;
use serde::Serialize;

/// Truth by call, and the shares.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Confusion {
    /// Truths that occur, in the order of kinds, "several" last.
    pub rows: Vec<ConfusionRow>,
    /// Calls that occur, in the order of kinds.
    pub columns: Vec<Kind>,
    /// Right.
    pub right: Proportion,
    /// Right or partly right.
    pub at_least_partly: Proportion,
    /// Right, and allele, route or state named.
    pub named: Proportion,
    /// Every mechanism of at least [`COUNTED`](crate::diagnosis::scoring::truth::COUNTED) of the cells found.
    pub complete: Proportion,
    /// How many mechanisms were missed, by reason.
    pub missed: Vec<(Reason, u64)>,
}

/// Cultures of one truth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConfusionRow {
    /// The truth.
    pub truth: TruthRow,
    /// One per column.
    pub counts: Vec<u64>,
    /// Of them, called right.
    pub right: Proportion,
}

/// Counts scores.
pub fn confusion(scores: &[Score]) -> Confusion {
    let count = |of: &dyn Fn(&Score) -> bool| scores.iter().filter(|score| of(score)).count() as u64;
    let n = scores.len() as u64;
    let columns: Vec<Kind> = (Kind::ALL.into_iter())
        .filter(|kind| scores.iter().any(|score| score.called == *kind))
        .collect();
    let rows = TruthRow::all()
        .filter(|row| scores.iter().any(|score| score.truth == *row))
        .map(|truth| {
            let here = |score: &Score| score.truth == truth;
            ConfusionRow {
                truth,
                counts: (columns.iter())
                    .map(|kind| count(&|score| here(score) && score.called == *kind))
                    .collect(),
                right: Proportion::new(
                    count(&|score| here(score) && score.verdict == Verdict::Right),
                    count(&here),
                ),
            }
        })
        .collect();
    Confusion {
        rows,
        columns,
        right: Proportion::new(count(&|score| score.verdict == Verdict::Right), n),
        at_least_partly: Proportion::new(count(&|score| score.verdict != Verdict::Wrong), n),
        named: Proportion::new(count(&|score| score.verdict == Verdict::Right && score.named), n),
        complete: Proportion::new(count(&|score| score.complete), n),
        missed: Vec::new(),
    }
}
