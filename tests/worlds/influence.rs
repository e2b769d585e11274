//! Influence of what is not known: held against closed forms, and parted from chance.

use escalade::engine::record::Outcome;
use escalade::random::{Purpose, stream};
use escalade::sampling::{bernoulli, normal};
use escalade::scenario::load;
use escalade::session::{Conduct, InMemory, Outcome as Done, Silent, Summary, run};
use escalade::statistics::worlds::{Described, Drawn, WorldFlask, WorldRecord, WorldsAccumulator, WorldsSummary};
use std::sync::atomic::AtomicBool;

const INPUTS: usize = 12;

fn described(i: usize) -> Described {
    Described {
        what: format!("input {i}"),
        key: Some(format!("input/{i}")),
        value: None,
        range: None,
        certainty: None,
        measure: String::new(),
    }
}

/// Worlds whose probability of resistance is what `share` makes of their scores.
fn outlook(seed: u64, worlds: u64, flasks: u64, share: impl Fn(&[f64]) -> f64) -> WorldsSummary {
    let mut rng = stream(seed, 0, Purpose::World);
    let mut all = WorldsAccumulator::default();
    let mut scores = vec![Vec::new(); INPUTS];
    for world in 0..worlds {
        let drawn: Vec<f64> = (0..INPUTS).map(|_| normal(&mut rng)).collect();
        let share = share(&drawn);
        scores
            .iter_mut()
            .zip(&drawn)
            .for_each(|(scores, score)| scores.push(*score));
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
        let flasks = (0..flasks).map(|_| flask(bernoulli(&mut rng, share))).collect();
        all.add(&WorldRecord {
            world,
            numbers: Vec::new(),
            flasks: Ok(flasks),
        });
    }
    let drawn = Drawn {
        exact: Vec::new(),
        given: None,
        scores,
        inputs: (0..INPUTS).map(described).collect(),
        shared: 0.5,
        horizon: 100.0,
        seed,
    };
    all.finish(&drawn).expect("worlds with flasks")
}

/// Standard normal distribution function.
fn phi(x: f64) -> f64 {
    0.5 * libm::erfc(-x / core::f64::consts::SQRT_2)
}

/// p = 0.5 + 0.3 (2 Phi(z0) - 1) + 0.15 (2 Phi(z1) - 1): both parts are linear in uniform numbers, with indices
/// 0.3^2 / (0.3^2 + 0.15^2) = 0.8 and 0.2 of the variance between worlds; nothing else decides. 4,000 worlds of 4.
#[test]
fn influence_is_that_of_the_closed_form() {
    let share = |z: &[f64]| 0.5 + 0.3 * (2.0 * phi(z[0]) - 1.0) + 0.15 * (2.0 * phi(z[1]) - 1.0);
    let summary = outlook(5, 4000, 4, share);
    let found: Vec<(&str, f64)> = summary
        .leans
        .iter()
        .map(|lean| (lean.input.what.as_str(), lean.index))
        .collect();
    assert_eq!(
        found.iter().map(|(what, _)| *what).collect::<Vec<_>>(),
        ["input 0", "input 1"]
    );
    assert!(
        (found[0].1 - 0.8).abs() < 0.12 && (found[1].1 - 0.2).abs() < 0.08,
        "{found:?}"
    );
    assert!(
        summary
            .leans
            .iter()
            .all(|lean| lean.rises && lean.low < lean.index && lean.index < lean.high)
    );
    assert!(summary.left.unwrap() < 0.15, "{:?}", summary.left);
    // Variance between worlds: (0.3^2 + 0.15^2) / 3 = 0.0375, of 0.25 in all.
    assert!(
        (summary.resistant.knowledge - 0.15).abs() < 0.03,
        "{}",
        summary.resistant.knowledge
    );
}

/// A pure interaction decides nothing by single inputs, and all of it is left.
#[test]
fn interaction_is_left() {
    let share = |z: &[f64]| if z[0] * z[1] > 0.0 { 0.9 } else { 0.1 };
    let summary = outlook(6, 1000, 2, share);
    assert!(summary.leans.is_empty(), "{:?}", summary.leans);
    assert!(summary.left.unwrap() > 0.95 && summary.resistant.knowledge > 0.5);
}

/// One flask of forty in another world is chance: the answer tells no spread between worlds, and no central guess that is beyond
/// them, though all flasks of the ensemble are resistant. Where half of the worlds have none it tells both.
#[test]
fn worlds_that_differ_by_chance_alone_are_told_so() {
    let text = "schema = 1\nname = \"low\"\nreplicates = 30\nseed = 3\n[line]\nid = \"H3122\"\n[[course]]\ndrug = \"alectinib\"\n\
                dose = \"1 nM\"\n[stop]\nafter = \"20 d\"\n[worlds]\ncount = 0\n";
    let scenario = load("s.toml", text.to_owned()).unwrap_or_else(|error| panic!("{error}"));
    let conduct = Conduct {
        threads: 1,
        stop: &AtomicBool::new(false),
        progress: &Silent,
    };
    let Ok(Done::Done {
        result: Summary::Laboratory(mut summary),
        ..
    }) = run(&scenario, &InMemory, &conduct)
    else {
        panic!("a run in memory");
    };
    assert_eq!(summary.outcome(Outcome::Resistant).share, 1.0);
    let mut told = |worlds: WorldsSummary| {
        summary.worlds = Some(worlds);
        escalade::report::answer(&summary).join(" ")
    };
    let mut one_of_forty = (0..400).map(|seed| outlook(seed, 20, 2, |_| 0.975));
    let alike = told(
        one_of_forty
            .find(|worlds| worlds.resistant.mean == 0.975)
            .expect("39 of 40"),
    );
    assert!(
        alike.contains("with probability 98% ") && alike.contains("differs by no more than chance"),
        "{alike}"
    );
    assert!(!alike.contains("the middle half"), "{alike}");
    let apart = told(outlook(1, 400, 2, |scores| f64::from(u8::from(scores[0] > 0.7))));
    assert!(
        apart.contains("in the middle half and 0 to 100% in nine of ten"),
        "{apart}"
    );
    assert!(apart.contains("lies above the middle half"), "{apart}");
}
