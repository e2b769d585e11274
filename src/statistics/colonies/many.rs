//! The law where colonies are many: on a lattice, whose steps are small beside the counts.
//!
//! A clone between two points of the lattice is shared out between them such that its mean size stays. Clones below the first
//! point would scatter too much that way: they are shared out such that the mean of their squared size stays, and what their
//! mean has lost moves the lattice as a whole. With the probabilities of clones of [`super::law`] summed over sizes, for a step
//! w and the point j > 0 of the lattice,
//!
//! clones at j: rho e^rho / w times the integral over y from 0 to 1 of
//! (1-y)^(rho-2) (1-y^w)^2 y^((j-1)w) / (1 - (1-e)(1-y))^rho,
//!
//! all terms positive; sums over j likewise. The integral is a sum of equal steps of log(-log y). Cultures then follow the
//! recursion, as for single colonies.

use super::law::{Clones, Design, MOST};
use crate::statistics::compound::{Mass, compound_poisson_of_many};

/// Points at which the integrals are summed lie so far from each other on the scale of log(-log y).
const STEP: f64 = 0.1;
/// Below this share of a lattice's step the integrands are powers.
const LEAST: f64 = 4e-18;
/// -log y from which on nothing is left.
const LARGEST: f64 = 45.0;

/// Step of the lattice on which so many colonies are computed.
pub(super) fn step_of(count: u64) -> u64 {
    let mut step = 4;
    while count / step >= MOST {
        step *= if step < 16 { 4 } else { 16 };
    }
    step
}

/// Clones of one mutation on a lattice.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lattice {
    step: f64,
    /// Share of the clones that are beyond the lattice's origin.
    living: f64,
    /// For each point, its number times the share of clones there.
    sizes: Vec<f64>,
    /// Colonies of a mutation that are on no point.
    drift: f64,
}

/// Cultures on a lattice.
pub(super) struct Many {
    step: f64,
    drift: f64,
    masses: Vec<Mass>,
    /// Sums of the probabilities before each point.
    before: Vec<f64>,
}

impl Lattice {
    /// For counts up to `most`; the clones are known up to [`MOST`].
    pub fn new(design: Design, clones: &Clones, step: u64, most: u64) -> Self {
        let w = step as f64;
        let last = (most / step + 2) as usize;
        let mut shares = vec![0.0; last + 1];
        let least = LEAST / w;
        // Beyond the first point: what the sum leaves out below its least point, and the sum.
        let mut later = libm::pow(design.plated * least, design.rho());
        let steps = libm::ceil(libm::log(LARGEST / least) / STEP) as usize;
        for i in 0..=steps {
            let t = least * libm::exp(STEP * i as f64);
            let (y, whole, between) = (libm::exp(-t), -libm::expm1(-t), -libm::expm1(-t * w));
            let front = STEP * t * y / w * design.weight(y, whole) / (whole * whole) * between;
            let ratio = libm::exp(-t * w);
            later += front * ratio;
            let mut term = front * between;
            for share in &mut shares[1..] {
                *share += term;
                term *= ratio;
                if term < 1e-300 {
                    break;
                }
            }
        }
        let (first, drift) = clones.small(step);
        shares[1] = (shares[1] - drift / w).max(first);
        let sizes = shares.iter().enumerate().map(|(j, share)| j as f64 * share).collect();
        Self {
            step: w,
            living: shares[1] + later,
            sizes,
            drift,
        }
    }

    /// Cultures of so many mutations each.
    pub fn cultures(&self, mutations: f64) -> Many {
        let sizes: Vec<f64> = self.sizes.iter().map(|size| mutations * size).collect();
        let masses = compound_poisson_of_many(mutations * self.living, &sizes);
        let mut sum = 0.0;
        let before = masses.iter().map(|mass| {
            sum += mass.value();
            sum - mass.value()
        });
        Many {
            step: self.step,
            drift: mutations * self.drift,
            before: before.collect(),
            masses,
        }
    }
}

impl Many {
    /// Log probability of so many colonies: a point's is that of the counts round it, on a line from point to point.
    pub fn log(&self, count: u64) -> f64 {
        let at = ((count as f64 - self.drift) / self.step).max(0.0);
        let below = (at as usize).min(self.masses.len() - 2);
        let [one, other] = [below, below + 1].map(|point| self.masses[point].log());
        one + (other - one) * (at - below as f64) - libm::log(self.step)
    }

    /// Probability of so many colonies or fewer.
    pub fn up_to(&self, count: u64) -> f64 {
        let at = (count as f64 + 0.5 - self.drift) / self.step + 0.5;
        if at <= 0.0 {
            return 0.0;
        }
        let point = (at as usize).min(self.masses.len() - 1);
        self.before[point] + self.masses[point].value() * (at - point as f64).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Laws of heavy tails (few large clones) and of light ones (nearly Poisson), plated whole and in part, beside the recursion
    /// over single colonies, wherever a thousandth of the cultures lies on either side: within 1% of its scale of logarithms
    /// where a step is a small part of the law's width, and sums within 0.3%.
    #[test]
    fn lattices_follow_the_recursion() {
        for (growth, plated, mutations, most, near) in [
            (1.0, 1.0, 700.0, 9_000usize, 0.01),
            (2.0, 0.5, 20.0, 9_000, 0.001),
            (0.8, 0.01, 50_000.0, 6_000, 0.02),
            (0.05, 1.0, 5_000.0, 6_000, 0.15),
        ] {
            let known = Clones::new(plated, growth, most).masses(mutations);
            let clones = Clones::new(plated, growth, MOST as usize - 1);
            let law = Lattice::new(Design { plated, growth }, &clones, 4, most as u64).cultures(mutations);
            let mut sum = 0.0;
            for (count, mass) in known.iter().enumerate().take(most - 4) {
                sum += mass.value();
                if count > 1_000 && (0.001..=0.999).contains(&sum) {
                    let off = law.log(count as u64) - mass.log();
                    assert!(off.abs() < near, "{growth} {plated} {count}: {off}");
                    let off = law.up_to(count as u64) - sum;
                    assert!(off.abs() < 0.003, "{growth} {plated} up to {count}: {off}");
                }
            }
            assert!(sum > 0.7, "{growth} {plated}: {sum}");
        }
    }
}
