//! How sure it is that a design is the best of some, and what choosing it is expected to cost.

use crate::random::{Purpose, stream};
use crate::sampling::exponential;
use serde::Serialize;

/// Worlds drawn again so often.
const DRAWS: u64 = 2_000;

/// What choosing the first of some designs means.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Regret {
    /// Probability that it has the best mean over worlds.
    pub best: f64,
    /// What the best mean is expected to be above its own.
    pub expected: f64,
    /// The same for each design: probability that it has the best mean.
    pub each: Vec<f64>,
}

/// By drawing worlds again with weights from an exponential law (the Bayesian bootstrap: Rubin 1981, doi
/// 10.1214/aos/1176345338): `worlds` holds a value per design for each world, the greater the better; the first design is the
/// chosen one.
///
/// Where two designs differ in few worlds, all of them the same way, the bare bootstrap is sure. So one world more is drawn for
/// each design, in which it is ahead of all others by as much as designs differ where they do: two of two such worlds then
/// give a probability of 1 - 2^-3, as a flat prior on the share of worlds does.
pub fn regret(worlds: &[Vec<f64>], seed: u64) -> Regret {
    let designs = worlds.first().map_or(0, Vec::len);
    let ahead = usual_difference(worlds);
    let (mut each, mut expected) = (vec![0.0; designs], 0.0);
    let mut means = vec![0.0; designs];
    for draw in 0..DRAWS {
        let mut rng = stream(seed, draw, Purpose::Resample);
        means.fill(0.0);
        let mut weights = 0.0;
        for world in worlds {
            let weight = exponential(&mut rng);
            weights += weight;
            means
                .iter_mut()
                .zip(world)
                .for_each(|(mean, value)| *mean += weight * value);
        }
        for mean in &mut means {
            let weight = exponential(&mut rng);
            weights += weight;
            *mean += weight * ahead;
        }
        let most = means.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let best: Vec<usize> = (0..designs).filter(|i| means[*i] == most).collect();
        best.iter()
            .for_each(|i| each[*i] += 1.0 / best.len() as f64 / DRAWS as f64);
        expected += (most - means.first().copied().unwrap_or(most)) / weights.max(f64::MIN_POSITIVE) / DRAWS as f64;
    }
    Regret {
        best: each.first().copied().unwrap_or(1.0),
        expected: expected.max(0.0),
        each,
    }
}

/// Mean size of the differences between designs in a world, where they differ; 0 where they never do.
fn usual_difference(worlds: &[Vec<f64>]) -> f64 {
    let (mut sum, mut count) = (0.0, 0_u64);
    for world in worlds {
        for (i, one) in world.iter().enumerate() {
            for other in world[..i].iter().filter(|other| *other != one) {
                sum += (one - other).abs();
                count += 1;
            }
        }
    }
    sum / count.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sampling::normal;

    #[test]
    fn a_clear_winner_is_sure_and_equals_are_not() {
        let mut rng = stream(1, 0, Purpose::World);
        let mut noise = || normal(&mut rng);
        let clear: Vec<Vec<f64>> = (0..400).map(|_| vec![1.0 + 0.1 * noise(), 0.1 * noise()]).collect();
        let sure = regret(&clear, 3);
        assert!(sure.best > 0.999 && sure.expected < 1e-6, "{sure:?}");
        // Means that differ by 0 with a standard error s: the expected loss is s / sqrt(2 pi) less or more what the draw has.
        let pairs: Vec<Vec<f64>> = (0..400)
            .map(|i| vec![if i % 2 == 0 { 1.0 } else { -1.0 }, 0.0])
            .collect();
        let unsure = regret(&pairs, 3);
        assert!((unsure.best - 0.5).abs() < 0.06, "{unsure:?}");
        let exact = 1.0 / libm::sqrt(400.0) / libm::sqrt(2.0 * std::f64::consts::PI);
        assert!((unsure.expected / exact - 1.0).abs() < 0.15, "{unsure:?} {exact}");
    }

    /// Ahead in two worlds of 200 and behind in none: a flat prior on the share of the worlds that differ says 1 - 2^-3. 2,000
    /// draws, standard error 0.0074; within 6. Nine of nine: 1 - 2^-10.
    #[test]
    fn a_few_worlds_that_differ_make_nobody_sure() {
        let differ = |count: usize| -> Vec<Vec<f64>> {
            (0..200)
                .map(|i| vec![f64::from(u8::from(i < 100 + count)), f64::from(u8::from(i < 100))])
                .collect()
        };
        let two = regret(&differ(2), 7);
        assert!((two.best - 0.875).abs() < 0.045 && two.expected > 0.0, "{two:?}");
        assert!(regret(&differ(9), 7).best > 0.99);
        let behind: Vec<Vec<f64>> = differ(2).into_iter().map(|world| vec![world[1], world[0]]).collect();
        assert!((regret(&behind, 7).best - 0.125).abs() < 0.045);
    }

    #[test]
    fn the_same_designs_share() {
        let same = regret(&vec![vec![1.0, 1.0]; 30], 1);
        assert!((same.best - 0.5).abs() < 1e-9 && same.expected == 0.0, "{same:?}");
    }
}
