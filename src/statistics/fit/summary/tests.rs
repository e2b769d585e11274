//! What is said of a fit, by hand.

use super::super::place::Kind;
use super::*;

fn point(observed: f64, experiments: &[Vec<f64>], i: usize) -> Point {
    Point {
        place: Place {
            condition: String::new(),
            kind: Kind::Cells,
            what: "cells".to_owned(),
            of: String::new(),
            at: None,
        },
        observed,
        simulated: Band::of(experiments.iter().map(|numbers| numbers[i]).collect()),
    }
}

/// 99 experiments whose single number is 1 to 99: seen at the middle everything is as far away, beyond the end nothing.
#[test]
fn data_in_the_middle_agree_and_data_far_off_contradict() {
    let experiments: Vec<Vec<f64>> = (1..100).map(|i| vec![1e3 + f64::from(i)]).collect();
    let of = |seen: f64| Agreement::of(&[point(seen, &experiments, 0)], &experiments);
    assert!(of(1_050.0).probability > 0.9 && of(1_050.0).inside == 1.0);
    assert_eq!(of(2_000.0).probability, 0.01);
    assert_eq!(of(2_000.0).inside, 0.0);
}

/// One of three numbers within its band has a chance of 0.028, 8 of 10 of 0.26; and far from the middle is far.
#[test]
fn what_is_unlikely_is_not_explained() {
    let of = |probability, inside| Agreement {
        probability,
        experiments: 200,
        inside,
    };
    assert!(!of(0.3, 1.0 / 3.0).is_usual(3) && !of(0.02, 1.0).is_usual(3));
    assert!(of(0.3, 2.0 / 3.0).is_usual(3) && of(0.3, 0.8).is_usual(10) && of(0.05, 1.0).is_usual(1));
}

#[test]
fn values_are_told_with_their_units() {
    let band = |low, middle, high| Band { low, middle, high };
    let told = |unit: &str, numbers: Band| {
        let value = FreeValue {
            key: String::new(),
            what: String::new(),
            of_data: false,
            of_scenario: None,
            unit: unit.to_owned(),
            prior: numbers,
            posterior: numbers,
            narrowed: 1.0,
            moved: 0.0,
            measure: String::new(),
        };
        value.words(&numbers)
    };
    assert_eq!(told("d", band(1.5, 2.0, 14.0)), "48 h (36 h to 14 days)");
    assert_eq!(told("nM", band(0.05, 30.0, 2e3)), "30 nM (50 pM to 2 µM)");
    assert_eq!(told("per day", band(0.1, 0.2, 0.4)), "0.2 per day (0.1 to 0.4)");
    assert_eq!(told("", band(1.0, 2.0, 3.0)), "2 (1 to 3)");
}

#[test]
fn values_that_go_together_are_named() {
    let keys = ["a", "b", "c"].map(str::to_owned);
    let a: Vec<f64> = (0..50).map(f64::from).collect();
    let b = a.iter().map(|x| 10.0 - x * x).collect();
    let c = (0..50).map(|i| f64::from(i * 17 % 50)).collect();
    let found = trade_offs(&keys, &[a, b, c]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].one.as_str(), found[0].other.as_str()), ("a", "b"));
    assert!((found[0].correlation + 1.0).abs() < 1e-12);
}
