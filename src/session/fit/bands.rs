//! Values before and after, from points.

use super::free::{Free, Target};
use crate::knowledge::SCORE_95;
use crate::statistics::fit::{Band, FreeValue};

/// Every free value, its prior from its own range and its posterior from the draws.
pub(super) fn values(free: &Free, points: &[&[f64]], what: impl Fn(&str) -> Option<String>) -> Vec<FreeValue> {
    let numbers: Vec<Vec<f64>> = points.iter().map(|point| free.numbers(point)).collect();
    let scores: Vec<Vec<f64>> = points.iter().map(|point| free.joint(point)).collect();
    let both = free.spans().iter().zip(free.targets()).enumerate();
    both.map(|(i, (span, target))| FreeValue {
        key: span.key.clone(),
        what: what(&span.key).unwrap_or_else(|| span.key.clone()),
        of_data: *target == Target::Data,
        prior: Band {
            low: span.at(-SCORE_95),
            middle: span.at(0.0),
            high: span.at(SCORE_95),
        },
        posterior: Band::of(numbers.iter().map(|numbers| numbers[i]).collect()),
        narrowed: spread(scores.iter().map(|scores| scores[i])),
        measure: match &span.kind.class {
            Some(class) => class.measure().to_owned(),
            None => span.kind.measure.to_owned(),
        },
    })
    .collect()
}

/// Standard deviation.
fn spread(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let n = values.clone().count().max(1) as f64;
    let mean = values.clone().sum::<f64>() / n;
    libm::sqrt(values.map(|value| (value - mean) * (value - mean)).sum::<f64>() / n)
}
