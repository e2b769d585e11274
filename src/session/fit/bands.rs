//! Values before and after, from points.

use super::free::{Free, Target};
use crate::knowledge::Span;
use crate::statistics::fit::{Band, FreeValue};

/// Every free value, its prior from its own range and its posterior from the draws.
pub(super) fn values(free: &Free, points: &[&[f64]], what: impl Fn(&str) -> String) -> Vec<FreeValue> {
    let numbers: Vec<Vec<f64>> = points.iter().map(|point| free.numbers(point)).collect();
    let scores: Vec<Vec<f64>> = points.iter().map(|point| free.joint(point)).collect();
    let both = free.spans().iter().zip(free.targets()).enumerate();
    both.map(|(i, (span, target))| FreeValue {
        key: span.key.clone(),
        what: what(&span.key),
        of_data: *target == Target::Data,
        prior: prior(span),
        posterior: Band::of(numbers.iter().map(|numbers| numbers[i]).collect()),
        narrowed: spread(scores.iter().map(|scores| scores[i])),
        moved: scores.iter().map(|scores| scores[i]).sum::<f64>() / scores.len().max(1) as f64,
        measure: match &span.kind.class {
            Some(class) => class.measure().to_owned(),
            None => span.kind.measure.to_owned(),
        },
    })
    .collect()
}

/// Median and central 90% of what is known beforehand.
pub(super) fn prior(span: &Span) -> Band {
    Band {
        low: span.low,
        middle: span.value,
        high: span.high,
    }
}

/// Standard deviation.
fn spread(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let n = values.clone().count().max(1) as f64;
    let mean = values.clone().sum::<f64>() / n;
    libm::sqrt(values.map(|value| (value - mean) * (value - mean)).sum::<f64>() / n)
}
