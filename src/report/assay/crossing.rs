//! What text and figure of cross-resistance share.

use crate::assay::functional::cross_resistance::{CrossCell, CrossMap, Crossing};
use crate::words;

/// "12", "> 300", "0.2".
pub fn fold(cell: &CrossCell) -> String {
    match (cell.fold, cell.ic50) {
        (_, Crossing::Beside) => "0".to_owned(),
        (Some(fold), _) if cell.at_least => format!("> {}", words::number(fold)),
        (Some(fold), _) => words::number(fold),
        (None, _) => "?".to_owned(),
    }
}

/// Places of the drugs alone and of the pairs among the treatments.
pub fn parts(map: &CrossMap) -> [Vec<usize>; 2] {
    let all = 0..map.treatments.len();
    let (alone, pairs) = all.partition(|&place| map.treatments[place].beside.is_empty());
    [alone, pairs]
}

/// Rows in text and figure, the most frequent first; all are in the CSV table.
pub const MOST_ROWS: usize = 20;
