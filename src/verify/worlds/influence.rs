//! Whether the unknowns that are shown are those that act, and as much as they act.
//!
//! A flask is resistant with probability Phi(k X), where X is a standard normal sum of scores. Given an input whose
//! coefficient squared is s, the probability's variance is asin(r s) / (2 pi) with r = k^2 / (1 + k^2) (Sheppard 1899:
//! the chance that two correlated normals are both positive), so the index of the input is asin(r s) / asin(r).

use super::fault::WorldFault;
use super::plain::described;
use super::proof::Proof;
use super::scale::Scale;
use super::spread::mean_and_error;
use crate::engine::record::Outcome;
use crate::ensemble;
use crate::knowledge::Span;
use crate::knowledge::schema::{Class, Kind};
use crate::model::spread::SCORE_95;
use crate::random::{Purpose, stream};
use crate::sampling::{bernoulli, normal};
use crate::statistics::worlds::{Drawn, Ignorance, Input, WorldFlask, WorldRecord, WorldsAccumulator, WorldsSummary};

/// Slope k of the probability: 59% of a flask's variance is not chance.
const SLOPE: f64 = 2.0;

/// Values that are not known: with their class about as many as a scenario without partners leans on.
const VALUES: usize = 40;

/// Coefficients of values, by their number; all others do nothing. `hidden` is that of what no input knows of.
struct Acting {
    values: Vec<f64>,
    hidden: f64,
}

/// The first two values share a class, the others are by themselves.
fn spans() -> Vec<Span> {
    let one = |i: usize| Span {
        kind: match i < 2 {
            true => Kind::of(Class::BypassSupply),
            false => Kind::default(),
        },
        ..Span::between(&format!("value/{i}"), 1.0, 0.1, 10.0)
    };
    (0..VALUES).map(one).collect()
}

/// Standard normal distribution function.
fn phi(x: f64) -> f64 {
    0.5 * libm::erfc(-x * core::f64::consts::FRAC_1_SQRT_2)
}

const REACH: f64 = SLOPE * SLOPE / (1.0 + SLOPE * SLOPE);

/// Index of an input with this squared coefficient.
fn index(squared: f64) -> f64 {
    libm::asin(REACH * squared) / libm::asin(REACH)
}

/// The squared coefficient that has this index.
fn squared(index: f64) -> f64 {
    libm::sin(index * libm::asin(REACH)) / REACH
}

fn summary(seed: u64, (worlds, flasks): (u64, u64), acting: &Acting, fault: WorldFault) -> WorldsSummary {
    let ignorance = Ignorance::new(spans(), 0.5);
    let inputs = ignorance.inputs();
    let mut all = WorldsAccumulator::default();
    let mut scores = vec![Vec::new(); inputs.len()];
    for number in 0..worlds {
        let world = ignorance.world(seed, number);
        let mut rng = stream(seed, number, Purpose::Growth);
        let joined = world.numbers.iter().map(|number| libm::log10(*number) * SCORE_95);
        let sum = acting
            .values
            .iter()
            .zip(joined)
            .map(|(by, score)| by * score)
            .sum::<f64>();
        let probability = phi(SLOPE * (sum + acting.hidden * normal(&mut rng)));
        let flask = |resistant: bool| WorldFlask {
            outcome: if resistant {
                Outcome::Resistant
            } else {
                Outcome::TimeOver
            },
            day: 100.0,
            class: None,
            mechanism: None,
        };
        let of_world = (0..flasks).map(|_| flask(bernoulli(&mut rng, probability))).collect();
        all.add(&WorldRecord {
            world: number,
            numbers: Vec::new(),
            flasks: Ok(of_world),
        });
        let shown = match fault {
            WorldFault::OtherInputs => ignorance.world(seed, number + worlds).scores,
            _ => world.scores,
        };
        scores
            .iter_mut()
            .zip(shown)
            .for_each(|(scores, score)| scores.push(score));
    }
    let words = |input: &Input| match input {
        Input::Class(class) => described(&class.words()),
        Input::Own(key) => described(key),
    };
    let drawn = Drawn {
        exact: Vec::new(),
        given: None,
        scores,
        inputs: inputs.iter().map(words).collect(),
        shared: 0.5,
        horizon: 100.0,
        seed,
    };
    all.finish(&drawn).expect("worlds have flasks")
}

/// The index that is shown of an input.
fn shown(summary: &WorldsSummary, what: &str) -> Option<f64> {
    summary
        .leans
        .iter()
        .find(|lean| lean.input.what == what)
        .map(|lean| lean.index)
}

