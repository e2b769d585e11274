//! Observed flasks against simulated ones.
//!
//! Which simulated flask stands for which observed one is arbitrary. The mean over all assignments estimates the
//! likelihood of all observed flasks together without bias, as a single assignment does, and scatters far less.

/// Most observed flasks that are matched at once; more go in groups, each with simulated flasks of its own.
pub const MOST_TOGETHER: usize = 8;

/// Log of the mean, over all ways to give each observed flask a simulated one of its own, of the product of the
/// probabilities. `logs[observed][simulated]`; at least as many simulated as observed flasks, of which there are at most
/// [`MOST_TOGETHER`].
pub fn log_matched(logs: &[Vec<f64>]) -> f64 {
    let observed = logs.len();
    let simulated = logs.first().map_or(0, Vec::len);
    debug_assert!(observed <= MOST_TOGETHER && observed <= simulated || observed == 0);
    let largest: Vec<f64> = logs
        .iter()
        .map(|row| row.iter().copied().fold(f64::NEG_INFINITY, f64::max))
        .collect();
    if largest.contains(&f64::NEG_INFINITY) {
        return f64::NEG_INFINITY;
    }
    // sums[set]: over all ways to serve the observed flasks of the set by the simulated ones so far.
    let mut sums = vec![0.0; 1 << observed];
    sums[0] = 1.0;
    let of_each = (0..simulated).map(|each| -> Vec<f64> {
        let terms = logs.iter().zip(&largest);
        terms.map(|(row, largest)| libm::exp(row[each] - largest)).collect()
    });
    for terms in of_each {
        for set in (1..sums.len()).rev() {
            let served = (0..observed).filter(|i| set >> i & 1 == 1);
            sums[set] += served.map(|i| sums[set & !(1 << i)] * terms[i]).sum::<f64>();
        }
    }
    let ways: f64 = (0..observed).map(|i| libm::log((simulated - i) as f64)).sum();
    libm::log(sums[sums.len() - 1]) - ways + largest.iter().sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_flasks_and_three_simulated_ones_by_hand() {
        let p = [[0.2, 0.5, 0.1], [0.3, 0.4, 0.7]];
        let mut sum = 0.0;
        for i in 0..3 {
            for j in (0..3).filter(|j| *j != i) {
                sum += p[0][i] * p[1][j] / 6.0;
            }
        }
        let logs: Vec<Vec<f64>> = p.iter().map(|row| row.iter().map(|p: &f64| p.ln()).collect()).collect();
        assert!((log_matched(&logs) - f64::ln(sum)).abs() < 1e-12);
    }

    #[test]
    fn one_that_nothing_explains_is_impossible() {
        let never = f64::NEG_INFINITY;
        assert_eq!(log_matched(&[vec![0.0, 0.0], vec![never, never]]), never);
        assert_eq!(log_matched(&[vec![0.0, never], vec![-1.0, never]]), never);
        assert_eq!(log_matched(&[]), 0.0);
    }
}
