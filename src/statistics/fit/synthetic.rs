//! What was seen of one flask, against simulated flasks: a synthetic likelihood (Wood 2010, doi:10.1038/nature09319).
//!
//! Chance between flasks ties counts of one flask together: whoever was lucky early stays ahead. Counts on the scale of
//! their logarithm, and reads on that of the arcsine of their root, are taken as normal with the mean and covariance of
//! the simulated flasks, and the error of measuring is added to it exactly. Where nothing was counted is no number on
//! that scale: the probability of the pattern of zeros is a factor of its own, and the moments are those of simulated
//! flasks, each weighted by its probability to give that pattern.

use super::counts::{Counted, counted};
use super::linear::{root, standardised, together};
use super::moments::{Moments, UNKNOWN, average, log_pattern, matrix};
use crate::statistics::weighted::effective;

/// Simulated flasks for moments: so many and so many for each number seen, but not more than so many.
const FLASKS: (usize, usize, usize) = (16, 2, 64);
/// So many come first. Where their chance is below this share of the variance of measuring, they suffice.
const PILOTS: (usize, f64) = (6, 0.02);

/// A number seen of a flask.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Observation {
    /// Cells counted.
    Count(u64),
    /// Reads of an allele, and all reads.
    Reads {
        /// With the allele.
        mutated: u64,
        /// All.
        depth: u64,
    },
}

impl Observation {
    /// The number on the scale on which it is taken as normal; none where no cells were counted.
    fn score(&self) -> Option<f64> {
        match *self {
            Observation::Count(0) => None,
            Observation::Count(cells) => Some(libm::log(cells as f64)),
            Observation::Reads { mutated, depth } => Some(arcsine((mutated as f64 + 0.375) / (depth as f64 + 0.75))),
        }
    }

    /// What would be seen instead where so much is expected: cells, or a frequency of the allele.
    fn where_expected(&self, expected: f64, error: f64) -> Counted {
        match *self {
            Observation::Count(seen) => {
                let told = counted(expected, error);
                match seen {
                    0 => Counted {
                        some: 1.0 - told.some,
                        ..told
                    },
                    _ => told,
                }
            }
            Observation::Reads { depth, .. } => Counted {
                some: 1.0,
                mean: arcsine(expected),
                variance: 1.0 / (4.0 * depth as f64 + 2.0),
            },
        }
    }
}

fn arcsine(share: f64) -> f64 {
    libm::asin(libm::sqrt(share.clamp(0.0, 1.0)))
}

/// Flasks to be simulated first, and at most, where so many numbers were seen of each.
pub fn flasks_for_moments(numbers: usize) -> (usize, usize) {
    (PILOTS.0, (FLASKS.0 + FLASKS.1 * numbers).min(FLASKS.2))
}

/// What was seen of one flask, with the moments of simulated ones.
#[derive(Debug, Clone)]
pub struct Synthetic {
    /// Of the numbers that have a score, in order.
    scores: Vec<f64>,
    mean: Vec<f64>,
    /// Covariance by chance between flasks.
    chance: Vec<Vec<f64>>,
    /// Variance of measuring.
    measuring: Vec<f64>,
    log_pattern: f64,
}

impl Synthetic {
    /// Of the numbers seen, and what is expected of each in every simulated flask (`expected[flask][number]`): cells in what
    /// was counted, or the allele's frequency. `error` is the relative error of counting.
    pub fn of(seen: &[Observation], expected: &[Vec<f64>], error: f64) -> Self {
        let told: Vec<Vec<Counted>> = expected
            .iter()
            .map(|flask| {
                let both = seen.iter().zip(flask);
                both.map(|(one, &expected)| one.where_expected(expected, error))
                    .collect()
            })
            .collect();
        let weights: Vec<f64> = told
            .iter()
            .map(|flask| flask.iter().map(|one| one.some).product())
            .collect();
        let all: f64 = weights.iter().sum();
        let scored: Vec<usize> = (0..seen.len()).filter(|at| seen[*at].score().is_some()).collect();
        let column = |at: &usize| Column(told.iter().map(|flask| flask[*at]).collect());
        let columns: Vec<Column> = scored.iter().map(column).collect();
        let log_pattern = log_pattern(all, weights.len());
        // Where no simulated flask gives the pattern, all of them stand for it alike.
        let weights = weights.iter().map(|weight| weight + 1e-9).collect();
        let moments = Moments::of(weights, columns.iter().map(|one| one.means().collect()).collect());
        Self {
            scores: seen.iter().filter_map(Observation::score).collect(),
            measuring: columns.iter().map(|one| one.measuring(moments.weights())).collect(),
            chance: covariance(&columns, &moments),
            mean: moments.means().to_vec(),
            log_pattern,
        }
    }

    /// Whether chance between flasks does not show beside the error of measuring.
    pub fn is_plain(&self) -> bool {
        let mut both = self.measuring.iter().enumerate();
        both.all(|(at, measuring)| self.chance[at][at] < PILOTS.1 * measuring) && self.log_pattern > -PILOTS.1
    }

