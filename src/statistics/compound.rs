//! Compound Poisson counts.

/// A probability that may be smaller than what a double holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Mass {
    part: f64,
    log_scale: f64,
}

impl Mass {
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
    let mut log_scale = if living > MANY { -living } else { 0.0 };
    let mut parts = vec![0.0; sizes.len()];
    parts[0] = if living > MANY { 1.0 } else { libm::exp(-living) };
    let mut masses = Vec::with_capacity(sizes.len());
    masses.push(Mass {
        part: parts[0],
        log_scale,
    });
    for n in 1..sizes.len() {
        let sum: f64 = (1..=n).map(|j| sizes[j] * parts[n - j]).sum();
        parts[n] = sum / n as f64;
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
}
