//! The driver copies that a line has before any selection.

use super::system::{OwnAllele, OwnCopies};
use crate::knowledge::base::KnowledgeBase;
use crate::knowledge::error::KnowledgeError;
use crate::knowledge::lookup::find;
use crate::knowledge::schema::{AlleleRecord, DrugRecord, FoldRecord, LineRecord};
use crate::model::biology::{CopyGroup, Genotype};

/// The fold of an allele for a drug in the endpoint it was read in, or what it was moved to.
pub fn fold_ratio(kb: &KnowledgeBase, allele: &AlleleRecord, drug: &DrugRecord) -> Result<f64, KnowledgeError> {
    let usual = find(kb, allele, drug)?.number();
    Ok(kb.moved(&FoldRecord::key(&allele.id, &drug.id)).unwrap_or(usual))
}

/// A line's mutant copies, each with these alleles, and its unmutated ones.
pub fn base_copies(line: &LineRecord, alleles: Vec<u32>) -> Vec<CopyGroup> {
    let mutant = CopyGroup {
        count: line.mutant_copies(),
        alleles,
    };
    let unmutated = CopyGroup {
        count: line.wild_type_copies,
        alleles: Vec::new(),
    };
    Genotype::new(vec![mutant, unmutated], Vec::new()).copies().to_vec()
}

/// The line's own driver copies as an assay of the drug sees them.
pub fn own_copies(kb: &KnowledgeBase, line: &LineRecord, drug: &DrugRecord) -> Result<OwnCopies, KnowledgeError> {
    let plain = line.alleles.is_empty() && line.wild_type_copies == 0;
    let Some(family) = kb.family_of(line).filter(|_| !plain) else {
        return Ok(OwnCopies::single());
    };
    let mut alleles = Vec::new();
    for name in &line.alleles {
        let of_family = |a: &&AlleleRecord| a.family == family.id && a.name == *name;
        let record = kb.data().allele.iter().find(of_family);
        let record = record.ok_or_else(|| KnowledgeError::Undetermined {
            what: format!("allele {name} of line \"{}\"", line.id),
            why: "no such allele is in the family".to_owned(),
        })?;
        alleles.push(OwnAllele {
            activity: record.activity.as_ref().unwrap_or(&family.activity).value,
            fold: fold_ratio(kb, record, drug)?,
        });
    }
    Ok(OwnCopies {
        copies: base_copies(line, (0..alleles.len() as u32).collect()),
        alleles,
        ceiling: family.copy_ceiling.as_ref().map(|ceiling| ceiling.value),
    })
}