    /// Log density of the scores, times the probability of the zeros.
    pub fn log_likelihood(&self) -> f64 {
        let both = |i: usize, j: usize| self.chance[i][j] + if i == j { self.measuring[i] } else { 0.0 };
        let root = root(self.scores.len(), both);
        let off = self.scores.iter().zip(&self.mean).map(|(score, mean)| score - mean);
        let standard = standardised(&root, off);
        let each = standard.iter().zip(&root).enumerate();
        let log = each.map(|(i, (z, row))| 0.5 * (z * z + libm::log(2.0 * core::f64::consts::PI)) + libm::log(row[i]));
        log.fold(self.log_pattern, |sum, log| sum - log)
    }
}

/// One number, in every simulated flask.
struct Column(Vec<Counted>);

impl Column {
    fn means(&self) -> impl Iterator<Item = f64> {
        self.0.iter().map(|one| one.mean)
    }

    fn measuring(&self, weights: &[f64]) -> f64 {
        average(weights, self.0.iter().map(|one| one.variance))
    }

    /// Variance over all flasks in which there is something to be seen of this number, whatever of the others.
    fn variance_anyhow(&self) -> f64 {
        let weights: Vec<f64> = self.0.iter().map(|one| one.some).collect();
        let total: f64 = weights.iter().sum();
        let rest = total - weights.iter().map(|weight| weight * weight).sum::<f64>() / total;
        if rest.is_nan() || rest < 0.5 {
            return UNKNOWN;
        }
        let mean = average(&weights, self.means());
        average(&weights, self.means().map(|one| (one - mean) * (one - mean))) * total / rest
    }
}

/// Covariance of what is expected, with the uncertainty of the mean of flasks that are worth so many. Fewer than there are
/// numbers say little about how these go together, and nothing about it where they are worth but one.
fn covariance(columns: &[Column], moments: &Moments) -> Vec<Vec<f64>> {
    let worth = effective(moments.weights());
    let together = together(worth, columns.len());
    let spread = 1.0 / (1.0 - 1.0 / worth).max(1e-9);
    let product = |i: usize, j: usize| moments.product(i, j) * spread;
    matrix(columns.len(), |i, j| match i == j {
        true => {
            let own = if worth > 1.5 { product(i, i) } else { 0.0 };
            own + columns[i].variance_anyhow() / worth
        }
        false => together * product(i, j),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use crate::sampling::{normal, uniform};

    /// Two counts whose logarithms go together by chance (variances 0.09 and 0.16, covariance 0.1), counted with 10% error:
    /// by hand, the normal density with 0.01 more on the diagonal. 100,000 flasks: within 0.05 of it, up to three standard
    /// deviations away.
    #[test]
    fn chance_and_error_add_up_and_chance_ties_counts_together() {
        let mut rng = stream(5, 0, Purpose::Observation);
        let expected: Vec<Vec<f64>> = (0..100_000)
            .map(|_| {
                let (a, b) = (normal(&mut rng), normal(&mut rng));
                let second = 0.1 / 0.3 * a + libm::sqrt(0.16 - 0.01 / 0.09) * b;
                vec![1e6 * libm::exp(0.3 * a), 2e6 * libm::exp(second)]
            })
            .collect();
        for (x, y) in [(0.0, 0.0), (0.5, -0.4), (0.6, 0.9)] {
            let seen = [1e6 * libm::exp(x), 2e6 * libm::exp(y)].map(|cells| Observation::Count(cells as u64));
            let found = Synthetic::of(&seen, &expected, 0.1).log_likelihood();
            let (v, w, c) = (0.10, 0.17, 0.1);
            let determinant = v * w - c * c;
            let (x, y) = (x + 0.005, y + 0.005);
            let square = (w * x * x - 2.0 * c * x * y + v * y * y) / determinant;
            let exact = -0.5 * square - libm::log(2.0 * core::f64::consts::PI) - 0.5 * libm::log(determinant);
            assert!((found - exact).abs() < 0.05, "{found} is not {exact}");
        }
    }

    /// A third of flasks die out, the others hold 1,000 cells: a count of nothing has the probability of a third, and a
    /// count of 1,000 that of two thirds by its density among those that live.
    #[test]
    fn zeros_have_a_probability_of_their_own() {
        let mut rng = stream(6, 0, Purpose::Observation);
        let expected: Vec<Vec<f64>> = (0..3_000)
            .map(|_| vec![if uniform(&mut rng) < 1.0 / 3.0 { 0.0 } else { 1e3 }])
            .collect();
        let none = Synthetic::of(&[Observation::Count(0)], &expected, 0.1).log_likelihood();
        assert!((libm::exp(none) - 1.0 / 3.0).abs() < 0.05, "{none}");
        let some = Synthetic::of(&[Observation::Count(1_000)], &expected, 0.1);
        let density = -0.5 * libm::log(2.0 * core::f64::consts::PI * 0.011);
        assert!((some.log_likelihood() - density - libm::log(2.0 / 3.0)).abs() < 0.1);
        assert!(!some.is_plain());
    }

    /// Far above chance: what is left is the error of counting, and few flasks suffice.
    #[test]
    fn cells_far_above_chance_need_few_flasks() {
        let flasks = vec![vec![5e6, 3e4]; 6];
        let seen = [Observation::Count(5_100_000), Observation::Count(29_000)];
        let found = Synthetic::of(&seen, &flasks, 0.12);
        assert!(found.is_plain());
        // Nothing that was seen is impossible.
        let dead = Synthetic::of(&seen, &vec![vec![0.0, 0.0]; 6], 0.12).log_likelihood();
        assert!(dead.is_finite() && dead < found.log_likelihood() - 100.0, "{dead}");
    }
}
