//! Cells of another line in a culture: a mix-up or a contamination, as a what-if (P14 of the guides). A foreign
//! line is simulated as itself, under the same drugs; what it does not live on, no drug takes from it.

use crate::assay::bench::{Bench, BenchError};
use crate::assay::cells::specimen::{Foreign, ForeignLine, Specimen};
use crate::knowledge::schema::LineRecord;
use crate::model::biology::Biology;
use std::sync::Arc;

/// Largest share of a culture that can be foreign: the rest are the cells that the bench is about.
pub const MOST_FOREIGN: f64 = 0.99;

/// The species that drivers are of.
pub const HUMAN: &str = "human";

/// The species of purified kinases and of cells that are no particular line.
pub const NO_CELLS: &str = "none";

/// Whose DNA a line's cells have: that of the line that they were made from or of a sister line, else their own.
pub fn descent(line: &LineRecord) -> String {
    line.dna_of.clone().unwrap_or_else(|| line.id.clone())
}

impl ForeignLine {
    /// Another line of the bench's knowledge base under the bench's drugs, in plain medium.
    ///
    /// # Errors
    /// A line that the knowledge base does not have, and the culture's own.
    pub fn on(bench: &Bench, line: &str) -> Result<Arc<Self>, BenchError> {
        let record = bench.knowledge().line(line)?;
        let own = bench.line()?;
        if record.id == own.id {
            return Err(BenchError::Foreign {
                line: record.name.clone(),
                why: "is the culture's own line",
            });
        }
        let other = Bench::among(bench.knowledge(), &record.id, &bench.drug_ids(), &[])?;
        Ok(Arc::new(Self {
            name: record.name.clone(),
            descent: descent(record),
            species: record.species.clone(),
            biology: other.biology,
        }))
    }

    /// Doses of this line's drugs, nM, where those of `biology` are `doses`.
    pub fn doses(&self, biology: &Biology, doses: &[f64]) -> Vec<f64> {
        let dose = |id: &String| {
            let place = biology.drugs().iter().position(|drug| drug.id == *id);
            place.and_then(|place| doses.get(place)).copied().unwrap_or(0.0)
        };
        self.biology.drugs().iter().map(|drug| dose(&drug.id)).collect()
    }
}

/// A culture in which a share of the cells, above 0 and at most [`MOST_FOREIGN`], is of another line.
pub fn mixed_with(culture: &Specimen, line: &Arc<ForeignLine>, share: f64) -> Specimen {
    let share = share.clamp(f64::MIN_POSITIVE, MOST_FOREIGN);
    let count = culture.total() * share / (1.0 - share);
    let line = line.clone();
    culture.clone().with_foreign(Foreign { line, count })
}
