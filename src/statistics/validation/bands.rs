//! Intervals of new observations, of weighted worlds, and of differences.

use crate::random::{Purpose, replicate_of, stream};
use crate::sampling::{multinomial, pick_cumulative};
use crate::statistics::fit::Band;
use crate::statistics::quantile::sorted_quantile;

/// New observations that bands are taken from.
const DRAWS: usize = 4000;

/// Median and central 90% of the share of each category among `n` new observations: a world by its weight, then chance.
pub(super) fn bands(worlds: &[Vec<f64>], weights: &[f64], n: u64, seed: u64, name: &str) -> Vec<Band> {
    let mut rng = stream(seed, replicate_of(name), Purpose::Observation);
    let categories = worlds.first().map_or(0, Vec::len);
    let cumulative: Vec<f64> = weights
        .iter()
        .scan(0.0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        })
        .collect();
    let mut drawn = vec![Vec::with_capacity(DRAWS); categories];
    let mut counts = vec![0; categories];
    for _ in 0..DRAWS {
        let world = pick_cumulative(&mut rng, &cumulative);
        multinomial(&mut rng, n, &worlds[world], &mut counts);
        for (all, count) in drawn.iter_mut().zip(&counts) {
            all.push(*count as f64 / n as f64);
        }
    }
    drawn.into_iter().map(Band::of).collect()
}

/// Median and central 90% of weighted numbers.
pub(super) fn weighted(numbers: &[f64], weights: &[f64]) -> Band {
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by(|a, b| numbers[*a].total_cmp(&numbers[*b]));
    let all: f64 = weights.iter().sum();
    let at = |share: f64| {
        let mut sum = 0.0;
        let reached = order.iter().find(|i| {
            sum += weights[**i];
            sum >= share * all
        });
        reached.or(order.last()).map_or(f64::NAN, |i| numbers[*i])
    };
    Band {
        low: at(0.05),
        middle: at(0.5),
        high: at(0.95),
    }
}

/// Ends of the central 95% of draws.
pub(super) fn central_95(mut draws: Vec<f64>) -> (f64, f64) {
    draws.sort_by(f64::total_cmp);
    let at = |share| sorted_quantile(&draws, share);
    match draws.is_empty() {
        true => (f64::NAN, f64::NAN),
        false => (at(0.025), at(0.975)),
    }
}