/// Worlds that differ for reasons that no input knows of: a row that is shown is false.
pub(super) fn null(scale: Scale, seed: u64, fault: WorldFault) -> Proof {
    let nothing = Acting {
        values: Vec::new(),
        hidden: 1.0,
    };
    let found = ensemble::collect(2 * scale.experiments, |experiment| {
        !summary(seed + experiment, (400, 2), &nothing, fault).leans.is_empty()
    });
    at_most_a_twentieth("influence: no input acts, some row is shown", &found, scale)
}

/// At most 5% of the experiments, give or take binomial standard errors.
fn at_most_a_twentieth(proof: &str, found: &[bool], scale: Scale) -> Proof {
    let n = found.len() as f64;
    let share = found.iter().filter(|one| **one).count() as f64 / n;
    Proof::new(
        proof,
        found.len(),
        share,
        (None, Some(0.05 + scale.errors * libm::sqrt(0.05 * 0.95 / n))),
    )
}

/// How often an input is shown, at indices of 0.2, 0.1 and 0.05 in 400 worlds of two flasks; three other values have the
/// rest, and the other inputs nothing.
pub(super) fn power(scale: Scale, seed: u64, fault: WorldFault) -> Vec<Proof> {
    let mut false_rows = Vec::new();
    let mut proofs: Vec<Proof> = [(0.2, Some(0.9)), (0.1, None), (0.05, None)]
        .into_iter()
        .map(|(true_index, least)| {
            let of = squared(true_index);
            let others = libm::sqrt((1.0 - of) / 3.0);
            // Values 2 to 5 have no class.
            let acting = Acting {
                values: vec![0.0, 0.0, libm::sqrt(of), others, others, others],
                hidden: 0.0,
            };
            let acts = ["value/2", "value/3", "value/4", "value/5"];
            let found = ensemble::collect(scale.experiments / 2, |experiment| {
                let summary = summary(seed + experiment, (400, 2), &acting, fault);
                let other = summary
                    .leans
                    .iter()
                    .any(|lean| !acts.contains(&lean.input.what.as_str()));
                (shown(&summary, acts[0]).is_some(), other)
            });
            false_rows.extend(found.iter().map(|(_, other)| *other));
            let share = found.iter().filter(|(found, _)| *found).count() as f64 / found.len() as f64;
            let proof = format!("influence: an input of true index {true_index} is shown (400 worlds of 2)");
            Proof::new(proof, found.len(), share, (least, None))
        })
        .collect();
    proofs.push(at_most_a_twentieth(
        "influence: others act, an input that does nothing is shown",
        &false_rows,
        scale,
    ));
    proofs
}

/// Indices of a class, of what its two values have of their own, and of a value without a class.
pub(super) fn closed_form(scale: Scale, seed: u64, fault: WorldFault) -> Vec<Proof> {
    // X = a (j0 + j1) + c j2, where j0 and j1 share half of their variance: 3 a^2 + c^2 = 1.
    let (a2, c2) = (0.25, 0.25);
    let acting = Acting {
        values: vec![libm::sqrt(a2), libm::sqrt(a2), libm::sqrt(c2)],
        hidden: 0.0,
    };
    let summaries = ensemble::collect(scale.experiments / 5, |experiment| {
        summary(seed + experiment, (2000, 4), &acting, fault)
    });
    let class = Class::BypassSupply.words();
    let inputs = [
        (class.as_str(), 2.0 * a2),
        ("value/0", 0.5 * a2),
        ("value/1", 0.5 * a2),
        ("value/2", c2),
    ];
    let mut held = Vec::new();
    let mut proofs: Vec<Proof> = inputs
        .into_iter()
        .map(|(what, of)| {
            let found: Vec<f64> = summaries
                .iter()
                .map(|summary| shown(summary, what).unwrap_or(0.0))
                .collect();
            let (mean, error) = mean_and_error(&found);
            let exact = index(of);
            held.extend(
                summaries
                    .iter()
                    .flat_map(|summary| &summary.leans)
                    .filter(|lean| lean.input.what == what)
                    .map(|lean| lean.low <= exact && exact <= lean.high),
            );
            let allowed = scale.errors * error + 0.005;
            let proof = format!("influence: mean index of {what} (closed form {exact:.3})");
            Proof::within(proof, found.len(), mean, exact - allowed, exact + allowed)
        })
        .collect();
    let n = held.len();
    let share = held.iter().filter(|held| **held).count() as f64 / n as f64;
    proofs.push(Proof::within(
        "influence: the closed form's index within the stated 90%",
        n,
        share,
        0.8,
        0.98,
    ));
    proofs
}
