//! Every random draw of the simulator. No other module calls `rand_distr`.
//!
//! Several samplers of `rand_distr` 0.6 are wrong or slow at the edges where a simulator of rare
//! events lives (binomials with small np lose their upper tail; probabilities near 1 lose their
//! complement; geometrics at tiny p are biased). Each function here says what it does about that.

use crate::random::Generator;
use crate::units::MAX_CELLS;
use rand::Rng;
use rand_distr::{Distribution, Exp1, StandardNormal};

/// Version of all draws made here, written into every output. A change of draws raises it and is
/// called value-breaking in the changelog.
pub const SAMPLER_VERSION: u32 = 3;

/// Below this expected number of successes binomials and Poissons are drawn by inversion.
const INVERSION_LIMIT: f64 = 10.0;

/// Up to so many trials or terms are drawn one by one, which is faster than any law of their sum.
const ONE_BY_ONE: u64 = 6;

/// Uniform on the open interval (0, 1), 52 bits.
#[inline]
pub fn uniform(rng: &mut Generator) -> f64 {
    ((rng.next_u64() >> 12) as f64 + 0.5) * (1.0 / (1u64 << 52) as f64)
}

/// Exponential with mean 1.
#[inline]
pub fn exponential(rng: &mut Generator) -> f64 {
    Exp1.sample(rng)
}

/// Normal with mean 0 and variance 1.
#[inline]
pub fn normal(rng: &mut Generator) -> f64 {
    StandardNormal.sample(rng)
}

/// True with probability `p`.
#[inline]
pub fn bernoulli(rng: &mut Generator, p: f64) -> bool {
    uniform(rng) < p
}

/// Binomial(n, p) where the complement `q = 1 - p` is given separately, so that neither
/// probability loses digits when it is small. The rarer outcome is drawn.
pub fn binomial_pq(rng: &mut Generator, n: u64, p: f64, q: f64) -> u64 {
    if p <= q {
        rare_binomial(rng, n, p)
    } else {
        n - rare_binomial(rng, n, q)
    }
}

/// Binomial(n, p). For p close to 1 with a known complement use [`binomial_pq`].
pub fn binomial(rng: &mut Generator, n: u64, p: f64) -> u64 {
    binomial_pq(rng, n, p, 1.0 - p)
}

/// Binomial with p at most one half. Small expectations by inversion from `exp(n log1p(-p))`,
/// which keeps the upper tail that the inversion of `rand_distr` cuts off (there 1 - p is rounded);
/// larger ones by its rejection method (accurate for np >= 10 up to n = 1e15).
fn rare_binomial(rng: &mut Generator, n: u64, p: f64) -> u64 {
    if n == 0 || p <= 0.0 {
        return 0;
    }
    if n <= ONE_BY_ONE {
        return (0..n).map(|_| u64::from(bernoulli(rng, p))).sum();
    }
    let mean = n as f64 * p;
    if mean < INVERSION_LIMIT {
        let ratio = p / (1.0 - p);
        let mut mass = libm::exp(n as f64 * libm::log1p(-p));
        let mut u = uniform(rng);
        let mut k = 0u64;
        while u > mass && k < n {
            u -= mass;
            mass *= ratio * (n - k) as f64 / (k + 1) as f64;
            k += 1;
            if mass < 1e-300 {
                break;
            }
        }
        return k;
    }
    rand_distr::Binomial::new(n, p).map_or(0, |law| law.sample(rng))
}

/// Poisson with mean `mean`; 0 where the mean is not positive. Capped at 2^53.
pub fn poisson(rng: &mut Generator, mean: f64) -> u64 {
    if mean <= 0.0 {
        return 0;
    }
    if mean < INVERSION_LIMIT {
        let mut mass = libm::exp(-mean);
        let mut u = uniform(rng);
        let mut k = 0u64;
        while u > mass {
            u -= mass;
            k += 1;
            mass *= mean / k as f64;
            if mass < 1e-300 {
                break;
            }
        }
        return k;
    }
    let draw: f64 = rand_distr::Poisson::new(mean.min(1e18)).map_or(0.0, |law| law.sample(rng));
    draw.min(MAX_CELLS as f64) as u64
}

/// Gamma with the given shape and scale 1; 0 where the shape is not positive.
pub fn gamma(rng: &mut Generator, shape: f64) -> f64 {
    rand_distr::Gamma::new(shape, 1.0).map_or(0.0, |law| law.sample(rng))
}

