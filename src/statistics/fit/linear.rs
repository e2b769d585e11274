//! Covariance of points, and its root.

use crate::model::solve::covariance_triangle;
use core::convert::Infallible;

/// Mean of points of equally many numbers each.
pub fn mean_of(points: &[&[f64]]) -> Vec<f64> {
    let dims = points.first().map_or(0, |point| point.len());
    let sum = |i: usize| points.iter().map(|point| point[i]).sum::<f64>();
    (0..dims).map(|i| sum(i) / points.len() as f64).collect()
}

/// Lower triangular root of the covariance of points (population covariance, a little widened on the diagonal so that a
/// root exists). Rows of the result are those of the matrix.
pub fn covariance_root(points: &[&[f64]]) -> Vec<Vec<f64>> {
    let n = points.len() as f64;
    let mean = mean_of(points);
    root(mean.len(), |i, j| {
        let products = points.iter().map(|point| (point[i] - mean[i]) * (point[j] - mean[j]));
        products.sum::<f64>() / n + if i == j { 1e-9 } else { 0.0 }
    })
}

/// Lower triangular root of a covariance; no variance of it is below 1e-9.
pub fn root(dims: usize, covariance: impl Fn(usize, usize) -> f64) -> Vec<Vec<f64>> {
    let Ok(root) = covariance_triangle(dims, covariance, |_, left| Ok::<f64, Infallible>(left.max(1e-9)));
    root
}

/// Deviations from a mean as independent numbers of variance 1, by the root of their covariance.
pub fn standardised(root: &[Vec<f64>], deviations: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut standard: Vec<f64> = Vec::with_capacity(root.len());
    for (i, (row, deviation)) in root.iter().zip(deviations).enumerate() {
        let known: f64 = row[..i].iter().zip(&standard).map(|(root, z)| root * z).sum();
        standard.push((deviation - known) / row[i]);
    }
    standard
}

/// How far covariances of `numbers` numbers are taken from a sample that is worth so many draws: fewer than there are numbers say
/// little about how these go together.
pub fn together(worth: f64, numbers: usize) -> f64 {
    ((worth - 1.0) / (numbers as f64 + 4.0)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_times_itself_is_the_covariance() {
        let points = [[1.0, 2.0], [3.0, 1.0], [2.0, 5.0], [6.0, 4.0]];
        let views: Vec<&[f64]> = points.iter().map(|point| &point[..]).collect();
        let root = covariance_root(&views);
        // By hand: means 3 and 3; variances (4 + 0 + 1 + 9) / 4 and (1 + 4 + 4 + 1) / 4; covariance (2 + 0 - 2 + 3) / 4.
        let product = |i: usize, j: usize| (0..=i.min(j)).map(|k| root[i][k] * root[j][k]).sum::<f64>();
        for (found, expected) in [(product(0, 0), 3.5), (product(1, 1), 2.5), (product(1, 0), 0.75)] {
            assert!((found - expected).abs() < 1e-8, "{found} is not {expected}");
        }
    }
}
