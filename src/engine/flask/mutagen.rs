//! Changes that are not drawn per division: a mutagen before seeding.

use super::lineage::Place;
use super::world::FlaskWorld;
use crate::engine::population::Population;
use crate::model::biology::{Genotype, Mutagenesis};
use crate::random::Generator;
use crate::sampling::binomial;

/// Founders of one change up to this number get a lineage each; more share one.
const OWN_LINEAGES: u64 = 200;

impl FlaskWorld<'_> {
    /// Treats every living cell once: each change strikes each cell, and each of its driver copies, on its
    /// own. The changes are gone through in order and strike cells that earlier ones have already changed,
    /// so that double mutants come as often as they should. Founders are dated to day 0.
    pub(super) fn mutagenise(&mut self, population: &mut Population, hits: &Mutagenesis, rng: &mut Generator) {
        for (allele, &probability) in hits.per_copy.iter().enumerate() {
            let mutants = |world: &Self, genotype: &Genotype| world.biology.point_mutants(genotype, allele as u32);
            self.strike(population, probability, mutants, rng);
        }
        for (bypass, &probability) in hits.per_cell.iter().enumerate() {
            let mutants = |_: &Self, genotype: &Genotype| match genotype.bypasses().contains(&(bypass as u32)) {
                true => Vec::new(),
                false => vec![(1, genotype.with_bypass(bypass as u32))],
            };
            self.strike(population, probability, mutants, rng);
        }
    }

    /// One change at a probability per target; `mutants` are the targets of a cell and what becomes of it.
    fn strike(
        &mut self,
        population: &mut Population,
        probability: f64,
        mutants: impl Fn(&Self, &Genotype) -> Vec<(u32, Genotype)>,
        rng: &mut Generator,
    ) {
        if probability <= 0.0 {
            return;
        }
        for compartment in 0..population.cells.len() {
            let Place { lineage: parent, state } = self.place(compartment);
            let genotype = self.genotype_of(parent).clone();
            for (targets, child) in mutants(self, &genotype) {
                let struck = -libm::expm1(f64::from(targets) * libm::log1p(-probability));
                let founders = binomial(rng, population.cells[compartment], struck);
                population.cells[compartment] -= founders;
                if founders > 0 {
                    self.add_mutants(population, parent, state, &child, founders);
                }
            }
        }
    }

    fn add_mutants(&mut self, population: &mut Population, parent: u32, state: usize, child: &Genotype, founders: u64) {
        let genotype = self.genotype(child.clone());
        let (lineages, each) = match founders <= OWN_LINEAGES {
            true => (founders, 1),
            false => (1, founders),
        };
        for _ in 0..lineages {
            let lineage = self.new_lineage(parent, genotype, 0.0, state);
            self.lineages[lineage as usize].founders = each;
            let place = self.compartment(population, lineage, state);
            population.cells[place] += each;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::flask::lineage::Identity;
    use crate::engine::flask::medium::{DrugInMedium, Medium};
    use crate::engine::population::World;
    use crate::model::biology::{Allele, Bypass, SiteAction};
    use crate::model::pharmacokinetics::Profile;
    use crate::model::testing::one_drug;

    #[test]
    fn stress_makes_point_mutations_more_frequent_and_nothing_else() {
        let mut biology = one_drug(Some(SiteAction {
            half_dose: 1.0,
            slope: 1.0,
        }));
        biology.alleles.push(Allele {
            id: "a".into(),
            name: "A1B".into(),
            region: String::new(),
            residue: 1,
            activity: 1.0,
            per_division: 1e-9,
            potency: vec![],
            steps: vec![],
        });
        biology.bypasses.push(Bypass {
            id: "b".into(),
            name: "b".into(),
            per_division: 3e-8,
            point: false,
            activity: vec![],
        });
        biology.induced_mutability = 11.0;
        let (mut world, population) = FlaskWorld::new(&biology, Identity::Lineages, 1000);
        let unstressed = world.rates(0).mutation;
        let other = unstressed - 1e-9;
        for (dose, stress) in [(1.0, 0.5), (9.0, 0.9), (0.0, 0.0)] {
            world.set_medium(
                &population,
                Medium {
                    drugs: vec![DrugInMedium {
                        drug: 0,
                        dose,
                        profile: Profile::Steady,
                        since: 0.0,
                        until: None,
                    }],
                    known: 1,
                    ..Medium::default()
                },
            );
            let expected = other + 1e-9 * (1.0 + 10.0 * stress);
            let rate = world.rates(0).mutation;
            assert!((rate / expected - 1.0).abs() < 1e-9, "{dose}: {rate} {expected}");
        }
    }
}
