//! The sampler against closed forms.

use super::*;

/// Runs to the end; `log_likelihood` may lean on chance.
fn settled(dims: usize, seed: u64, log_likelihood: impl Fn(&[f64], &mut Generator) -> f64) -> Sampler {
    let mut sampler = Sampler::new(SamplerSettings {
        particles: 1_000,
        dims,
        seed,
        estimated: false,
        most_batches: 1_000,
    });
    let mut chance = stream(seed, 0, Purpose::Growth);
    while !sampler.is_done() {
        let found: Vec<f64> = sampler
            .proposals()
            .iter()
            .map(|p| log_likelihood(p, &mut chance))
            .collect();
        sampler.take(&found);
    }
    assert!(sampler.is_settled());
    sampler
}

fn mean_and_sd(sampler: &Sampler, of: impl Fn(&[f64]) -> f64) -> (f64, f64) {
    let n = sampler.points().count() as f64;
    let mean = sampler.points().map(&of).sum::<f64>() / n;
    let squares = sampler.points().map(|p| (of(p) - mean) * (of(p) - mean)).sum::<f64>();
    (mean, libm::sqrt(squares / n))
}

/// Hypothesis: mean and spread are those of the closed form. The particles are worth at least 250 independent ones,
/// so the mean scatters by sd/16 and the spread by sd/22: six times that is alpha 2e-9.
fn assert_normal(found: (f64, f64), mean: f64, sd: f64) {
    assert!(
        (found.0 - mean).abs() < 6.0 * sd / 16.0,
        "mean {} is not {mean}",
        found.0
    );
    assert!((found.1 - sd).abs() < 6.0 * sd / 22.0, "spread {} is not {sd}", found.1);
}

/// Prior N(0, 1), one observation at 3 with spread 0.1: posterior mean 3 / 1.01, variance 0.01 / 1.01.
#[test]
fn a_normal_observation_gives_the_normal_posterior() {
    let found = settled(1, 1, |p, _| -0.5 * (3.0 - p[0]) * (3.0 - p[0]) / 0.01);
    assert_normal(mean_and_sd(&found, |p| p[0]), 3.0 / 1.01, 0.1 / libm::sqrt(1.01));
}

/// Only the sum of two values is seen, at 2 with spread 0.1. The sum: variance 2 beforehand, posterior variance
/// 1 / (1/2 + 100), mean 2 (100) times that; the difference keeps its prior.
#[test]
fn what_trades_off_stays_open() {
    let sum = |p: &[f64]| p[0] + p[1];
    let found = settled(2, 2, |p, _| -0.5 * (2.0 - sum(p)) * (2.0 - sum(p)) / 0.01);
    assert_normal(mean_and_sd(&found, sum), 200.0 / 100.5, libm::sqrt(1.0 / 100.5));
    assert_normal(mean_and_sd(&found, |p| p[0] - p[1]), 0.0, libm::sqrt(2.0));
}

/// A likelihood that is estimated without bias (its log scatters by 0.7 about minus half of its variance) leaves the
/// posterior what it is.
#[test]
fn an_estimate_without_bias_is_as_good() {
    let found = settled(1, 3, |p, chance| {
        -0.5 * (1.0 - p[0]) * (1.0 - p[0]) / 0.04 + 0.7 * normal(chance) - 0.245
    });
    assert_normal(mean_and_sd(&found, |p| p[0]), 1.0 / 1.04, 0.2 / libm::sqrt(1.04));
}

/// An estimate that scatters by 3 stands still with one flask and not with 32, whose scatter is 3 / sqrt(32).
#[test]
fn estimates_that_scatter_too_much_take_more_flasks() {
    let settings = SamplerSettings {
        particles: 1_000,
        dims: 1,
        seed: 5,
        estimated: true,
        most_batches: 1_000,
    };
    let mut sampler = Sampler::new(settings);
    let mut chance = stream(5, 0, Purpose::Growth);
    while !sampler.is_done() {
        let spread = 3.0 / libm::sqrt(f64::from(sampler.repeats()));
        let estimate = |p: &Vec<f64>| {
            let exact = -0.5 * (1.0 - p[0]) * (1.0 - p[0]) / 0.04;
            exact + spread * normal(&mut chance) - 0.5 * spread * spread
        };
        let found: Vec<f64> = sampler.proposals().iter().map(estimate).collect();
        sampler.take(&found);
    }
    assert!(sampler.repeats() >= 4, "{}", sampler.repeats());
    assert_normal(mean_and_sd(&sampler, |p| p[0]), 1.0 / 1.04, 0.2 / libm::sqrt(1.04));
}

#[test]
fn what_is_impossible_is_left() {
    let found = settled(1, 4, |p, _| if p[0] > 0.5 { 0.0 } else { f64::NEG_INFINITY });
    assert!(found.points().all(|p| p[0] > 0.5));
    // Mean of a standard normal above 0.5: density over tail, 0.3521 / 0.3085; its spread is 0.5.
    assert_normal(mean_and_sd(&found, |p| p[0]), 1.1411, 0.5177);
}

/// An estimate that scatters by 20 however many flasks it takes: nothing can be learned, and the spread must not shrink
/// to that of a few lucky particles. Without noise the posterior would have a spread of 0.02.
#[test]
fn luck_is_not_taken_for_knowledge() {
    let settings = SamplerSettings {
        particles: 500,
        dims: 1,
        seed: 6,
        estimated: true,
        most_batches: 1_000,
    };
    let mut sampler = Sampler::new(settings);
    let mut chance = stream(6, 0, Purpose::Growth);
    while !sampler.is_done() {
        let estimate = |p: &Vec<f64>| -0.5 * (1.0 - p[0]) * (1.0 - p[0]) / 0.0004 + 20.0 * normal(&mut chance) - 200.0;
        let found: Vec<f64> = sampler.proposals().iter().map(estimate).collect();
        sampler.take(&found);
    }
    assert!(!sampler.is_settled() && sampler.power() < 1.0);
    let (mean, sd) = mean_and_sd(&sampler, |p| p[0]);
    assert!(sd > 0.02 && (mean - 1.0).abs() < 3.0 * sd, "{mean} with spread {sd}");
}
