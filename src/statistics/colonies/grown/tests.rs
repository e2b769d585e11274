//! The law against closed forms, and against the engines.

use super::{Foundings, forming};
use crate::engine::{Method, Settings, run_plain};
use crate::model::plain::{BirthDeath, PlainModel, PlainMutation, PlainPhase, PlainType, Threshold};
use crate::random::{Purpose, stream};
use crate::sampling::binomial;
use crate::statistics::chi_squared::chi_squared_beyond;
use crate::statistics::colonies::Clones;

const SETTINGS: Settings = Settings {
    method: Method::Interval,
    tolerance: 0.01,
};

fn phase(days: f64, parents: (f64, f64), mutants: (f64, f64), keep: f64) -> PlainPhase {
    let rates = |(birth, death)| BirthDeath { birth, death };
    PlainPhase {
        duration: days,
        rates: vec![rates(parents), rates(mutants)],
        keep,
        until: None,
        repeat: 1,
        changes: None,
    }
}

fn model(founders: [u64; 2], per_division: f64, phases: Vec<PlainPhase>, stop: Option<u64>) -> PlainModel {
    let [wild, mutant] = founders;
    let kind = |name: &str, founders| PlainType {
        name: name.to_owned(),
        founders,
    };
    PlainModel {
        types: vec![kind("wild-type", wild), kind("mutant", mutant)],
        mutations: vec![PlainMutation {
            from: 0,
            to: 1,
            and: None,
            per_division,
        }],
        switches: Vec::new(),
        phases,
        capacity: None,
        stop: stop.map(|cells| Threshold {
            of_type: Some(0),
            cells,
        }),
        record_every: None,
    }
}

/// From one cell to 10^9 without death, as Lea and Coulson have it, whole and plated, mutants as fast, slower, faster: what
/// the first division could have founded is missing, one part in 10^9.
#[test]
fn constant_growth_is_the_classic_law() {
    for (growth, plated) in [(1.0, 1.0), (1.0, 0.4), (0.7, 1.0), (1.3, 0.2)] {
        let phases = vec![phase(f64::INFINITY, (0.8, 0.0), (0.8 * growth, 0.0), 1.0)];
        let foundings = Foundings::of(&model([1, 0], 2e-9, phases, Some(1_000_000_000)), 1).unwrap();
        let mutations = foundings.mutations();
        assert!((mutations / 2.0 - 1.0).abs() < 1e-8, "{mutations}");
        let known = Clones::new(plated, growth, 400).law(mutations);
        let law = foundings.plated(plated, 400);
        for (n, known) in known.iter().enumerate() {
            let p = law.probability(n as u64);
            assert!((p / known - 1.0).abs() < 1e-6, "{growth} {plated} {n}: {p} {known}");
        }
    }
}

/// Colonies of simulated cultures, in classes of at least 20 expected. Hypothesis: they follow the law; 4,000 cultures each,
/// alpha 1e-6.
fn holds(name: &str, model: &PlainModel, plated: f64) {
    const CULTURES: u64 = 4_000;
    let law = Foundings::of(model, 1).unwrap().plated(plated, 400);
    let mut rng = stream(5, 0, Purpose::Observation);
    let mut seen = vec![0.0; 402];
    for culture in 0..CULTURES {
        let record = run_plain(model, &SETTINGS, 16, culture);
        let colonies = binomial(&mut rng, record.cells[1], plated).min(401);
        seen[colonies as usize] += 1.0;
    }
    let mut expected: Vec<f64> = (0..=400).map(|n| CULTURES as f64 * law.probability(n)).collect();
    expected.push(CULTURES as f64 * libm::exp(law.log_beyond()));
    let (mut classes, mut open) = (Vec::new(), (0.0, 0.0));
    for (seen, expected) in seen.into_iter().zip(expected) {
        open = (open.0 + seen, open.1 + expected);
        if open.1 >= 20.0 {
            classes.push(std::mem::take(&mut open));
        }
    }
    let last = classes.last_mut().unwrap();
    *last = (last.0 + open.0, last.1 + open.1);
    let distance: f64 = classes
        .iter()
        .map(|(seen, known)| (seen - known) * (seen - known) / known)
        .sum();
    let p = chi_squared_beyond(distance, classes.len() as u64 - 1);
    assert!(
        classes.len() > 8 && p > 1e-6,
        "{name}: {distance} of {} classes, p {p}: {classes:?}",
        classes.len()
    );
}

#[test]
fn simulated_cultures_follow_the_law() {
    // Deaths, slower mutants, a passage, then growth to a size.
    let phases = || {
        vec![
            phase(3.0, (1.0, 0.2), (0.8, 0.3), 0.3),
            phase(f64::INFINITY, (0.9, 0.1), (1.1, 0.3), 1.0),
        ]
    };
    holds("to a size", &model([2_000, 0], 1e-5, phases(), Some(300_000)), 0.5);
    // A stated time, many founders, mutants among them.
    let phases = || {
        vec![
            phase(4.0, (1.0, 0.2), (0.7, 0.1), 0.25),
            phase(2.0, (0.2, 0.7), (0.6, 0.2), 1.0),
        ]
    };
    holds("a stated time", &model([50_000, 3], 2e-6, phases(), None), 1.0);
}

/// Cultures from one cell, or from a few that may die out, that grow for a stated time: their size is next to exponential or
/// gamma.
#[test]
fn chance_of_few_founders_is_in_the_law() {
    holds(
        "one",
        &model([1, 0], 2e-3, vec![phase(7.0, (1.0, 0.0), (1.0, 0.0), 1.0)], None),
        1.0,
    );
    holds(
        "four that die",
        &model([4, 0], 2e-3, vec![phase(9.0, (1.0, 0.3), (0.9, 0.2), 1.0)], None),
        0.5,
    );
}

#[test]
fn what_has_no_law_is_refused() {
    let phases = || vec![phase(3.0, (1.0, 0.2), (0.8, 0.3), 1.0)];
    let usual = model([1_000, 0], 1e-5, phases(), None);
    assert_eq!(forming(&usual), vec![1]);
    let mut crowded = usual.clone();
    crowded.capacity = Some(1_000_000);
    let mut watched = usual.clone();
    watched.stop = Some(Threshold {
        of_type: Some(1),
        cells: 9,
    });
    let mut endless = usual.clone();
    endless.phases[0].duration = f64::INFINITY;
    for (model, part) in [
        (crowded, "crowd"),
        (watched, "size of mutant"),
        (endless, "come to an end"),
    ] {
        let told = Foundings::of(&model, 1).unwrap_err();
        assert!(told.contains(part), "{told}");
    }
    assert!(Foundings::of(&usual, 0).unwrap().cells < 1.0);
}
