//! Heritable make-up of a cell: driver copies with the alleles that each carries, and bypass alterations.

use serde::{Deserialize, Serialize};

/// Identical driver copies: how many, and which alleles each carries (sorted indices into the biology's alleles).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CopyGroup {
    /// Copies, at least 1.
    pub count: u32,
    /// Sorted indices into the biology's alleles; empty for unmutated copies.
    pub alleles: Vec<u32>,
}

/// A heritable make-up: driver copies with the alleles each carries, and bypass alterations.
/// Canonical (sorted, like copies merged), so equal genotypes compare equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Genotype {
    /// Sorted indices into the biology's bypass alterations.
    bypasses: Vec<u32>,
    /// Sorted by alleles; no two groups have the same alleles; counts are at least 1.
    copies: Vec<CopyGroup>,
}

impl Genotype {
    /// Brings copies and bypasses into canonical order.
    pub fn new(copies: Vec<CopyGroup>, mut bypasses: Vec<u32>) -> Self {
        let mut sorted = copies;
        for group in &mut sorted {
            group.alleles.sort_unstable();
            group.alleles.dedup();
        }
        sorted.retain(|group| group.count > 0);
        sorted.sort_by(|a, b| a.alleles.cmp(&b.alleles));
        let mut merged: Vec<CopyGroup> = Vec::with_capacity(sorted.len());
        for group in sorted {
            match merged.last_mut() {
                Some(last) if last.alleles == group.alleles => last.count += group.count,
                _ => merged.push(group),
            }
        }
        bypasses.sort_unstable();
        bypasses.dedup();
        Self {
            bypasses,
            copies: merged,
        }
    }

    /// Groups of identical driver copies.
    pub fn copies(&self) -> &[CopyGroup] {
        &self.copies
    }

    /// Indices of the bypass alterations.
    pub fn bypasses(&self) -> &[u32] {
        &self.bypasses
    }

    /// Number of driver copies.
    pub fn total_copies(&self) -> u32 {
        self.copies.iter().map(|group| group.count).sum()
    }

    /// Copies that carry `allele`.
    pub fn copies_with(&self, allele: u32) -> u32 {
        self.copies
            .iter()
            .filter(|group| group.alleles.contains(&allele))
            .map(|group| group.count)
            .sum()
    }

    /// Every allele on any copy, sorted, once.
    pub fn alleles(&self) -> Vec<u32> {
        let mut all: Vec<u32> = self
            .copies
            .iter()
            .flat_map(|group| group.alleles.iter().copied())
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// One copy of group `group` gains `allele`, in cis with what that copy carries.
    pub fn with_allele(&self, group: usize, allele: u32) -> Self {
        let mut copies = self.copies.clone();
        copies[group].count -= 1;
        let mut alleles = copies[group].alleles.clone();
        alleles.push(allele);
        copies.push(CopyGroup { count: 1, alleles });
        Self::new(copies, self.bypasses.clone())
    }

    /// On one copy of group `group`, `allele` takes the place of `old`.
    pub fn with_replaced(&self, group: usize, old: u32, allele: u32) -> Self {
        let mut copies = self.copies.clone();
        copies[group].count -= 1;
        let mut alleles = copies[group].alleles.clone();
        alleles.retain(|&kept| kept != old);
        alleles.push(allele);
        copies.push(CopyGroup { count: 1, alleles });
        Self::new(copies, self.bypasses.clone())
    }

    /// One more copy like those of group `group`.
    pub fn with_gain(&self, group: usize) -> Self {
        let mut copies = self.copies.clone();
        copies[group].count += 1;
        Self::new(copies, self.bypasses.clone())
    }

    /// One copy less of group `group`.
    pub fn with_loss(&self, group: usize) -> Self {
        let mut copies = self.copies.clone();
        copies[group].count -= 1;
        Self::new(copies, self.bypasses.clone())
    }

    /// Adds a bypass alteration.
    pub fn with_bypass(&self, bypass: u32) -> Self {
        let mut bypasses = self.bypasses.clone();
        bypasses.push(bypass);
        Self::new(self.copies.clone(), bypasses)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(count: u32, alleles: &[u32]) -> CopyGroup {
        CopyGroup {
            count,
            alleles: alleles.to_vec(),
        }
    }

    #[test]
    fn the_order_of_events_does_not_matter() {
        let wild = Genotype::new(vec![group(1, &[])], vec![]);
        let one = wild.with_allele(0, 3).with_bypass(1).with_allele(0, 2);
        let other = wild.with_bypass(1).with_allele(0, 2).with_allele(0, 3);
        assert_eq!(one, other);
        assert_eq!(one.alleles(), vec![2, 3]);
    }

    #[test]
    fn a_mutation_hits_one_copy_and_a_gain_duplicates_it() {
        let wild = Genotype::new(vec![group(2, &[])], vec![]);
        let trans = wild.with_allele(0, 5);
        assert_eq!(trans.copies(), &[group(1, &[]), group(1, &[5])]);
        let amplified = trans.with_gain(1);
        assert_eq!((amplified.total_copies(), amplified.copies_with(5)), (3, 2));
        assert_eq!(amplified.with_loss(1), trans);
        let second = trans.with_replaced(1, 5, 6);
        assert_eq!(second.copies(), &[group(1, &[]), group(1, &[6])]);
    }
}
