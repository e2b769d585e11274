//! What to measure first: how much better one would choose among designs if one unknown were known.

use crate::statistics::ranked::{TERMS, basis, permuted};
use serde::Serialize;

/// Worlds are left out in so many parts, each chosen for by the others.
const FOLDS: usize = 5;

/// Times that worlds are shuffled.
const SHUFFLES: u64 = 200;

/// What knowing an input is worth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Worth {
    /// Which input.
    pub input: usize,
    /// Mean value gained by choosing among the designs by it, in the unit of the values.
    pub gain: f64,
}

/// What knowing each input is worth, and what chance alone gives.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Information {
    /// Every input, the most valuable first.
    pub inputs: Vec<Worth>,
    /// The 95% quantile of the largest gain of all inputs where worlds are shuffled, so that none tells anything.
    pub bar: f64,
}

impl Information {
    /// Inputs that stand above chance.
    pub fn shown(&self) -> impl Iterator<Item = &Worth> {
        self.inputs.iter().filter(|one| one.gain > self.bar && one.gain > 0.0)
    }
}

/// The expected value of each input's perfect information, by regression of the designs' differences on its rank over worlds
/// (Strong, Oakley and Brennan 2014, doi 10.1177/0272989X13505910), cross-fitted: what is chosen in a world comes from the
/// worlds of other parts, so that noise gains nothing. `scores` holds a list per input, `values` a value per design for each
/// world. What is chosen without the input, cross-fitted alike, is taken off. `None` with fewer than two designs or too few
/// worlds.
pub fn information(scores: &[Vec<f64>], values: &[Vec<f64>], seed: u64) -> Option<Information> {
    let designs = values.first().map_or(0, Vec::len);
    if designs < 2 || values.len() < 10 * FOLDS || scores.is_empty() {
        return None;
    }
    let of = Differences::of(values);
    let bases: Vec<Vec<[f64; TERMS]>> = scores.iter().map(|scores| basis(scores)).collect();
    let none = of.gain(|_| [0.0; TERMS]);
    let gain = |basis: &Vec<[f64; TERMS]>, order: &[usize]| of.gain(|world| basis[order[world]]) - none;
    let straight: Vec<usize> = (0..values.len()).collect();
    let mut inputs: Vec<Worth> = (bases.iter().enumerate())
        .map(|(input, basis)| Worth {
            input,
            gain: gain(basis, &straight),
        })
        .collect();
    inputs.sort_by(|a, b| b.gain.total_cmp(&a.gain).then(a.input.cmp(&b.input)));
    let most = |shuffle: u64| {
        let order = permuted(values.len(), seed, shuffle);
        let gains = bases.iter().map(|basis| gain(basis, &order));
        gains.fold(f64::NEG_INFINITY, f64::max)
    };
    let mut chance: Vec<f64> = (0..SHUFFLES).map(most).collect();
    chance.sort_by(f64::total_cmp);
    Some(Information {
        inputs,
        bar: chance[(SHUFFLES as usize * 95) / 100].max(0.0),
    })
}

/// What every design but the first is ahead of it, world by world.
struct Differences {
    /// Per further design, a difference for each world.
    each: Vec<Vec<f64>>,
}

impl Differences {
    fn of(values: &[Vec<f64>]) -> Self {
        let designs = values[0].len();
        let design = |d: usize| values.iter().map(|world| world[d] - world[0]).collect();
        Self {
            each: (1..designs).map(design).collect(),
        }
    }