/// A geometric law on 0, 1, 2, ... with P(k) = (1 - eta) eta^k, given with both digits-preserving
/// complements.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Geometric {
    /// P(k + 1) / P(k), 0 to 1.
    pub eta: f64,
    /// 1 - eta, exact where eta is close to 1.
    pub one_minus_eta: f64,
}

impl Geometric {
    /// ln(eta); a short series where eta is close to 1.
    #[inline]
    fn log_eta(&self) -> f64 {
        let x = self.one_minus_eta;
        if x < 1e-4 {
            -x * (1.0 + x * (0.5 + x * (1.0 / 3.0 + 0.25 * x)))
        } else if self.eta < 0.5 {
            libm::log(self.eta)
        } else {
            libm::log1p(-x)
        }
    }

    /// One draw: the integer part of an exponential over -ln(eta) (exact for every eta).
    #[inline]
    pub fn draw(&self, rng: &mut Generator) -> u64 {
        self.sum(rng, 1)
    }

    /// Sum of `terms` independent draws: negative binomial as a Poisson with Gamma mean.
    #[inline]
    pub fn sum(&self, rng: &mut Generator, terms: u64) -> u64 {
        match terms {
            0 => 0,
            _ if self.eta <= 0.0 => 0,
            1..=ONE_BY_ONE => {
                let scale = -1.0 / self.log_eta();
                let draws = (0..terms).map(|_| (exponential(rng) * scale).min(MAX_CELLS as f64) as u64);
                draws.sum::<u64>().min(MAX_CELLS)
            }
            _ => {
                let mean = gamma(rng, terms as f64) * (self.eta / self.one_minus_eta);
                poisson(rng, mean)
            }
        }
    }
}

/// Index drawn with the given cumulative weights (last entry is the total).
#[inline]
pub fn pick_cumulative(rng: &mut Generator, cumulative: &[f64]) -> usize {
    let Some(&total) = cumulative.last() else { return 0 };
    let u = uniform(rng) * total;
    cumulative.partition_point(|&c| c <= u).min(cumulative.len() - 1)
}

/// Splits `n` among categories with the given weights by conditional binomials; the remaining
/// weight is summed from the far end, so that it never goes negative.
pub fn multinomial(rng: &mut Generator, n: u64, weights: &[f64], out: &mut [u64]) {
    debug_assert_eq!(weights.len(), out.len());
    let mut left = n;
    for i in 0..weights.len() {
        let after: f64 = weights[i + 1..].iter().sum();
        let total = weights[i] + after;
        out[i] = if left == 0 || total <= 0.0 {
            0
        } else if after <= 0.0 {
            left
        } else {
            binomial_pq(rng, left, weights[i] / total, after / total)
        };
        left -= out[i];
    }
}

