//! The lineages of one flask as a tree: cell states pooled, one root.

use crate::engine::record::FlaskTrace;
use crate::model::biology::Mechanism;

/// A lineage through time.
#[derive(Debug, Clone, PartialEq)]
pub struct Lineage<'a> {
    /// Number of the lineage.
    pub lineage: u32,
    /// Place of its parent; none for the root.
    pub parent: Option<usize>,
    /// Of its genotype.
    pub mechanism: &'a Mechanism,
    /// Cells per day of the trace.
    pub cells: Vec<u64>,
}

/// The lineages of a trace, parents first; what has no parent among them hangs on the first, the founding clone.
pub fn lineages(trace: &FlaskTrace) -> Vec<Lineage<'_>> {
    let mut all: Vec<Lineage> = Vec::new();
    for row in &trace.rows {
        if let Some(known) = all.iter_mut().find(|known| known.lineage == row.lineage) {
            known
                .cells
                .iter_mut()
                .zip(&row.cells)
                .for_each(|(sum, cells)| *sum += cells);
            continue;
        }
        let record = trace
            .record
            .lineages
            .iter()
            .find(|record| record.lineage == row.lineage);
        let parent = row
            .parent
            .and_then(|parent| all.iter().position(|known| known.lineage == parent));
        all.push(Lineage {
            lineage: row.lineage,
            parent: parent.or((!all.is_empty()).then_some(0)),
            mechanism: record.map_or(&row.mechanism, |record| &record.mechanism),
            cells: row.cells.clone(),
        });
    }
    all
}
