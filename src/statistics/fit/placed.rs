//! Where observations stand among simulated ones, without a fit.

use super::summary::{Agreement, Band, Place};
use serde::{Deserialize, Serialize};

/// An experiment is called unusual where fewer simulated ones are as far from their middle.
pub const UNUSUAL: f64 = 0.05;

/// An observation among simulated ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlacedPoint {
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// What was seen.
    pub observed: f64,
    /// Share of the simulated ones below it, every value at its central guess; half of those that are equal.
    pub below: f64,
    /// Those.
    pub chance: Band,
    /// The same over worlds; absent where nothing is unknown.
    pub below_worlds: Option<f64>,
    /// Those.
    pub worlds: Option<Band>,
}

/// An observed experiment among simulated ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Placed {
    /// Title of the scenario.
    pub scenario: String,
    /// Version of the program.
    pub version: String,
    /// Simulated experiments, and as many worlds with one each.
    pub experiments: u64,
    /// Files of data.
    pub data: Vec<String>,
    /// Among experiments that differ by chance alone.
    pub by_chance: Agreement,
    /// Among experiments that differ by chance and by what is not known.
    pub among_worlds: Option<Agreement>,
    /// Every observation.
    pub points: Vec<PlacedPoint>,
}

/// Share of numbers below one, half of those that are equal to it.
pub fn share_below(numbers: &[f64], one: f64) -> f64 {
    let weight = |number: &f64| match number.total_cmp(&one) {
        core::cmp::Ordering::Less => 1.0,
        core::cmp::Ordering::Equal => 0.5,
        core::cmp::Ordering::Greater => 0.0,
    };
    numbers.iter().map(weight).sum::<f64>() / numbers.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_numbers_count_half() {
        assert_eq!(share_below(&[1.0, 2.0, 2.0, 3.0], 2.0), 0.5);
        assert_eq!(share_below(&[1.0, 2.0], 5.0), 1.0);
    }
}
