//! Drugs of a bench by name.

use crate::assay::Bench;
use crate::knowledge::schema::DrugRecord;
use crate::scenario::error::nearest;
use crate::session::SessionError;
use crate::words;

/// A drug of the bench by id or name, as its index.
pub(super) fn drug(bench: &Bench, name: &str) -> Result<usize, SessionError> {
    let wanted = name.trim().to_lowercase();
    let drugs = bench.biology.drugs();
    let is_wanted = |id: &str, name: &str| id == wanted || name.to_lowercase() == wanted;
    if let Some(index) = drugs.iter().position(|drug| is_wanted(&drug.id, &drug.name)) {
        return Ok(index);
    }
    let mut known = bench.knowledge().drugs().iter();
    Err(SessionError::Request(
        match known.find(|drug| is_wanted(&drug.id, &drug.name)) {
            Some(drug) => format!(
                "drug \"{name}\" does nothing known to {}: it is {}\n  known to act on it: {}",
                bench.biology.line_name,
                kind(bench, drug),
                bench.drug_ids().join(", ")
            ),
            None => format!(
                "drug \"{name}\" is not in the knowledge base\n  {}",
                nearest(&wanted, &bench.drug_ids())
            ),
        },
    ))
}

/// "an inhibitor of NTRK1, NTRK2 and NTRK3", "an EGFR inhibitor".
fn kind(bench: &Bench, drug: &DrugRecord) -> String {
    let families = bench.knowledge().data().family.iter();
    let mut own = families.filter(|family| drug.family.as_ref() == Some(&family.id));
    match own.next() {
        Some(family) if family.gene.is_empty() => format!("an inhibitor of {}", family.driver_name),
        Some(family) => {
            let genes: Vec<String> = family.gene.iter().map(|gene| gene.driver_name.clone()).collect();
            format!("an inhibitor of {}", words::listed(&genes))
        }
        None => format!("of the class \"{}\"", drug.class),
    }
}
