//! What a division can found: point mutations per driver copy, copy gains and losses, bypass alterations.

use super::biology::{Biology, Channel, Mechanism};
use super::genotype::Genotype;
use std::collections::BTreeMap;

/// Channels at least this likely per division are pooled: a flask of 1e7 cells founds several a day.
pub const POOLED_FROM: f64 = 1e-6;

/// Probability per division and copy of an allele: mu_bp x sum of its paths' weights / the genome's mean.
pub fn point_mutation_rate(per_base: f64, path_weights: &[f64], mean: f64) -> f64 {
    per_base * path_weights.iter().sum::<f64>() / mean
}

/// Rate of one substitution of a base: the mean rate per base, times the substitution's share of all, over
/// the share of the bases at which it can happen.
pub fn substitution_rate(per_base: f64, share: f64, bases: f64) -> f64 {
    per_base * share / bases
}

impl Biology {
    /// Per-division mutant supply of a genotype; children canonical, each child once, in the order of genotypes.
    ///
    /// Every driver copy is a target of its own: a cell with three unmutated copies founds each allele
    /// three times as often as a cell with one. Copy gain and loss strike copies in proportion to their number.
    pub fn channels(&self, genotype: &Genotype) -> Vec<Channel> {
        let mut supply: BTreeMap<Genotype, (f64, bool)> = BTreeMap::new();
        let mut add = |child: Genotype, rate: f64, point: bool| {
            if rate > 0.0 && child != *genotype {
                let known = supply.entry(child).or_insert((0.0, point));
                known.0 += rate;
            }
        };
        self.point_mutations(genotype, &mut |child, rate| add(child, rate, true));
        self.copy_changes(genotype, &mut |child, rate| add(child, rate, false));
        for (b, bypass) in self.bypasses.iter().enumerate() {
            if !genotype.bypasses().contains(&(b as u32)) {
                add(genotype.with_bypass(b as u32), bypass.per_division, bypass.point);
            }
        }
        supply
            .into_iter()
            .map(|(child, (per_division, point))| Channel {
                per_division,
                child,
                point,
                pooled: per_division >= POOLED_FROM,
            })
            .collect()
    }

    /// How many times as often point mutations come in a genotype at `doses` (nM) as without stress:
    /// 1 + (f - 1) x, where x is the stress that also drives switching. So it is f while a drug shuts off
    /// the signal, and 1 in cells that resist it or are left without drug.
    pub fn mutability(&self, genotype: &Genotype, doses: &[f64]) -> f64 {
        1.0 + (self.induced_mutability - 1.0) * self.stress(genotype, doses)
    }

    /// What an allele can make of a genotype: how many of its driver copies, and the mutant.
    pub fn point_mutants(&self, genotype: &Genotype, allele: u32) -> Vec<(u32, Genotype)> {
        let residue = self.alleles[allele as usize].residue;
        let free = |have: &[u32]| have.iter().all(|&a| self.alleles[a as usize].residue != residue);
        let groups = genotype.copies().iter().enumerate();
        groups
            .filter(|(_, group)| free(&group.alleles))
            .map(|(g, group)| (group.count, genotype.with_allele(g, allele)))
            .collect()
    }

    fn point_mutations(&self, genotype: &Genotype, add: &mut impl FnMut(Genotype, f64)) {
        for (a, allele) in self.alleles.iter().enumerate() {
            for (copies, child) in self.point_mutants(genotype, a as u32) {
                add(child, allele.per_division * f64::from(copies));
            }
        }
        for (g, group) in genotype.copies().iter().enumerate() {
            for (a, allele) in self.alleles.iter().enumerate() {
                for step in allele.steps.iter().filter(|step| group.alleles.contains(&step.from)) {
                    let child = genotype.with_replaced(g, step.from, a as u32);
                    add(child, step.per_division * f64::from(group.count));
                }
            }
        }
    }

    fn copy_changes(&self, genotype: &Genotype, add: &mut impl FnMut(Genotype, f64)) {
        let total = genotype.total_copies();
        let base: u32 = self.base_copies.iter().map(|group| group.count).sum();
        let gain = if total <= base {
            self.ladder.first_gain
        } else {
            self.ladder.further_gain
        };
        for (g, group) in genotype.copies().iter().enumerate() {
            let share = f64::from(group.count) / f64::from(total);
            if total < self.ladder.max_copies {
                add(genotype.with_gain(g), gain * share);
            }
            if total > base {
                add(genotype.with_loss(g), self.ladder.loss * share);
            }
        }
    }

    /// What one division of the unaltered line can found: genotype, what it is called, probability per division.
    pub fn reachable_first(&self) -> Vec<(Genotype, Mechanism, f64)> {
        let mut first: Vec<_> = self
            .channels(&self.wild_type())
            .into_iter()
            .map(|channel| {
                let mechanism = self.mechanism(&channel.child, 0);
                (channel.child, mechanism, channel.per_division)
            })
            .collect();
        first.sort_by_key(|(_, mechanism, _)| mechanism.order);
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_sum_over_paths() {
        let rate = point_mutation_rate(1e-9, &[1.0, 0.24], 1.66);
        assert!((rate - 1.24e-9 / 1.66).abs() < 1e-22);
    }
}
