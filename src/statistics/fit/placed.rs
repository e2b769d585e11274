//! Where observations stand among simulated ones, without a fit.

use super::place::Place;
use super::summary::{Agreement, Band};
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

/// Share of numbers below one, half of those that are equal to it; those that are none (NaN) aside.
pub fn share_below(numbers: &[f64], one: f64) -> f64 {
    let numbers = || numbers.iter().filter(|number| !number.is_nan());
    let weight = |number: &f64| match number.total_cmp(&one) {
        core::cmp::Ordering::Less => 1.0,
        core::cmp::Ordering::Equal => 0.5,
        core::cmp::Ordering::Greater => 0.0,
    };
    numbers().map(weight).sum::<f64>() / numbers().count().max(1) as f64
}

/// The observations that some experiment of each set has a number for: what never happened (the day of an outcome, whose flasks
/// are counted beside it) stands nowhere. Leaves out the numbers of the others, and experiments that could not be carried
/// out.
pub fn happened<T>(places: Vec<T>, sets: &mut [Vec<Vec<f64>>]) -> Vec<T> {
    for experiments in sets.iter_mut() {
        experiments.retain(|numbers| numbers.len() == places.len());
    }
    let in_set = |i: usize, set: &Vec<Vec<f64>>| set.is_empty() || set.iter().any(|numbers| !numbers[i].is_nan());
    let kept: Vec<bool> = (0..places.len())
        .map(|i| sets.iter().all(|set| in_set(i, set)))
        .collect();
    for numbers in sets.iter_mut().flatten() {
        let mut of = kept.iter();
        numbers.retain(|_| of.next() == Some(&true));
    }
    let both = places.into_iter().zip(kept);
    both.filter_map(|(place, kept)| kept.then_some(place)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_numbers_count_half() {
        assert_eq!(share_below(&[1.0, 2.0, 2.0, 3.0], 2.0), 0.5);
        assert_eq!(share_below(&[1.0, 2.0], 5.0), 1.0);
        assert_eq!(share_below(&[1.0, f64::NAN, 2.0, f64::NAN], 1.5), 0.5);
    }

    #[test]
    fn what_never_happened_stands_nowhere() {
        let none = f64::NAN;
        let mut sets = [
            vec![vec![1.0, none, 3.0], vec![2.0, 5.0, none], vec![7.0]],
            vec![vec![1.0, 2.0, none]],
            Vec::new(),
        ];
        assert_eq!(happened(vec!["count", "day", "other day"], &mut sets), ["count", "day"]);
        assert_eq!(sets[1], [[1.0, 2.0]]);
        assert!(sets[0][0][0] == 1.0 && sets[0][0][1].is_nan() && sets[0].len() == 2);
        // Three of four experiments have the day, far from 20; the fourth is not as far off for having none.
        let seen: Vec<Vec<f64>> = [38.0, 39.0, 40.0, none].map(|day| vec![day]).to_vec();
        assert_eq!(Agreement::of_numbers(&[20.0], &seen).probability, 0.2);
        assert_eq!(Band::of(vec![none, 1.0]).middle, 1.0);
    }
}
