//! Cells of other genotypes or states that are mixed into the stock's on day 0.

use super::lineage::{Group, Lineage, Place};
use super::world::FlaskWorld;
use crate::engine::population::Population;
use crate::model::design::Spike;
use crate::random::Generator;
use crate::sampling::binomial;

impl FlaskWorld<'_> {
    /// Draws which of the cells seeded, and of those left over, are spiked ones: each cell is one of a spike with that
    /// spike's share, as in a sample of a well-mixed suspension.
    pub(super) fn spike(
        &mut self,
        population: &mut Population,
        spare: &mut Vec<Group>,
        spikes: &[Spike],
        rng: &mut Generator,
    ) {
        let seeded = replaced(population.cells.iter_mut(), spikes, rng);
        let left = replaced(spare.iter_mut().map(|group| &mut group.cells), spikes, rng);
        for ((spike, seeded), left) in spikes.iter().zip(seeded).zip(left) {
            if seeded + left == 0 {
                continue;
            }
            let lineage = self.spiked_lineage(spike, seeded);
            if seeded > 0 {
                let compartment = self.compartment(population, lineage, spike.state);
                population.cells[compartment] += seeded;
            }
            if left > 0 {
                let state = spike.state;
                spare.push(Group {
                    place: Place { lineage, state },
                    cells: left,
                });
            }
        }
    }

    /// The lineage of spiked cells; unaltered ones in a state belong to the first lineage.
    fn spiked_lineage(&mut self, spike: &Spike, founders: u64) -> u32 {
        if spike.genotype == self.biology.wild_type() {
            return 0;
        }
        let genotype = self.genotype(spike.genotype.clone());
        let mut lineage = Lineage::new(None, genotype, (0.0, spike.state), self.states);
        (lineage.founders, lineage.spiked) = (founders, true);
        self.lineages.push(lineage);
        self.lineages.len() as u32 - 1
    }
}

/// Takes each cell of the counts away with the spikes' shares; how many each spike takes the place of.
fn replaced<'c>(counts: impl Iterator<Item = &'c mut u64>, spikes: &[Spike], rng: &mut Generator) -> Vec<u64> {
    let mut share: f64 = spikes.iter().map(|spike| spike.share).sum::<f64>().min(1.0);
    let mut cells = 0;
    for count in counts {
        let taken = binomial(rng, *count, share);
        *count -= taken;
        cells += taken;
    }
    let last = spikes.len() - 1;
    let of = |(i, spike): (usize, &Spike)| {
        let here = if i == last { 1.0 } else { (spike.share / share).min(1.0) };
        let drawn = binomial(rng, cells, here);
        (cells, share) = (cells - drawn, share - spike.share);
        drawn
    };
    spikes.iter().enumerate().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::flask::lineage::Identity;
    use crate::model::testing::one_drug;
    use crate::random::{Purpose, stream};

    fn spike(share: f64, bypass: u32) -> Spike {
        Spike {
            name: String::new(),
            genotype: one_drug(None).wild_type().with_bypass(bypass),
            state: 0,
            share,
        }
    }

    /// Of 20 cells per well 10% and 30% are spiked ones: counts are binomial. Variance and covariance over 20,000 wells
    /// against n p (1 - p) and -n p q; alpha 1e-6 each (4.89 standard errors).
    #[test]
    fn wells_get_multinomial_counts() {
        let spikes = [spike(0.1, 0), spike(0.3, 1)];
        let (wells, n) = (20_000, 20.0);
        let drawn: Vec<[f64; 2]> = (0..wells)
            .map(|well| {
                let mut counts = [12, 0, 8];
                let of = replaced(counts.iter_mut(), &spikes, &mut stream(9, well, Purpose::Spike));
                assert_eq!(counts.iter().chain(&of).sum::<u64>(), 20, "no cell is lost");
                [of[0] as f64, of[1] as f64]
            })
            .collect();
        let mean = |k: usize| drawn.iter().map(|well| well[k]).sum::<f64>() / wells as f64;
        for (k, p) in [(0, 0.1), (1, 0.3)] {
            let variance = n * p * (1.0 - p);
            let off = (mean(k) - n * p) / libm::sqrt(variance / wells as f64);
            assert!(off.abs() < 4.89, "mean of {k}: {off}");
            let found = drawn.iter().map(|well| (well[k] - n * p).powi(2)).sum::<f64>() / wells as f64;
            // The variance of a squared deviation of a binomial: 2 v^2 + v (1 - 6 p q).
            let of_square = 2.0 * variance * variance + variance * (1.0 - 6.0 * p * (1.0 - p));
            let off = (found - variance) / libm::sqrt(of_square / wells as f64);
            assert!(off.abs() < 4.89, "variance of {k}: {off}");
        }
        let together = drawn.iter().map(|well| (well[0] - 2.0) * (well[1] - 6.0)).sum::<f64>() / wells as f64;
        assert!((together + n * 0.1 * 0.3).abs() < 0.15, "covariance {together}");
    }

    #[test]
    fn all_of_it_may_be_spiked() {
        let biology = one_drug(None);
        let (mut world, mut population) = FlaskWorld::new(&biology, Identity::Lineages, 1000);
        let mut spare = vec![Group {
            place: Place { lineage: 0, state: 0 },
            cells: 50,
        }];
        let spikes = [spike(1.0, 0)];
        world.spike(&mut population, &mut spare, &spikes, &mut stream(1, 1, Purpose::Spike));
        assert_eq!((population.cells.as_slice(), spare[1].cells), (&[0, 1000][..], 50));
        assert!(world.lineages[1].spiked && world.lineages[1].parent.is_none());
        assert_eq!(world.genotype_of(1), &spikes[0].genotype);
    }
}
