//! Which unknown decides: first-order variance shares from the worlds themselves.
//!
//! The index of an input is the variance of the answer's mean given that input, over the variance between worlds
//! (Sobol' 1993; from given data as in Plischke, Borgonovo and Smith 2013, doi:10.1016/j.ejor.2012.11.047). The mean
//! given an input is a sum of the first three Legendre polynomials of the input's rank; squares of their coefficients
//! are taken without bias. What chance alone gives is found by permuting the worlds' answers: an input is shown where
//! its part exceeds the 95% quantile of the largest part over all inputs and answers of permuted worlds.

use crate::model::biology::MechanismClass;
use crate::random::{Purpose, stream};
use crate::sampling::uniform;
use crate::statistics::ranked::{TERMS, basis, permuted};
use serde::{Deserialize, Serialize};

/// Permutations of the worlds.
pub const PERMUTATIONS: usize = 500;

/// Resamples of the worlds for the interval of an index.
const RESAMPLES: usize = 200;

/// Fewest worlds of which influence is asked.
pub const FEWEST: usize = 40;

/// What is asked of a flask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Whether it becomes resistant.
    Whether,
    /// When, within the experiment.
    When,
    /// Whether this class of mechanisms dominates it.
    Which(MechanismClass),
}

/// What an answer is about, and its value per world.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    /// What is asked.
    pub question: Question,
    /// Mean over the flasks of each world.
    pub values: Vec<f64>,
    /// Variance between worlds that is not chance.
    pub knowledge: f64,
}

/// An input that decides more than chance would.
#[derive(Debug, Clone, PartialEq)]
pub struct Influence {
    /// Place among the inputs.
    pub input: usize,
    /// The answer that it decides most about.
    pub question: Question,
    /// Share of the variance that is not chance, 0 to 1.
    pub index: f64,
    /// Central 90% of resampled worlds.
    pub low: f64,
    /// See [`Self::low`].
    pub high: f64,
    /// Whether the answer rises with the input.
    pub rises: bool,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Influences {
    /// Those above chance, the largest first.
    pub shown: Vec<Influence>,
    /// Smallest index that these worlds can tell from chance; of the first answer. `None` where nothing varies.
    pub smallest: Option<f64>,
    /// Part of the variance (first answer) that the shown inputs leave: interaction, and influences too small to see.
    pub left: Option<f64>,
}

/// Basis functions of an input at every world.
struct Basis(Vec<[f64; TERMS]>);

impl Basis {
    /// Of the ranks of an input's scores.
    fn of(scores: &[f64]) -> Self {
        Self(basis(scores))
    }

    /// Variance of the answer's mean given the input, unbiased; `values` have mean 0, and `which` are the worlds.
    fn part(&self, values: &[f64], which: impl Iterator<Item = usize> + Clone) -> f64 {
        let n = values.len() as f64;
        let (mut sums, mut squares) = ([0.0; TERMS], [0.0; TERMS]);
        for (value, world) in values.iter().zip(which) {
            for ((sum, square), basis) in sums.iter_mut().zip(&mut squares).zip(&self.0[world]) {
                let product = value * basis;
                *sum += product;
                *square += product * product;
            }
        }
        let terms = sums.iter().zip(&squares);
        terms.map(|(sum, square)| (sum * sum - square) / (n * (n - 1.0))).sum()
    }

