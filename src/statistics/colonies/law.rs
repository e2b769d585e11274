//! The law of Luria and Delbrück for what grows on plates: only a share of each culture is plated, and mutants may grow at
//! another pace than their parents.
//!
//! A mutant founded at a time before the end has an age with the law of an exponential (in units of the parents' growth), so
//! its clone has a geometric size; what is plated of it is geometric again, and integrating over ages gives, for the share e
//! that is plated and rho = parents' over mutants' growth,
//!
//! clones of k colonies: rho e^rho times the integral over y from 0 to 1 of (1-y)^rho y^(k-1) / (1 - (1-e)(1-y))^rho,
//! clones with a colony: e times the sum over j of (1-e)^j j! / ((rho+1)...(rho+j)),
//!
//! both sums of positive terms. At e = 1 they are rho B(k, rho + 1) (Mandelbrot 1974, doi:10.2307/3212699; Koch 1982,
//! doi:10.1016/0027-5107(82)90252-4) and 1/(k (k+1)) for rho = 1 (Lea and Coulson 1949, doi:10.1007/BF02986080); with
//! plating they equal Zheng 2008 (doi:10.1016/j.mbs.2008.09.002) and Stewart, Gordon and Levin 1990
//! (doi:10.1093/genetics/124.1.175).

use crate::statistics::compound::{Mass, compound_poisson};

/// Least share plated, and least and largest growth of mutants over that of their parents, that the sums are made for.
pub const LEAST_PLATED: f64 = 1e-4;
/// Growth of mutants over that of their parents.
pub const GROWTH: std::ops::RangeInclusive<f64> = 0.05..=20.0;

/// Counts from here on are computed on a lattice, whose steps are small beside them.
pub const MOST: u64 = 4096;

/// How cultures are plated, and how their mutants grow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Design {
    /// Share of a culture that is plated.
    pub plated: f64,
    /// Mutants' growth over their parents'.
    pub growth: f64,
}

impl Design {
    /// Parents' over mutants' growth.
    pub fn rho(self) -> f64 {
        1.0 / self.growth
    }

    /// rho (e (1-y) / (1 - (1-e)(1-y)))^rho, for y and 1-y.
    pub fn weight(self, y: f64, rest: f64) -> f64 {
        let base = self.plated * rest / (self.plated + (1.0 - self.plated) * y);
        self.rho() * libm::pow(base, self.rho())
    }
}

/// Clones of one mutation, as colonies.
#[derive(Debug, Clone, PartialEq)]
pub struct Clones {
    /// Share of the clones with a colony.
    pub living: f64,
    /// For each number of colonies, that number times its probability.
    sizes: Vec<f64>,
}

impl Clones {
    /// Clones of up to `most` colonies; `plated` is the share of the culture that was plated ([`LEAST_PLATED`] to 1),
    /// `growth` the mutants' growth over their parents' (in [`GROWTH`]).
    pub fn new(plated: f64, growth: f64, most: usize) -> Self {
        let (rho, left) = (1.0 / growth, 1.0 - plated);
        let living = plated * series(1.0, |j| left * (j + 1.0) / (rho + 1.0 + j));
        let front = rho * libm::pow(plated, rho);
        let mut sizes = vec![0.0; most + 1];
        for (k, size) in sizes.iter_mut().enumerate().skip(1) {
            let k = k as f64;
            let beta = libm::exp(libm::lgamma(k) + libm::lgamma(rho + 1.0) - libm::lgamma(k + rho + 1.0));
            let ratio = |j: f64| left * (rho + j) / (j + 1.0) * (rho + 1.0 + j) / (k + rho + 1.0 + j);
            *size = k * front * series(beta, ratio);
        }
        Self { living, sizes }
    }

    /// Of the clones below `size`, as far as they are computed: their squared size over that of `size`, and what their mean size
    /// has beyond so many of `size`.
    pub(super) fn small(&self, size: u64) -> (f64, f64) {
        let whole = size as f64;
        let below = self.sizes.iter().enumerate().take(size as usize).skip(1);
        below.fold((0.0, 0.0), |(squares, rest), (k, mean)| {
            let part = k as f64 / whole;
            (squares + mean * part / whole, rest + mean * (1.0 - part))
        })
    }

    /// Probabilities of 0, 1, 2... colonies at so many mutations per culture.
    pub(super) fn masses(&self, mutations: f64) -> Vec<Mass> {
        let sizes: Vec<f64> = self.sizes.iter().map(|size| mutations * size).collect();
        compound_poisson(mutations * self.living, &sizes)
    }

    /// Probabilities of 0 to the largest number of colonies.
    pub fn law(&self, mutations: f64) -> Vec<f64> {
        self.masses(mutations).into_iter().map(Mass::value).collect()
    }
}

/// Sum of positive terms, each the one before times a ratio that falls below 1.
fn series(first: f64, ratio: impl Fn(f64) -> f64) -> f64 {
    let (mut sum, mut term, mut j) = (0.0, first, 0.0);
    while term > 1e-17 * sum {
        sum += term;
        term *= ratio(j);
        j += 1.0;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_cultures_follow_lea_and_coulson() {
        let clones = Clones::new(1.0, 1.0, 100);
        assert!((clones.living - 1.0).abs() < 1e-14);
        for (k, size) in clones.sizes.iter().enumerate().skip(1) {
            assert!((size * (k as f64 + 1.0) - 1.0).abs() < 1e-10, "{k}");
        }
    }

    /// Clones with a colony: e ln(e) / (e - 1) (Stewart 1990); and thinning the law of whole cultures gives the same.
    #[test]
    fn plating_thins_binomially() {
        for plated in [0.9, 0.4, 0.05] {
            let clones = Clones::new(plated, 1.0, 60);
            let known = plated * libm::log(plated) / (plated - 1.0);
            assert!((clones.living / known - 1.0).abs() < 1e-12, "{plated}");
        }
        for growth in [1.0, 0.7, 1.6] {
            let (m, plated) = (1.5, 0.4);
            let whole = Clones::new(1.0, growth, 4000).law(m);
            let law = Clones::new(plated, growth, 12).law(m);
            for (n, p) in law.iter().enumerate() {
                let thinned: f64 = (n..whole.len()).map(|all| whole[all] * binomial(all, n, plated)).sum();
                assert!((p / thinned - 1.0).abs() < 1e-6, "{growth} {n}: {p} {thinned}");
            }
        }
    }

    fn binomial(n: usize, k: usize, p: f64) -> f64 {
        let log = |n: usize| libm::lgamma(n as f64 + 1.0);
        let choose = log(n) - log(k) - log(n - k);
        libm::exp(choose + k as f64 * libm::log(p) + (n - k) as f64 * libm::log1p(-p))
    }

    /// Mutants that hardly grow are Poisson.
    #[test]
    fn slow_mutants_are_nearly_poisson() {
        let law = Clones::new(1.0, 0.05, 40).law(2.0);
        let poisson = [0.135335, 0.270671, 0.270671, 0.180447];
        for (p, known) in law.iter().zip(poisson) {
            assert!((p / known - 1.0).abs() < 0.1, "{p} {known}");
        }
    }
}