    /// Mean gain over the first design where the best is chosen by a regression on these terms.
    fn gain(&self, terms: impl Fn(usize) -> [f64; TERMS]) -> f64 {
        let worlds = self.each[0].len();
        // Coefficients of all worlds, and of each part.
        let fit = |differences: &Vec<f64>| {
            let mut parts = [[0.0; TERMS + 1]; FOLDS];
            for (world, value) in differences.iter().enumerate() {
                let part = &mut parts[world % FOLDS];
                part[0] += value;
                let terms = terms(world);
                part[1..]
                    .iter_mut()
                    .zip(terms)
                    .for_each(|(sum, term)| *sum += value * term);
            }
            parts
        };
        let fits: Vec<[[f64; TERMS + 1]; FOLDS]> = self.each.iter().map(fit).collect();
        let of_others = |parts: &[[f64; TERMS + 1]; FOLDS], part: usize| {
            let in_part = (worlds - part).div_ceil(FOLDS);
            let mut sums = [0.0; TERMS + 1];
            for (_, other) in parts.iter().enumerate().filter(|(i, _)| *i != part) {
                sums.iter_mut().zip(other).for_each(|(sum, own)| *sum += own);
            }
            sums.map(|sum| sum / (worlds - in_part) as f64)
        };
        let mut sum = 0.0;
        for part in 0..FOLDS {
            let coefficients: Vec<[f64; TERMS + 1]> = fits.iter().map(|parts| of_others(parts, part)).collect();
            for world in (part..worlds).step_by(FOLDS) {
                let terms = terms(world);
                let told =
                    |c: &[f64; TERMS + 1]| c[0] + c[1..].iter().zip(terms).map(|(c, term)| c * term).sum::<f64>();
                let (mut best, mut chosen) = (0.0, None);
                for (design, coefficients) in coefficients.iter().enumerate() {
                    let told = told(coefficients);
                    if told > best {
                        (best, chosen) = (told, Some(design));
                    }
                }
                sum += chosen.map_or(0.0, |design| self.each[design][world]);
            }
        }
        sum / worlds as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, stream};
    use crate::sampling::{bernoulli, normal};

    /// Two kinds of worlds, equally often: in the one the second design is better by 0.3, in the other the first by 0.5; single
    /// experiments are met or not. Without knowing which, the first is chosen; who knows gains 0.3 in half of the worlds. An
    /// input that tells the kind is worth 0.15 (within 0.03: four standard errors of 0.5/sqrt(4000)), the others nothing.
    #[test]
    fn an_input_that_decides_is_worth_what_it_is_and_others_nothing() {
        let worlds = 4_000;
        let (mut kind, mut noise, mut other) = (Vec::new(), Vec::new(), Vec::new());
        let mut values = Vec::new();
        for world in 0..worlds {
            let mut rng = stream(7, world, Purpose::World);
            let second = bernoulli(&mut rng, 0.5);
            let chances = if second { [0.3, 0.6] } else { [0.8, 0.3] };
            values.push(chances.map(|p| f64::from(u8::from(bernoulli(&mut rng, p)))).to_vec());
            kind.push(f64::from(u8::from(second)) + 0.001 * normal(&mut rng));
            noise.push(normal(&mut rng));
            other.push(normal(&mut rng));
        }
        let found = information(&[noise, kind, other], &values, 3).unwrap();
        assert!((found.inputs[0].gain - 0.15).abs() < 0.03, "{found:?}");
        let shown: Vec<usize> = found.shown().map(|one| one.input).collect();
        assert_eq!(shown, [1], "{found:?}");
    }

    /// Where nothing tells, some input stands above its null in 5% of the cases: more than 12 of 60 has a probability below
    /// 1e-4 where that holds.
    #[test]
    fn inputs_that_do_nothing_stay_below_chance() {
        let mut above = 0;
        for case in 0..60 {
            let (mut scores, mut values) = (vec![Vec::new(); 10], Vec::new());
            for world in 0..200 {
                let mut rng = stream(case, world, Purpose::World);
                values.push((0..3).map(|_| f64::from(u8::from(bernoulli(&mut rng, 0.5)))).collect());
                scores
                    .iter_mut()
                    .for_each(|list: &mut Vec<f64>| list.push(normal(&mut rng)));
            }
            let found = information(&scores, &values, case).unwrap();
            above += u32::from(found.shown().next().is_some());
        }
        assert!(above <= 12, "{above}");
    }

    #[test]
    fn one_design_leaves_nothing_to_choose() {
        assert_eq!(information(&[vec![0.0; 100]], &vec![vec![1.0]; 100], 1), None);
    }
}
