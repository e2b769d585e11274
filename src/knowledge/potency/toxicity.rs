//! Off-target toxicity: what a drug does to cells that do not need its target.

use super::system::{LineModel, OwnCopies, assay_of, line_model};
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::schema::{DrugRecord, LineRecord, ToxicityTable};
use crate::model::biology::Toxicity;
use crate::model::{endpoint, solve};
use libm::{exp, log};

/// The lowest-ranking toxicity table with a number for the drug, and that number, nM.
pub fn toxicity_table<'a>(kb: &'a KnowledgeBase, drug: &DrugRecord) -> Option<(&'a ToxicityTable, f64)> {
    let mut tables: Vec<&ToxicityTable> = kb.data().toxicity.iter().collect();
    tables.sort_by(|a, b| (a.rank, &a.id).cmp(&(b.rank, &b.id)));
    tables
        .into_iter()
        .find_map(|table| Some((table, table.ic50.get(&drug.id)?.get())))
}

/// Off-target toxicity of a drug in a line; data of the line itself set a dose without loss.
pub fn toxicity_in(kb: &KnowledgeBase, line: &LineRecord, drug: &DrugRecord) -> Option<Toxicity> {
    let (table, dose) = toxicity_table(kb, drug)?;
    let system = line_model(kb, kb.system(&table.system)?);
    let harmless = line.harmless.iter().find(|known| known.drug == drug.id);
    Some(Toxicity {
        harmless_up_to: harmless.map_or(0.0, |known| known.up_to.get()),
        ..solve(&system, dose, kb.defaults().toxicity_slope.value, table.hours())?
    })
}

/// Half dose such that viability of the table's system halves at the stated dose.
fn solve(system: &LineModel, dose: f64, slope: f64, hours: f64) -> Option<Toxicity> {
    let at = |half_dose: f64| Toxicity {
        half_dose,
        slope,
        harmless_up_to: 0.0,
    };
    let above = |ln_k: f64| {
        let biology = assay_of(system, &OwnCopies::single(), None, Some(at(exp(ln_k))));
        endpoint::viability(&biology, &biology.wild_type(), 0, &[dose], hours) - 0.5
    };
    solve::root_between(above, log(dose) - 30.0, log(dose) + 30.0).map(|ln_k| at(exp(ln_k)))
}