/// The law of [`multinomial`] among thousands of categories, in one pass: what lies behind each is summed once.
pub fn multinomial_of_many(rng: &mut Generator, n: u64, weights: &[f64]) -> Vec<u64> {
    let mut behind = vec![0.0; weights.len()];
    for i in (1..weights.len()).rev() {
        behind[i - 1] = behind[i] + weights[i];
    }
    let mut left = n;
    let each = weights.iter().zip(behind).map(|(&weight, after)| {
        let total = weight + after;
        let here = match left {
            0 => 0,
            _ if total <= 0.0 => 0,
            _ if after <= 0.0 => left,
            _ => binomial_pq(rng, left, weight / total, after / total),
        };
        left -= here;
        here
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};

    fn generator() -> Generator {
        stream(20260101, 0, Purpose::Growth)
    }

    /// z = 4.89 is a two-sided alpha of 1e-6.
    fn assert_mean(name: &str, draws: &[f64], mean: f64, sd: f64) {
        let n = draws.len() as f64;
        let got = draws.iter().sum::<f64>() / n;
        assert!(
            (got - mean).abs() <= 4.89 * sd / n.sqrt(),
            "{name}: {got} against {mean}"
        );
    }

    #[test]
    fn binomial_means_and_tails() {
        let mut rng = generator();
        for (n, p) in [
            (10u64, 0.3),
            (1_000_000, 2e-6),
            (1_000_000_000_000, 1e-12),
            (1 << 53, 1e-15),
            (5000, 0.01),
            (1 << 50, 0.4),
        ] {
            let draws: Vec<f64> = (0..40_000).map(|_| binomial(&mut rng, n, p) as f64).collect();
            let mean = n as f64 * p;
            assert_mean(&format!("binomial({n}, {p})"), &draws, mean, (mean * (1.0 - p)).sqrt());
        }
        // The upper tail that naive inversion loses: P(X >= 8) = 1.02e-5 for mean 1.
        let tail = (0..2_000_000)
            .filter(|_| binomial(&mut rng, 1_000_000_000_000, 1e-12) >= 8)
            .count();
        assert!((3..=45).contains(&tail), "{tail} draws of 8 or more, 20 expected");
    }

    #[test]
    fn rare_losses_from_many_are_not_rounded_away() {
        let mut rng = generator();
        let n = 1u64 << 53;
        let losses: Vec<f64> = (0..40_000)
            .map(|_| (n - binomial_pq(&mut rng, n, 1.0 - 1e-16, 1e-16)) as f64)
            .collect();
        let mean = n as f64 * 1e-16;
        assert_mean("losses", &losses, mean, mean.sqrt());
    }

    #[test]
    fn poisson_geometric_and_negative_binomial_means() {
        let mut rng = generator();
        for mean in [1e-3, 0.7, 9.9, 10.1, 1e4, 1e12] {
            let draws: Vec<f64> = (0..40_000).map(|_| poisson(&mut rng, mean) as f64).collect();
            assert_mean(&format!("poisson({mean})"), &draws, mean, mean.sqrt());
        }
        for one_minus_eta in [0.9, 0.5, 1e-3, 3e-16] {
            let law = Geometric {
                eta: 1.0 - one_minus_eta,
                one_minus_eta,
            };
            let mean = law.eta / one_minus_eta;
            let sd = law.eta.sqrt() / one_minus_eta;
            let draws: Vec<f64> = (0..40_000).map(|_| law.draw(&mut rng) as f64).collect();
            if mean < 1e15 {
                assert_mean(&format!("geometric({one_minus_eta})"), &draws, mean, sd);
                let sums: Vec<f64> = (0..40_000).map(|_| law.sum(&mut rng, 7) as f64).collect();
                assert_mean("negative binomial", &sums, 7.0 * mean, 7f64.sqrt() * sd);
            }
        }
        assert_eq!(poisson(&mut rng, 0.0), 0);
        assert_eq!(poisson(&mut rng, -1.0), 0);
    }

    /// The same law in one pass: 3,000 draws of 1,000 among five, means within 4.89 standard errors; weights of nothing get none.
    #[test]
    fn multinomial_of_many_has_the_means_of_its_weights() {
        let mut rng = generator();
        let weights = [2.0, 0.0, 5.0, 3.0, 0.0];
        let draws: Vec<Vec<u64>> = (0..3_000)
            .map(|_| multinomial_of_many(&mut rng, 1_000, &weights))
            .collect();
        assert!(
            draws
                .iter()
                .all(|draw| draw.iter().sum::<u64>() == 1_000 && draw[1] + draw[4] == 0)
        );
        for i in [0, 2, 3] {
            let p: f64 = weights[i] / 10.0;
            let column: Vec<f64> = draws.iter().map(|draw| draw[i] as f64).collect();
            assert_mean("share", &column, 1_000.0 * p, (1_000.0 * p * (1.0 - p)).sqrt());
        }
        assert!(multinomial_of_many(&mut rng, 5, &[]).is_empty());
        assert_eq!(multinomial_of_many(&mut rng, 5, &[0.0, 0.0]), [0, 0]);
    }

    #[test]
    fn multinomial_conserves_and_respects_zero_weights() {
        let mut rng = generator();
        let mut out = [0; 4];
        for _ in 0..1000 {
            multinomial(&mut rng, 1_000_003, &[0.2, 0.0, 0.5, 0.3], &mut out);
            assert_eq!(out.iter().sum::<u64>(), 1_000_003);
            assert_eq!(out[1], 0);
        }
    }

    /// Golden values: a change here is value-breaking and raises `SAMPLER_VERSION`.
    #[test]
    fn golden_streams() {
        let mut rng = generator();
        let law = Geometric {
            eta: 0.75,
            one_minus_eta: 0.25,
        };
        let got = (
            binomial(&mut rng, 1000, 0.001),
            binomial(&mut rng, 1_000_000, 0.3),
            poisson(&mut rng, 3.0),
            poisson(&mut rng, 300.0),
            law.draw(&mut rng),
            law.sum(&mut rng, 50),
        );
        assert_eq!(got, GOLDEN);
    }
    const GOLDEN: (u64, u64, u64, u64, u64, u64) = (1, 299884, 7, 312, 2, 169);
}
