//! Barcodes: neutral heritable marks, followed as lineages of their own.

use super::lineage::{Lineage, Place};
use super::world::FlaskWorld;
use crate::engine::population::Population;
use crate::engine::record::BarcodeCounts;
use crate::random::Generator;
use crate::sampling::uniform;

impl FlaskWorld<'_> {
    /// Draws `library` cells without replacement, gives each a mark of its own (0, 1, 2, ...), and
    /// keeps only these.
    pub(super) fn mark(&mut self, population: &mut Population, library: u64, day: f64, rng: &mut Generator) {
        let mut left = std::mem::take(&mut population.cells);
        population.cells = vec![0; left.len()];
        let mut total: u64 = left.iter().sum();
        // Largest first: nearly all draws end at the first compartment.
        let mut order: Vec<usize> = (0..left.len()).collect();
        order.sort_by_key(|&i| (std::cmp::Reverse(left[i]), i));
        for mark in 0..library.min(total) {
            let mut number = ((uniform(rng) * total as f64) as u64).min(total - 1);
            let found = order.iter().find(|&&i| {
                let here = number < left[i];
                number = number.saturating_sub(if here { 0 } else { left[i] });
                here
            });
            let &from = found.expect("the number is below the sum of all counts");
            left[from] -= 1;
            total -= 1;
            self.found_mark(population, from, mark as u32, day);
        }
    }

    fn found_mark(&mut self, population: &mut Population, from: usize, mark: u32, day: f64) {
        let Place { lineage: parent, state } = self.place(from);
        let mut lineage = Lineage::new(
            Some(parent),
            self.lineages[parent as usize].genotype,
            (day, state),
            self.states,
        );
        (lineage.founders, lineage.mark, lineage.marked_here) = (1, Some(mark), true);
        let id = self.lineages.len() as u32;
        self.lineages.push(lineage);
        let compartment = self.compartment(population, id, state);
        population.cells[compartment] += 1;
    }

    /// The lineage that the cells of this one belong to, barcodes aside.
    pub(super) fn unmarked(&self, lineage: u32) -> u32 {
        let entry = &self.lineages[lineage as usize];
        match entry.parent {
            Some(parent) if entry.marked_here => parent,
            _ => lineage,
        }
    }

    /// Living cells per mark, marks without cells left out.
    pub(super) fn mark_counts(&self, population: &Population) -> Vec<(u32, u64)> {
        let mut counts = std::collections::BTreeMap::new();
        for (i, &cells) in population.cells.iter().enumerate() {
            if let Some(mark) = self.lineages[self.place(i).lineage as usize].mark.filter(|_| cells > 0) {
                *counts.entry(mark).or_insert(0) += cells;
            }
        }
        counts.into_iter().collect()
    }
}

impl BarcodeCounts {
    /// Counts at seeding; those at the outcome are still empty.
    pub(super) fn seeded(world: &FlaskWorld, population: &Population) -> Self {
        Self {
            seeded: world.mark_counts(population),
            at_outcome: Vec::new(),
        }
    }
}
