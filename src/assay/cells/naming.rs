//! Names of genotypes, as people read and write them.

use crate::model::biology::{Biology, CopyGroup, Genotype};

/// What unaltered cells are called.
const PARENTAL: &str = "parental";

/// What cells are called: the mechanism, with the copies where there are more than usual, and with the copy that
/// carries it where the line's copies differ (see [`label_by_copy`]). [`read`](super::genotype::read) takes it back.
pub fn name(biology: &Biology, genotype: &Genotype, state: usize) -> String {
    label_by_copy(biology, genotype, state) + &more_copies(biology, genotype)
}

/// Parts of a label, joined.
fn label(parts: Vec<String>) -> String {
    match parts.is_empty() {
        true => PARENTAL.to_owned(),
        false => parts.join(" + "),
    }
}

/// " (2 of 4 copies)" where there are more than usual.
fn more_copies(biology: &Biology, genotype: &Genotype) -> String {
    let usual: u32 = biology.base_copies.iter().map(|group| group.count).sum();
    let (all, mutated) = biology.driver_copies(genotype);
    match (all == usual, mutated.iter().map(|(_, copies)| *copies).max()) {
        (true, _) => String::new(),
        (false, Some(mutated)) => format!(" ({mutated} of {all} copies)"),
        (false, None) => format!(" ({all} copies)"),
    }
}

/// The mechanism without copy numbers; where the line's driver copies differ (a heterozygous duplication), each
/// allele with the copy that carries it: "D835Y (ITD copy)", "D835Y (unmutated copy)", and so a gain of copies of one
/// kind: "FLT3 amplification (ITD copy)".
pub fn label_by_copy(biology: &Biology, genotype: &Genotype, state: usize) -> String {
    let mut parts = biology.label_parts(genotype, state);
    if let (Some(part), true) = (parts.last_mut(), state > 0) {
        *part = biology.states()[state].full_name();
    }
    let base = &biology.base_copies;
    if base.windows(2).any(|pair| pair[0].alleles != pair[1].alleles) {
        let new = |group: &&CopyGroup| !group.alleles.iter().all(|allele| of_base(biology, *allele));
        // One part for each group of copies that carries something new comes first.
        for (part, group) in parts.iter_mut().zip(genotype.copies().iter().filter(new)) {
            *part += &format!(" ({} copy)", copy_name(biology, &group.alleles));
        }
        let amplification = biology.amplification();
        let gain = parts.iter_mut().find(|part| **part == amplification);
        if let (Some(gain), [copy]) = (gain, gained(biology, genotype).as_slice()) {
            *gain += &format!(" ({copy} copy)");
        }
    }
    label(parts)
}

/// Kinds of copies of which there are more than in the unaltered line.
fn gained(biology: &Biology, genotype: &Genotype) -> Vec<String> {
    let of_kind = |copies: &[CopyGroup], name: &String| -> u32 {
        let groups = copies
            .iter()
            .filter(|group| copy_name(biology, &group.alleles) == *name);
        groups.map(|group| group.count).sum()
    };
    let base = &biology.base_copies;
    let names = base.iter().map(|group| copy_name(biology, &group.alleles));
    names
        .filter(|name| of_kind(genotype.copies(), name) > of_kind(base, name))
        .collect()
}

/// Does the unaltered line have the allele?
pub(super) fn of_base(biology: &Biology, allele: u32) -> bool {
    biology.base_copies.iter().any(|group| group.alleles.contains(&allele))
}

/// What a driver copy is called: by the line's own alleles on it, "unmutated" without any.
pub(super) fn copy_name(biology: &Biology, alleles: &[u32]) -> String {
    let own = alleles.iter().filter(|allele| of_base(biology, **allele));
    let own: Vec<&str> = own.map(|&a| biology.alleles[a as usize].name.as_str()).collect();
    match own.is_empty() {
        true => "unmutated".to_owned(),
        false => own.join("+"),
    }
}
