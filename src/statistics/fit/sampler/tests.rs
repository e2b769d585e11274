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

/// Three values with a joint normal posterior: leaps forget at once what takes steps many batches (29 without them), and leave
/// means and spreads what they are.
#[test]
fn leaps_save_batches_and_change_nothing() {
    // The first value, its sum with the second, and the third over the first are seen.
    let seen = |p: &[f64]| [(p[0] - 1.0) / 0.3, (p[0] + p[1]) / 0.2, (p[2] - 0.5 * p[0]) / 0.5];
    let found = settled(3, 7, |p, _| -0.5 * seen(p).iter().map(|off| off * off).sum::<f64>());
    assert!(found.batches() < 22, "{} batches", found.batches());
    // Precision: prior 1 each, and the squares of the three rows above; solved by hand.
    let precision = [
        [1.0 + 1.0 / 0.09 + 1.0 / 0.04 + 1.0, 1.0 / 0.04, -2.0],
        [1.0 / 0.04, 1.0 + 1.0 / 0.04, 0.0],
        [-2.0, 0.0, 1.0 + 1.0 / 0.25],
    ];
    let [[a, b, c], [_, d, _], [_, _, f]] = precision;
    let determinant = a * d * f - b * b * f - c * c * d;
    let inverse = [d * f, a * f - c * c, a * d - b * b].map(|minor| minor / determinant);
    // Right-hand side: only the first datum is off 0.
    let pull = 1.0 / 0.09;
    let means = [d * f, -b * f, -c * d].map(|minor| pull * minor / determinant);
    for (i, (mean, variance)) in means.into_iter().zip(inverse).enumerate() {
        assert_normal(mean_and_sd(&found, |p| p[i]), mean, libm::sqrt(variance));
    }
}

/// 24 values, of which three sums of two are seen at 1 with spread 0.1: the 18 others keep their prior. Hypothesis: a spread of 1,
/// with at least 100 independent draws each: it scatters by 0.07, and the mean of 72 by 0.012 where moves that are taken together
/// bind half of them; four and a half times that is alpha 1e-5 each, seeds fixed. Where values moved by steps alone, spreads were
/// 0.75 on average and down to 0.45.
#[test]
fn values_that_nothing_depends_on_keep_their_spread() {
    let log_likelihood = |p: &Vec<f64>| -> f64 {
        let sums = p[..6].chunks(2).map(|pair| pair[0] + pair[1] - 1.0);
        sums.map(|off| -0.5 * off * off / 0.01).sum()
    };
    let mut all = Vec::new();
    for seed in 0..4 {
        let mut sampler = Sampler::new(SamplerSettings {
            particles: least_particles(24),
            dims: 24,
            seed,
            estimated: false,
            most_batches: 1_000,
        });
        while !sampler.is_done() {
            let found: Vec<f64> = sampler.proposals().iter().map(log_likelihood).collect();
            sampler.take(&found);
        }
        assert!(sampler.is_settled());
        all.extend((6..24).map(|i| mean_and_sd(&sampler, |p| p[i]).1));
        let sums = mean_and_sd(&sampler, |p| p[2] + p[3]);
        // Beforehand a variance of 2, and a datum of variance 0.01.
        assert!(
            (sums.0 - 200.0 / 201.0).abs() < 0.05 && (sums.1 / 0.0998 - 1.0).abs() < 0.35,
            "{sums:?}"
        );
    }
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    assert!(all.iter().all(|sd| (sd - 1.0).abs() < 0.315), "{all:?}");
    assert!((mean - 1.0).abs() < 0.055, "{mean}: {all:?}");
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
