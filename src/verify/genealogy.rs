//! The neutral spectrum on the genealogy of the exact engine.

use super::check::Checks;
use crate::engine::Method::Exact;
use crate::engine::culture::{Culture, Halt, Span};
use crate::engine::exact::{Advance, advance};
use crate::engine::population::{Crowding, Kind, KindRates, Population, World};
use crate::engine::threshold::Watch;
use crate::ensemble;
use crate::random::{Purpose, stream};
use crate::sampling::poisson;

/// Cells at which a culture is read.
const CELLS: usize = 1_000;

pub(super) fn cases(checks: &mut Checks) {
    let mut case = checks.case(
        "neutral spectrum of a Yule culture",
        "Gunnarsson, Leder & Foo 2021; Ohtsuki & Innan 2017",
        Exact,
        1_000,
    );
    let seed = case.seed();
    let spectra = ensemble::collect(case.replicates(), |replicate| spectrum(seed, replicate));
    let omega = 1.0;
    let n = CELLS as f64;
    for k in [1, 2, 5, 10] {
        let theory = 2.0 * n * omega / (k * (k + 1)) as f64;
        let values: Vec<f64> = spectra.iter().map(|s| s[k] as f64).collect();
        case.mean_by_sample(&format!("mutations in {k} of {CELLS} cells"), theory, 0.0, &values);
    }
    for k in [10, 100] {
        let theory = 2.0 * n * omega * (1.0 / k as f64 - 1.0 / n);
        let values: Vec<f64> = spectra.iter().map(|s| s[k..CELLS].iter().sum::<u64>() as f64).collect();
        case.mean_by_sample(&format!("mutations in {k} cells or more"), theory, 0.0, &values);
    }
}

/// A culture in which each division founds a compartment of its own for one of its daughters; the
/// other one stays. So the list of foundings is the genealogy.
struct Genealogy {
    /// Mother's compartment of every compartment but the first, in the order of divisions.
    mothers: Vec<usize>,
}

impl World for Genealogy {
    fn rates(&self, _: Kind) -> KindRates {
        KindRates {
            birth: 1.0,
            death: 0.0,
            mutation: 1.0,
            converting: 0.0,
            switching: 0.0,
        }
    }
    fn channels(&self, _: Kind) -> &[f64] {
        &[1.0]
    }
    fn rare_channels(&self, _: Kind) -> usize {
        1
    }
    fn switches(&self, _: Kind) -> (&[Kind], &[f64]) {
        (&[], &[])
    }
    fn found(&mut self, population: &mut Population, from: usize, _: usize, _: f64, _: u64) -> usize {
        self.mothers.push(from);
        population.add(0, 0)
    }
    fn pooled(&self, _: Kind, _: usize) -> bool {
        false
    }
    fn ceiling(&self) -> (f64, f64) {
        (1.0, 1.0)
    }
    fn switched(&mut self, _: &mut Population, from: usize, _: Kind) -> usize {
        from
    }
}

/// How many mutations are carried by k cells of a culture grown from one cell, for every k, where
/// each daughter of each division gets one new mutation on average.
fn spectrum(seed: u64, replicate: u64) -> Vec<u64> {
    let mut world = Genealogy {
        mothers: Vec::with_capacity(CELLS),
    };
    let mut population = Population::default();
    population.add(0, 1);
    let mut watches = [Watch::new(None, CELLS as u64, &population)];
    let mut rng = stream(seed, replicate, Purpose::Growth);
    let mut culture = Culture {
        world: &mut world,
        population: &mut population,
        crowding: Crowding::default(),
        rng: &mut rng,
        halt: Halt::default(),
    };
    let ended = advance(&mut culture, Span::new(0.0, f64::INFINITY), &mut watches);
    debug_assert!(matches!(ended, Advance::Met(0, _)));
    let mut mutations = stream(seed, replicate, Purpose::Passage);
    let mut spectrum = vec![0; CELLS + 1];
    // Backwards in time: `carriers[i]` is how many cells descend from what compartment i held then.
    let mut carriers = vec![1usize; world.mothers.len() + 1];
    for (division, &mother) in world.mothers.iter().enumerate().rev() {
        let child = division + 1;
        spectrum[carriers[child]] += poisson(&mut mutations, 1.0);
        spectrum[carriers[mother]] += poisson(&mut mutations, 1.0);
        carriers[mother] += carriers[child];
    }
    spectrum
}
