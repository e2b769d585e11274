//! Drug pairs of which the knowledge base says that one changes the potency of the other.
//!
//! Without such a record a pair follows the rules of the model: Loewe additivity on one site,
//! independence on separate nodes, in series along a pathway.

use super::resolve::Work;
use super::schema::DrugRecord;
use crate::model::biology::PairEffect;

/// Effects among the scenario's drugs, in the order of the data.
pub(super) fn pairs(work: &mut Work, drugs: &[&DrugRecord]) -> Vec<PairEffect> {
    let place = |id: &str| drugs.iter().position(|drug| drug.id == id);
    let kb = work.kb;
    let mut found = Vec::new();
    for record in &kb.data().pair {
        let (Some(drug), Some(by)) = (place(&record.drug), place(&record.beside)) else {
            continue;
        };
        let key = |name: &str| format!("{}/{name} beside {}", record.drug, record.beside);
        let names = (&drugs[drug].name, &drugs[by].name);
        let what = format!("K of {} beside plenty of {}, over K alone", names.0, names.1);
        work.note(&record.k_factor, key("k_factor"), what, "");
        let what = format!("dose of {} with half of that effect on {}", names.1, names.0);
        work.note(&record.half_dose, key("half_dose"), what, "");
        found.push(PairEffect {
            drug,
            by,
            k_factor: record.k_factor.value,
            half_dose: record.half_dose.value.get(),
        });
    }
    found
}
