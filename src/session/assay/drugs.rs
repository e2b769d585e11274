//! Drugs of a bench by name.

use crate::assay::Bench;
use crate::knowledge::schema::DrugRecord;
use crate::scenario::error::nearest;
use crate::session::SessionError;
use crate::words;

/// A drug of the bench by any name that it goes by, as its index.
pub(super) fn drug(bench: &Bench, name: &str) -> Result<usize, SessionError> {
    if let Some(index) = bench.drug(name.trim()) {
        return Ok(index);
    }
    Err(SessionError::Request(
        match bench.knowledge().drug_called(name.trim()) {
            Some(drug) => format!(
                "drug \"{name}\" does nothing known to {}: it is {}\n  known to act on it: {}",
                bench.biology.line_name,
                kind(bench, drug),
                bench.drug_ids().join(", ")
            ),
            None => format!(
                "drug \"{name}\" is not in the knowledge base\n  {}",
                nearest(name.trim(), &bench.drug_ids())
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
