//! A candidate alteration engineered into the parental line (P08).

use crate::assay::bench::Bench;
use crate::assay::cells::specimen::Specimen;
use crate::assay::viability::dose_response::{DoseResponse, dose_response};
use crate::assay::viability::plate::PlateDesign;
use crate::random::Generator;
use serde::{Deserialize, Serialize};

/// A candidate in the parental line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Expressed {
    /// Name of the engineered cells.
    pub candidate: String,
    /// Name of the drug.
    pub drug: String,
    /// Curve of the parental line.
    pub parental: DoseResponse,
    /// Curve of the engineered cells on the same plate.
    pub engineered: DoseResponse,
}

/// A candidate engineered into the parental line, under the drug.
pub fn express(
    bench: &Bench,
    candidate: &Specimen,
    drug: usize,
    design: &PlateDesign,
    rng: &mut Generator,
) -> Expressed {
    let parental = Specimen::parental(&bench.biology);
    Expressed {
        candidate: candidate.name.clone(),
        drug: bench.biology.drugs()[drug].name.clone(),
        parental: dose_response(bench, &parental, drug, design, rng),
        engineered: dose_response(bench, candidate, drug, design, rng),
    }
}
