//! Truth by call, counted over many cultures.

use crate::diagnosis::call::Kind;
use crate::diagnosis::scoring::missed::Reason;
use crate::diagnosis::scoring::score::{Score, Verdict};
use crate::diagnosis::scoring::truth::SEVERAL;
use crate::statistics::Proportion;
use serde::{Deserialize, Serialize};

/// Truth by call, and the shares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Confusion {
    /// Truths that occur, in the order of kinds, "several" last.
    pub rows: Vec<ConfusionRow>,
    /// Calls that occur, in the order of kinds.
    pub columns: Vec<Kind>,
    pub right: Proportion,
    /// Right or partly right.
    pub at_least_partly: Proportion,
    /// Right, and allele, route or state named.
    pub named: Proportion,
    /// Every mechanism of at least [`COUNTED`](crate::diagnosis::scoring::truth::COUNTED) of the cells found.
    pub complete: Proportion,
    /// How many mechanisms were missed, by reason.
    #[serde(default)]
    pub missed: Vec<(Reason, u64)>,
}

/// Cultures of one truth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConfusionRow {
    pub truth: String,
    /// One per column.
    pub counts: Vec<u64>,
    pub right: Proportion,
}

/// Counts scores.
pub fn confusion(scores: &[Score]) -> Confusion {
    let count = |of: &dyn Fn(&Score) -> bool| scores.iter().filter(|score| of(score)).count() as u64;
    let n = scores.len() as u64;
    let columns: Vec<Kind> = (Kind::ALL.into_iter())
        .filter(|kind| scores.iter().any(|score| score.called == *kind))
        .collect();
    let names = Kind::ALL.iter().map(|kind| kind.word()).chain([SEVERAL]);
    let rows = names
        .filter(|name| scores.iter().any(|score| score.truth == *name))
        .map(|name| {
            let here = |score: &Score| score.truth == name;
            ConfusionRow {
                truth: name.to_owned(),
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
