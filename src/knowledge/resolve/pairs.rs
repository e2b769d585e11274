//! Drug pairs of which the knowledge base says that one changes the potency of the other.
//!
//! Without such a record a pair follows the rules of the model: Loewe additivity on one site,
//! independence on separate nodes, in series along a pathway.

use super::asked::Asked;
use super::lean::Lean;
use crate::model::biology::PairEffect;

/// Effects among the scenario's drugs, in the order of the data.
pub(super) fn pairs(asked: &Asked, lean: &mut Lean) -> Vec<PairEffect> {
    let place = |id: &str| asked.drugs.iter().position(|drug| drug.id == id);
    let records = asked.kb.data().pair.iter();
    let found = records.filter_map(|record| {
        let (drug, by) = (place(&record.drug)?, place(&record.beside)?);
        Some(PairEffect {
            drug,
            by,
            k_factor: lean.on(&record.k_factor),
            half_dose: lean.on(&record.half_dose).get(),
        })
    });
    found.collect()
}
