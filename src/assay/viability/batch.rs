//! Is the drug what its label says? A batch that lost potency makes every culture look resistant; the
//! parental line under the batch and under a reference batch, on one plate, tells (P14 of the guides).

use crate::assay::bench::Bench;
use crate::assay::cells::specimen::Specimen;
use crate::assay::viability::dose_response::{Batch, DoseResponse, titrate};
use crate::assay::viability::plate::PlateDesign;
use crate::assay::viability::ratio::{Ratio, ratio};
use crate::random::Generator;
use serde::{Deserialize, Serialize};

/// A batch counts as good where its potency is surely within this factor of the reference.
pub const TOLERATED: f64 = 2.0;

/// What the parental line says about a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BatchVerdict {
    /// Surely within twofold of the reference.
    Good,
    /// Surely weaker, and not surely within twofold.
    Weak,
    /// Surely stronger, and not surely within twofold.
    Strong,
    /// The plate cannot tell.
    Unclear,
}

/// Both batches on the parental line, and what a culture looks like with either.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BatchCheck {
    /// Parental line under the reference batch.
    pub reference: DoseResponse,
    /// Parental line under the batch in question.
    pub batch: DoseResponse,
    /// Potency of the batch over the reference: reference IC50 over its IC50.
    pub potency: Option<Ratio>,
    /// What that means for the batch.
    pub verdict: BatchVerdict,
    /// The culture under the batch in question.
    pub culture: DoseResponse,
    /// Its IC50 over the parental line's under the reference batch: what older notes would compare with.
    pub index_by_notes: Option<Ratio>,
    /// Its IC50 over the parental line's under the same batch.
    pub index_on_plate: Option<Ratio>,
}

/// Checks a batch that holds `share` of the nominal dose, and what it makes of a culture.
pub fn batch_check(
    bench: &Bench,
    culture: &Specimen,
    drug: usize,
    share: f64,
    design: &PlateDesign,
    rng: &mut Generator,
) -> BatchCheck {
    let name = &bench.biology.drugs()[drug].name;
    let parental = Specimen::parental(&bench.biology);
    let mut read = |specimen: &Specimen, batch: &str, share: f64| {
        let doses = |dose: f64| bench.only(drug, dose * share);
        let named = format!("{name}, {batch}");
        DoseResponse {
            batch: Some(Batch {
                of: name.clone(),
                called: batch.to_owned(),
            }),
            ..titrate(&bench.biology, specimen, named, design, doses, rng)
        }
    };
    let reference = read(&parental, "reference batch", 1.0);
    let batch = read(&parental, "batch in question", share);
    let culture = read(culture, "batch in question", share);
    let potency = ratio(&reference.ic50, &batch.ic50);
    BatchCheck {
        verdict: verdict(potency),
        index_by_notes: ratio(&culture.ic50, &reference.ic50),
        index_on_plate: ratio(&culture.ic50, &batch.ic50),
        potency,
        reference,
        batch,
        culture,
    }
}

fn verdict(potency: Option<Ratio>) -> BatchVerdict {
    match potency {
        Some(ratio) if ratio.low >= 1.0 / TOLERATED && ratio.high <= TOLERATED => BatchVerdict::Good,
        Some(ratio) if ratio.high < 1.0 => BatchVerdict::Weak,
        Some(ratio) if ratio.low > 1.0 => BatchVerdict::Strong,
        _ => BatchVerdict::Unclear,
    }
}
