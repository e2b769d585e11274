//! Observations drawn again from those at hand.

use super::profile::log_probability;
use super::weights::log_mean;
use crate::random::{Generator, Purpose, replicate_of, stream};
use crate::sampling::multinomial;

/// A set as its scores need it: counts, shares in each world, shares of the naive predictor.
pub(super) struct Scored<'a> {
    pub observed: &'a [u64],
    pub worlds: &'a [Vec<f64>],
    pub naive: &'a [f64],
}

/// Log score of the mean over weighted worlds of the probability of all sets together.
pub(super) fn score(sets: &[Scored], counts: &[Vec<u64>], weights: &[f64]) -> f64 {
    let world = |i: usize| {
        let each = sets.iter().zip(counts);
        each.map(|(set, counts)| log_probability(counts, &set.worlds[i]))
            .sum::<f64>()
    };
    let logs: Vec<f64> = (0..weights.len()).map(world).collect();
    log_mean(&logs, weights)
}

/// Log score of the naive predictor.
fn naive(sets: &[Scored], counts: &[Vec<u64>]) -> f64 {
    let each = sets.iter().zip(counts);
    each.map(|(set, counts)| log_probability(counts, set.naive)).sum()
}

/// Our score less that of the naive predictor, over observations of each set drawn again.
pub(super) fn differences(sets: &[Scored], weights: &[f64], draws: usize, seed: u64, group: &str) -> Vec<f64> {
    let mut rng = stream(seed, replicate_of(group), Purpose::Resample);
    // Worlds without weight cost time only.
    let kept: Vec<usize> = (0..weights.len()).filter(|i| weights[*i] > 1e-9).collect();
    let weights: Vec<f64> = kept.iter().map(|i| weights[*i]).collect();
    let logs: Vec<Vec<Vec<f64>>> = sets.iter().map(|set| logarithms(set, &kept)).collect();
    let one = |_| {
        let counts: Vec<Vec<u64>> = sets.iter().map(|set| again(&mut rng, set.observed)).collect();
        let world = |i: usize| {
            let each = logs.iter().zip(&counts);
            each.map(|(logs, counts)| dot(counts, &logs[i])).sum::<f64>()
        };
        let all: Vec<f64> = (0..weights.len()).map(world).collect();
        let ways: f64 = counts.iter().map(|counts| ways(counts)).sum();
        log_mean(&all, &weights) + ways - naive(sets, &counts)
    };
    (0..draws).map(one).collect()
}

fn logarithms(set: &Scored, kept: &[usize]) -> Vec<Vec<f64>> {
    let of = |i: &usize| set.worlds[*i].iter().map(|share| libm::log(*share)).collect();
    kept.iter().map(of).collect()
}

fn dot(counts: &[u64], logs: &[f64]) -> f64 {
    counts.iter().zip(logs).map(|(count, log)| *count as f64 * log).sum()
}

/// The logarithm of how many orders counts may come in.
fn ways(counts: &[u64]) -> f64 {
    log_probability(counts, &vec![1.0; counts.len()])
}

/// As many observations drawn again. One more, spread over all categories, stands beside those at hand: a single observation
/// drawn again would always be itself.
fn again(rng: &mut Generator, observed: &[u64]) -> Vec<u64> {
    let spread = 1.0 / observed.len() as f64;
    let shares: Vec<f64> = observed.iter().map(|count| *count as f64 + spread).collect();
    let mut counts = vec![0; observed.len()];
    multinomial(rng, observed.iter().sum(), &shares, &mut counts);
    counts
}