    fn rises(&self, values: &[f64]) -> bool {
        values
            .iter()
            .zip(&self.0)
            .map(|(value, basis)| value * basis[0])
            .sum::<f64>()
            > 0.0
    }
}

/// Inputs that stand above chance. `scores` holds the worlds' scores, one list per input.
pub(super) fn influences(scores: &[Vec<f64>], outputs: &[Output], seed: u64) -> Influences {
    let nothing = Influences {
        shown: Vec::new(),
        smallest: None,
        left: None,
    };
    let varied: Vec<Centred> = outputs.iter().filter_map(Centred::of).collect();
    let Some(first) = varied.first() else { return nothing };
    let bases: Vec<Basis> = scores.iter().map(|scores| Basis::of(scores)).collect();
    let limit = largest_by_chance(&bases, &varied, seed);
    let worlds = first.values.len();
    let mut shown: Vec<Influence> = Vec::new();
    for (input, basis) in bases.iter().enumerate() {
        let parts = varied
            .iter()
            .map(|output| (output, basis.part(&output.values, 0..worlds)));
        let above = parts.filter(|(output, part)| part / output.variance > limit);
        let Some((output, part)) = above.max_by(|a, b| (a.1 / a.0.knowledge).total_cmp(&(b.1 / b.0.knowledge))) else {
            continue;
        };
        let (low, high) = interval(basis, output, seed, input as u64);
        shown.push(Influence {
            input,
            question: output.question,
            index: (part / output.knowledge).clamp(0.0, 1.0),
            low,
            high,
            rises: basis.rises(&output.values),
        });
    }
    shown.sort_by(|a, b| b.index.total_cmp(&a.index));
    let of_first: f64 = shown
        .iter()
        .map(|one| bases[one.input].part(&first.values, 0..worlds).max(0.0) / first.knowledge)
        .sum();
    Influences {
        shown,
        smallest: Some((limit * first.variance / first.knowledge).min(1.0)),
        left: Some((1.0 - of_first).clamp(0.0, 1.0)),
    }
}

/// Inputs that decide an answer more than chance would, the strongest first, by their place; `answer` holds a number per
/// draw.
pub fn deciding(scores: &[Vec<f64>], answer: Vec<f64>, seed: u64) -> Vec<usize> {
    let n = answer.len() as f64;
    let mean = answer.iter().sum::<f64>() / n;
    let output = Output {
        question: Question::Whether,
        // Nothing of it is taken for chance.
        knowledge: answer.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / n,
        values: answer,
    };
    let found = influences(scores, std::slice::from_ref(&output), seed);
    found.shown.into_iter().map(|influence| influence.input).collect()
}

/// An answer less its mean.
struct Centred {
    question: Question,
    values: Vec<f64>,
    variance: f64,
    knowledge: f64,
}

impl Centred {
    /// `None` where it is the same in all worlds, or chance is all there is.
    fn of(output: &Output) -> Option<Self> {
        let n = output.values.len() as f64;
        let mean = output.values.iter().sum::<f64>() / n;
        let values: Vec<f64> = output.values.iter().map(|value| value - mean).collect();
        let variance = values.iter().map(|value| value * value).sum::<f64>() / (n - 1.0).max(1.0);
        let worth = output.values.len() >= FEWEST && variance > 0.0 && output.knowledge > 0.02 * variance;
        worth.then_some(Self {
            question: output.question,
            values,
            variance,
            knowledge: output.knowledge,
        })
    }
}

/// The 95% quantile, over permutations of the worlds, of the largest part of the variance over inputs and answers.
fn largest_by_chance(bases: &[Basis], outputs: &[Centred], seed: u64) -> f64 {
    let worlds = outputs[0].values.len();
    let mut largest: Vec<f64> = (0..PERMUTATIONS as u64)
        .map(|permutation| {
            let order = permuted(worlds, seed, permutation);
            let shuffled: Vec<Vec<f64>> = outputs
                .iter()
                .map(|output| {
                    order
                        .iter()
                        .map(|world| output.values[*world] / libm::sqrt(output.variance))
                        .collect()
                })
                .collect();
            let parts = bases
                .iter()
                .flat_map(|basis| shuffled.iter().map(|values| basis.part(values, 0..worlds)));
            parts.fold(0.0, f64::max)
        })
        .collect();
    largest.sort_by(f64::total_cmp);
    largest[(0.95 * PERMUTATIONS as f64) as usize]
}

/// Central 90% of an index over resampled worlds.
fn interval(basis: &Basis, output: &Centred, seed: u64, input: u64) -> (f64, f64) {
    let n = output.values.len();
    let mut rng = stream(seed, input, Purpose::Resample);
    let mut indices: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let which: Vec<usize> = (0..n).map(|_| (uniform(&mut rng) * n as f64) as usize).collect();
            let mean = which.iter().map(|world| output.values[*world]).sum::<f64>() / n as f64;
            let values: Vec<f64> = which.iter().map(|world| output.values[*world] - mean).collect();
            let variance = values.iter().map(|value| value * value).sum::<f64>() / (n as f64 - 1.0);
            // Chance takes the same share of a resampled variance as of the variance.
            let knowledge = variance * output.knowledge / output.variance;
            basis.part(&values, which.iter().copied()) / knowledge
        })
        .collect();
    indices.sort_by(f64::total_cmp);
    // Worlds that are drawn twice lift every index a little; the interval is set about the index itself.
    let lifted = indices.iter().sum::<f64>() / RESAMPLES as f64 - basis.part(&output.values, 0..n) / output.knowledge;
    let end = |place: usize| (indices[place] - lifted).clamp(0.0, 1.0);
    (end(RESAMPLES / 20), end(RESAMPLES - 1 - RESAMPLES / 20))
}
