//! Values before and after, from points.

use super::free::{Free, Target};
use crate::knowledge::schema::Domain;
use crate::knowledge::{KnowledgeBase, Span};
use crate::scenario::vary::key_unit;
use crate::statistics::fit::{Band, FreeValue, correlations};
use crate::words::four_digits;

/// Every free value, its prior from its own range and its posterior from the draws.
pub(super) fn values(
    free: &Free,
    points: &[&[f64]],
    what: impl Fn(&str) -> String,
    base: &KnowledgeBase,
) -> Vec<FreeValue> {
    let numbers = numbers(free, points);
    let scores: Vec<Vec<f64>> = points.iter().map(|point| free.joint(point)).collect();
    let both = free.spans().iter().zip(free.targets()).enumerate();
    both.map(|(i, (span, target))| {
        let posterior = whole(span, Band::of(numbers[i].clone()));
        FreeValue {
            key: span.key.clone(),
            what: what(&span.key),
            unit: unit(span, target, base),
            of_data: *target == Target::Data,
            of_scenario: matches!(target, Target::Scenario { .. }).then(|| target.text(four_digits(posterior.middle))),
            prior: prior(span),
            posterior,
            narrowed: spread(scores.iter().map(|scores| scores[i])),
            moved: scores.iter().map(|scores| scores[i]).sum::<f64>() / scores.len().max(1) as f64,
            measure: match &span.kind.class {
                Some(class) => class.measure().to_owned(),
                None => span.kind.measure.to_owned(),
            },
        }
    })
    .collect()
}

/// What the numbers are measured in.
fn unit(span: &Span, target: &Target, base: &KnowledgeBase) -> String {
    match target {
        Target::Knowledge => base.unit(&span.key).to_owned(),
        Target::Scenario { unit, .. } if unit.is_empty() => key_unit(&span.key),
        Target::Scenario { unit, .. } => unit.trim().to_owned(),
        Target::Data => String::new(),
    }
}

/// Correlation of the draws of the values of the knowledge base.
pub(super) fn correlation(free: &Free, points: &[&[f64]]) -> Vec<Vec<f64>> {
    let columns = numbers(free, points).into_iter().zip(free.targets());
    let of_knowledge = columns.filter(|(_, target)| **target == Target::Knowledge);
    correlations(&of_knowledge.map(|(numbers, _)| numbers).collect::<Vec<_>>())
}

/// A list of draws per value, in its own unit.
fn numbers(free: &Free, points: &[&[f64]]) -> Vec<Vec<f64>> {
    let rows: Vec<Vec<f64>> = points.iter().map(|point| free.numbers(point)).collect();
    let column = |value: usize| rows.iter().map(|row| row[value]).collect();
    (0..free.spans().len()).map(column).collect()
}

/// What is counted has no quantile between two numbers.
fn whole(span: &Span, band: Band) -> Band {
    match span.domain {
        Domain::Copies => Band {
            low: libm::round(band.low),
            middle: libm::round(band.middle),
            high: libm::round(band.high),
        },
        _ => band,
    }
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
