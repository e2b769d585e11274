//! Means and covariances of simulated numbers, each simulation with its weight.

/// Simulations of any pattern that are mixed in, so that few of them never make what was seen impossible.
const ANYTHING: f64 = 0.1;
/// Variance of numbers where not even two simulations say anything about it.
pub const UNKNOWN: f64 = 1.0;

/// Log probability of a pattern that so many of all simulations show.
pub fn log_pattern(alike: f64, all: usize) -> f64 {
    libm::log((alike + ANYTHING) / (all as f64 + 2.0 * ANYTHING))
}

/// Simulated numbers, a list each, with the weights of their simulations.
pub struct Moments {
    weights: Vec<f64>,
    columns: Vec<Vec<f64>>,
    /// Sum of the weights.
    all: f64,
    means: Vec<f64>,
}

impl Moments {
    /// Of weights, one per simulation, and per number a column with an entry for each simulation.
    pub fn of(weights: Vec<f64>, columns: Vec<Vec<f64>>) -> Self {
        let mean = |column: &Vec<f64>| average(&weights, column.iter().copied());
        Self {
            means: columns.iter().map(mean).collect(),
            all: weights.iter().sum(),
            weights,
            columns,
        }
    }

    /// One per simulation.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Weighted mean of each number.
    pub fn means(&self) -> &[f64] {
        &self.means
    }

    /// Weighted mean of the product of two numbers' distances from their means.
    pub fn product(&self, i: usize, j: usize) -> f64 {
        let both = self.columns[i].iter().zip(&self.columns[j]).zip(&self.weights);
        let sum: f64 = both
            .map(|((x, y), w)| w * (x - self.means[i]) * (y - self.means[j]))
            .sum();
        sum / self.all
    }
}

/// Weighted mean of values.
pub fn average(weights: &[f64], values: impl Iterator<Item = f64>) -> f64 {
    let sum: f64 = values.zip(weights).map(|(value, weight)| weight * value).sum();
    sum / weights.iter().sum::<f64>()
}

/// A square matrix of so many numbers, from its entries.
pub fn matrix(numbers: usize, entry: impl Fn(usize, usize) -> f64) -> Vec<Vec<f64>> {
    let row = |i: usize| (0..numbers).map(|j| entry(i, j)).collect();
    (0..numbers).map(row).collect()
}
