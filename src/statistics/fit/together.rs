//! How the draws of a posterior go together, on the scale of normal scores.

use crate::knowledge::Joint;

/// Decimals of a correlation: far below what some hundred draws tell.
const DECIMALS: f64 = 1e6;

/// Correlation of the normal scores of values, a list of draws per value: symmetric, ones on the diagonal, positive definite.
/// Where draws follow from each other it is the nearest such matrix that is a little less sure.
pub fn correlations(draws: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let scores: Vec<Vec<f64>> = draws.iter().map(|draws| normal_scores(draws)).collect();
    let mut less = 0.0;
    loop {
        let matrix = matrix(&scores, 1.0 - less);
        let keys = vec![String::new(); matrix.len()];
        // With nothing in common the matrix is the identity: this ends.
        if less >= 1.0 || Joint::new(keys, matrix.clone()).is_ok() {
            return matrix;
        }
        less = f64::max(2.0 * less, 1.0 / DECIMALS);
    }
}

fn matrix(scores: &[Vec<f64>], kept: f64) -> Vec<Vec<f64>> {
    let entry = |i: usize, j: usize| match i == j {
        true => 1.0,
        false => libm::round(kept.max(0.0) * cosine(&scores[i], &scores[j]) * DECIMALS) / DECIMALS,
    };
    let all = 0..scores.len();
    all.clone()
        .map(|i| all.clone().map(|j| entry(i, j)).collect())
        .collect()
}

/// Correlation of what has the mean 0; 0 where one does not vary.
fn cosine(one: &[f64], other: &[f64]) -> f64 {
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let size = product(one, one) * product(other, other);
    match size > 0.0 {
        true => product(one, other) / libm::sqrt(size),
        false => 0.0,
    }
}

/// The score of each draw by its rank, less their mean; equal draws have the mean of theirs.
fn normal_scores(draws: &[f64]) -> Vec<f64> {
    let n = draws.len();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|a, b| draws[*a].total_cmp(&draws[*b]));
    let by_rank: Vec<f64> = (0..n).map(|rank| score((rank as f64 + 0.5) / n as f64)).collect();
    let mut scores = vec![0.0; n];
    let mut first = 0;
    while first < n {
        let equal = order[first..]
            .iter()
            .take_while(|at| draws[**at] == draws[order[first]])
            .count();
        let mean = by_rank[first..first + equal].iter().sum::<f64>() / equal as f64;
        order[first..first + equal].iter().for_each(|at| scores[*at] = mean);
        first += equal;
    }
    scores
}

/// The standard normal score below which a share lies, by halving.
fn score(share: f64) -> f64 {
    let (mut low, mut high) = (-9.0, 9.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        match 0.5 * libm::erfc(-middle * core::f64::consts::FRAC_1_SQRT_2) < share {
            true => low = middle,
            false => high = middle,
        }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use crate::sampling::normal;

    #[test]
    fn scores_are_those_of_the_normal_distribution() {
        assert!((score(0.95) - 1.644_853_627).abs() < 1e-9 && score(0.5).abs() < 1e-12);
        assert_eq!(
            normal_scores(&[3.0, 3.0, 3.0]),
            [0.0; 3].map(|_| normal_scores(&[1.0, 1.0, 1.0])[0])
        );
        let [low, middle, high] = normal_scores(&[5.0, 40.0, 1e9])[..] else {
            unreachable!()
        };
        assert!((low + high).abs() < 1e-9 && middle.abs() < 1e-9 && high > 0.9);
    }

    /// Logarithms with correlation 0.8, whatever monotone scale they are on: Fisher's transform of 2,000 pairs has the standard
    /// error 0.0224; within 6 of them, alpha 2e-9.
    #[test]
    fn the_scale_of_the_values_does_not_matter() {
        let mut rng = stream(1, 0, Purpose::World);
        let pairs: Vec<[f64; 2]> = (0..2000)
            .map(|_| {
                let (a, b) = (normal(&mut rng), normal(&mut rng));
                [a, 0.8 * a + 0.6 * b]
            })
            .collect();
        let column = |i: usize, scale: fn(f64) -> f64| pairs.iter().map(|pair| scale(pair[i])).collect::<Vec<f64>>();
        let of = |a: fn(f64) -> f64, b: fn(f64) -> f64| correlations(&[column(0, a), column(1, b)])[0][1];
        let plain = of(|x| x, |x| x);
        assert!((plain.atanh() - f64::atanh(0.8)).abs() < 6.0 * 0.0224, "{plain}");
        assert_eq!(of(f64::exp, |x| x * x * x), plain);
        assert_eq!(of(|x| x, |x| -x), -plain);
    }

    /// Draws of which one follows from the others are still written as a matrix that is read back.
    #[test]
    fn what_follows_from_others_is_positive_definite_all_the_same() {
        let a: Vec<f64> = (0..100).map(f64::from).collect();
        let b: Vec<f64> = (0..100).map(|i| f64::from(i * 37 % 100)).collect();
        let both = a.iter().map(|a| 2.0 * a).collect();
        let matrix = correlations(&[a, b, both, vec![2.0; 100]]);
        assert!(matrix[0][2] > 0.999_99 && matrix[0][2] < 1.0, "{}", matrix[0][2]);
        assert_eq!(matrix[3], [0.0, 0.0, 0.0, 1.0]);
        assert!(Joint::new(["a", "b", "c", "d"].map(str::to_owned).to_vec(), matrix).is_ok());
    }
}
