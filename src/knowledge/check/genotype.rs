//! Genotypes by their labels.

use crate::knowledge::schema::parts;
use crate::model::biology::{Biology, Genotype};

/// The unaltered line with the alleles of a label ("A+B") in cis on one copy.
pub fn genotype_of(biology: &Biology, label: &str) -> Option<Genotype> {
    let mut genotype = biology.wild_type();
    for part in parts(label) {
        let allele = biology.alleles.iter().position(|allele| allele.name == part)? as u32;
        let group = genotype
            .copies()
            .iter()
            .enumerate()
            .max_by_key(|(_, group)| group.alleles.len())?
            .0;
        genotype = genotype.with_allele(group, allele);
    }
    Some(genotype)
}
