//! Compound Poisson counts.

/// A probability that may be smaller than what a double holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Mass {
    part: f64,
    log_scale: f64,
}

impl Mass {
    /// Of a probability.
    pub fn of(probability: f64) -> Self {
        Self {
            part: probability,
            log_scale: 0.0,
        }
    }

    /// The probability; 0 where it is too small.
    pub fn value(self) -> f64 {
        match self.log_scale {
            0.0 => self.part,
            log_scale => self.part * libm::exp(log_scale),
        }
    }

    /// Its logarithm.
    pub fn log(self) -> f64 {
        libm::log(self.part) + self.log_scale
    }
}

/// Above this mean number of clones the probability of none is carried as a logarithm.
const MANY: f64 = 600.0;
/// Parts are scaled down at this size.
const LARGE: f64 = 1e200;

/// Probabilities of 0, 1, 2... cells in all, of a Poisson number of clones: `living` is the mean number of clones that have
/// cells, `sizes[n]` n times the mean number of clones of n cells (the first is not used). The recursion of Ma, Sandri and
/// Sarkar (1992, doi:10.2307/3214716) in its general form (Panjer 1981, doi:10.1017/S0515036100006796).
pub(crate) fn compound_poisson(living: f64, sizes: &[f64]) -> Vec<Mass> {
    recursion(living, sizes, |sizes, parts, n| {
        (1..=n).map(|j| sizes[j] * parts[n - j]).sum::<f64>() / n as f64
    })
}

/// The same for long laws: four sums at a time.
pub(crate) fn compound_poisson_of_many(living: f64, sizes: &[f64]) -> Vec<Mass> {
    let reversed: Vec<f64> = sizes.iter().rev().copied().collect();
    let last = sizes.len() - 1;
    recursion(living, sizes, |_, parts, n| {
        product(&parts[..n], &reversed[last - n..last]) / n as f64
    })
}

/// Sum of products.
fn product(one: &[f64], other: &[f64]) -> f64 {
    let (fours, rest) = one.as_chunks::<4>();
    let (other_fours, other_rest) = other.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for (a, b) in fours.iter().zip(other_fours) {
        for i in 0..4 {
            sums[i] += a[i] * b[i];
        }
    }
    let rest: f64 = rest.iter().zip(other_rest).map(|(a, b)| a * b).sum();
    sums[0] + sums[1] + (sums[2] + sums[3]) + rest
}

/// The same where the mean itself differs from case to case as a gamma variate with mean 1 and variance `spread`: the number
/// of clones is negative binomial. With S(z) the mean number of clones by size and L that of all, the generating function
/// P = (1 + spread (L - S))^(-1/spread) fulfils P' (1 + spread (L - S)) = P S', a sum of positive terms for each count.
pub(crate) fn mixed_poisson(living: f64, sizes: &[f64], spread: f64) -> Vec<Mass> {
    if spread <= 0.0 {
        return compound_poisson(living, sizes);
    }
    // A mean of this size has the same probability of no clone.
    let none = libm::log1p(spread * living) / spread;
    let bottom = 1.0 + spread * living;
    recursion(none, sizes, |sizes, parts, n| {
        let term = |j: usize| sizes[j] * parts[n - j] * (1.0 + spread * (n - j) as f64 / j as f64);
        (1..=n).map(term).sum::<f64>() / (n as f64 * bottom)
    })
}

/// Counts from 0 on, each from those before; the first has probability e^-`none`.
fn recursion(none: f64, sizes: &[f64], next: impl Fn(&[f64], &[f64], usize) -> f64) -> Vec<Mass> {
    let mut log_scale = if none > MANY { -none } else { 0.0 };
    let mut parts = vec![0.0; sizes.len()];
    parts[0] = if none > MANY { 1.0 } else { libm::exp(-none) };
    let mut masses = Vec::with_capacity(sizes.len());
    masses.push(Mass {
        part: parts[0],
        log_scale,
    });
    for n in 1..sizes.len() {
        parts[n] = next(sizes, &parts, n);
        if parts[n] > LARGE {
            parts[..=n].iter_mut().for_each(|part| *part /= LARGE);
            log_scale += libm::log(LARGE);
        }
        masses.push(Mass {
            part: parts[n],
            log_scale,
        });
    }
    masses
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Clones of one cell: Poisson, also where e^-mean is no double.
    #[test]
    fn clones_of_one_cell_are_poisson() {
        for mean in [0.5, 30.0, 2000.0] {
            let mut sizes = vec![0.0; 2400];
            sizes[1] = mean;
            let masses = compound_poisson(mean, &sizes);
            for n in [0usize, 1, 30, 1990, 2100] {
                let known = n as f64 * libm::log(mean) - mean - libm::lgamma(n as f64 + 1.0);
                if known > -600.0 || mean > 600.0 {
                    assert!(
                        (masses[n].log() - known).abs() < 1e-7,
                        "{mean} {n}: {} {known}",
                        masses[n].log()
                    );
                }
            }
            let all: f64 = masses.iter().map(|mass| mass.value()).sum();
            assert!((all - 1.0).abs() < 1e-9, "{mean}: {all}");
        }
    }

    /// Clones of one cell whose mean is exponential are geometric; a spread of next to nothing is none.
    #[test]
    fn a_mean_that_differs_mixes_the_law() {
        let mut sizes = vec![0.0; 60];
        sizes[1] = 3.0;
        for (n, mass) in mixed_poisson(3.0, &sizes, 1.0).iter().enumerate() {
            let known = 0.25 * libm::pow(0.75, n as f64);
            assert!((mass.value() / known - 1.0).abs() < 1e-12, "{n}");
        }
        let sizes: Vec<f64> = (0..60).map(|n| 2.0 / (n + 1) as f64).collect();
        for (one, other) in mixed_poisson(2.0, &sizes, 1e-9)
            .iter()
            .zip(compound_poisson(2.0, &sizes))
        {
            assert!((one.log() - other.log()).abs() < 1e-7);
        }
    }
}
