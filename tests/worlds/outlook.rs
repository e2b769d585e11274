//! What worlds say: chance parted from what is not known, influence against closed forms, and runs that draw them.

use escalade::engine::record::Outcome;
use escalade::random::{Purpose, stream};
use escalade::sampling::{bernoulli, normal};
use escalade::scenario::{Body, Scenario, load};
use escalade::session::{
    Conduct, Experiment, Folder, InMemory, Outcome as Done, Progress, SessionError, Silent, Summary, run,
};
use escalade::statistics::worlds::{Described, Drawn, WorldFlask, WorldRecord, WorldsAccumulator, WorldsSummary};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

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

const TEXT: &str = r#"
schema = 1
name = "Small"
replicates = 4
seed = 3
[line]
id = "H3122"
[flask]
vessel = "96-well"
seed_cells = 1e4
[[course]]
drug = "alectinib"
dose = "100 nM"
[stop]
after = "60 d"
[worlds]
count = 12
"#;

fn files(scenario: &Scenario, threads: usize) -> (WorldsSummary, std::collections::BTreeMap<String, Vec<u8>>) {
    let stop = AtomicBool::new(false);
    let conduct = Conduct {
        threads,
        stop: &stop,
        progress: &Silent,
    };
    match run(scenario, &InMemory, &conduct).unwrap() {
        Done::Done {
            result: Summary::Laboratory(summary),
            target,
        } => (summary.worlds.expect("worlds are drawn"), target.files),
        _ => panic!("memory holds nothing"),
    }
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

/// Same bytes on 1, 2 and 8 threads, and from the lock file.
#[test]
fn worlds_are_the_same_on_any_threads_and_from_the_lock() {
    let scenario = load("small.toml", TEXT.to_owned()).unwrap();
    let (worlds, one) = files(&scenario, 1);
    assert_eq!((worlds.worlds, worlds.flasks), (12, 2));
    assert!(worlds.values > 50);
    for threads in [2, 8] {
        let (_, other) = files(&scenario, threads);
        assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        assert!(
            one.iter().all(|(name, bytes)| other[name] == *bytes),
            "{threads} threads"
        );
    }
    let lock = String::from_utf8(one["scenario.lock.toml"].clone()).unwrap();
    let locked = load("small.lock.toml", lock).unwrap();
    for threads in [1, 2, 8] {
        let (_, again) = files(&locked, threads);
        for name in ["worlds.csv", "world_flasks.csv", "summary.json", "replicates.csv"] {
            assert_eq!(one[name], again[name], "{name}");
        }
    }
}

struct StopAfter<'a> {
    stop: &'a AtomicBool,
    left: AtomicU64,
}

impl Progress for StopAfter<'_> {
    fn begin(&self, _: u64) {}
    fn add(&self, done: u64) {
        let before = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
            Some(left.saturating_sub(done))
        });
        if before.unwrap_or(0) <= done {
            self.stop.store(true, Ordering::Relaxed);
        }
    }
    fn end(&self) {}
}

/// Stopped among the ensemble or among the worlds, then resumed: the bytes of a run that nobody stopped.
#[test]
fn interrupted_worlds_are_completed() {
    let scenario = load("small.toml", TEXT.to_owned()).unwrap();
    let (_, whole) = files(&scenario, 1);
    for (after, threads) in [(2, 1), (7, 2), (11, 8)] {
        let folder = tempfile::tempdir().unwrap();
        let place = Folder::at(&folder.path().join("r"));
        let stop = AtomicBool::new(false);
        let progress = StopAfter {
            stop: &stop,
            left: AtomicU64::new(after),
        };
        let conduct = Conduct {
            threads,
            stop: &stop,
            progress: &progress,
        };
        assert!(
            matches!(run(&scenario, &place, &conduct), Err(SessionError::Interrupted { .. })),
            "nothing was left after {after}"
        );
        assert!(matches!(
            run(&scenario, &place, &Conduct::quiet()).unwrap(),
            Done::Done { .. }
        ));
        for (name, bytes) in &whole {
            let found = std::fs::read(folder.path().join("r").join(name)).unwrap();
            assert!(found == *bytes, "{name}, stopped after {after}");
        }
    }
}

/// With every range a point nothing is unknown: the ensemble is that of the scenario, to the byte, and no world is drawn or
/// spoken of.
#[test]
fn with_all_ranges_points_nothing_changes_but_the_sentence() {
    let usual = Experiment::of("small.toml", TEXT.to_owned(), Vec::new()).unwrap();
    let (worlds, with) = files(usual.scenario(), 1);
    let text = String::from_utf8(with["worlds.csv"].clone()).unwrap();
    // Some keys hold commas, and stand in quotes then: "naive/base to drug-tolerant, per day".
    let parts = text.lines().next().unwrap().split('"').enumerate();
    let cells = parts.flat_map(|(i, part)| match i % 2 {
        1 => vec![part],
        _ => part.split(',').filter(|cell| !cell.is_empty()).collect(),
    });
    let keys: Vec<&str> = cells.skip(2).collect();
    assert_eq!(keys.len() as u64, worlds.values);
    let kb = usual.knowledge();
    let Body::Laboratory(laboratory) = &usual.scenario().body else {
        panic!()
    };
    let drugs = ["alectinib"];
    let resolved = kb.resolve_under("H3122", &drugs, &laboratory.conditions).unwrap();
    let values: Vec<(String, String)> = keys
        .iter()
        .map(|key| {
            let of_biology = resolved.spans.iter().find(|span| span.key == *key).cloned();
            let span = of_biology.or_else(|| kb.span(key)).expect(key);
            ((*key).to_owned(), format!("{:?}", span.value))
        })
        .collect();
    let points = usual.with_values(&values).unwrap();
    let stop = AtomicBool::new(false);
    let conduct = Conduct {
        threads: 1,
        stop: &stop,
        progress: &Silent,
    };
    let Done::Done {
        result: Summary::Laboratory(summary),
        target,
    } = run(points.scenario(), &InMemory, &conduct).unwrap()
    else {
        panic!("memory holds nothing")
    };
    assert!(summary.worlds.is_none() && !target.files.contains_key("worlds.csv"));
    for name in [
        "replicates.csv",
        "lineages.csv",
        "mechanisms.csv",
        "looks.csv",
        "drug_use.csv",
    ] {
        assert_eq!(with.get(name), target.files.get(name), "{name}");
    }
    assert!(with.contains_key("replicates.csv") && with.contains_key("mechanisms.csv"));
    let told = |files: &std::collections::BTreeMap<String, Vec<u8>>| {
        String::from_utf8_lossy(&files["report.html"]).into_owned()
    };
    assert!(told(&with).contains("once what is not known is counted in"));
    assert!(!told(&target.files).contains("once what is not known is counted in"));
}

/// What is stated by key holds in every world, also from the lock.
///
/// A dose that hardly acts, and resistance as growth over two passages: at 80% confluence, 3.2 times the seeded cells,
/// or after 90 days. With 200 days to a doubling no flask is so dense within 90 days, so none is resistant within 180 in
/// any world. With the usual two days all of 99 worlds had a resistant flask within 100 days (so 87% of worlds or more
/// do, alpha 1e-6): none in ten has a probability below 1e-8.
#[test]
fn values_set_by_key_hold_in_every_world() {
    let passage = "seed_cells = 1e4\npassage = { at = \"80% confluence\", or_every = \"90 d\", split = \"1:4\" }";
    let text = TEXT
        .replace("60 d", "200 d")
        .replace("dose = \"100 nM\"", "doses = [\"1 nM\"]")
        .replace("seed_cells = 1e4", passage);
    let usual = Experiment::of("small.toml", text, Vec::new()).unwrap();
    let set = ("H3122/doubling".to_owned(), "200".to_owned());
    let slow = usual.with_values(&[set]).unwrap();
    let (before, fast) = files(usual.scenario(), 1);
    let (after, made) = files(slow.scenario(), 2);
    let first_resistant = |files: &std::collections::BTreeMap<String, Vec<u8>>| {
        let text = String::from_utf8_lossy(&files["world_flasks.csv"]).into_owned();
        let rows = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let days = rows
            .filter(|row| row[2] == "resistant")
            .map(|row| row[3].parse::<f64>());
        days.fold(f64::INFINITY, |first, day| first.min(day.unwrap()))
    };
    assert!(first_resistant(&fast) < 100.0, "{}", first_resistant(&fast));
    assert!(first_resistant(&made) >= 180.0, "{}", first_resistant(&made));
    assert_eq!(after.values + 1, before.values);
    let header = String::from_utf8_lossy(&made["worlds.csv"])
        .lines()
        .next()
        .map(str::to_owned);
    assert!(!header.unwrap().contains("H3122/doubling"));
    let lock = String::from_utf8(made["scenario.lock.toml"].clone()).unwrap();
    assert!(lock.contains("\"H3122/doubling\" = 200.0"), "{lock}");
    let (again, from_lock) = files(&load("slow.lock.toml", lock).unwrap(), 1);
    assert_eq!(again, after);
    for name in ["worlds.csv", "world_flasks.csv", "summary.json", "replicates.csv"] {
        assert_eq!(made[name], from_lock[name], "{name}");
    }
}

/// Worlds do not touch the ensemble, and a world's flasks are not those of another.
#[test]
fn the_ensemble_is_the_same_with_and_without_worlds() {
    let scenario = load("small.toml", TEXT.to_owned()).unwrap();
    let (_, with) = files(&scenario, 1);
    let mut without = scenario;
    without.worlds.count = Some(0);
    let stop = AtomicBool::new(false);
    let conduct = Conduct {
        threads: 1,
        stop: &stop,
        progress: &Silent,
    };
    let Done::Done { target, .. } = run(&without, &InMemory, &conduct).unwrap() else {
        panic!()
    };
    assert_eq!(with["replicates.csv"], target.files["replicates.csv"]);
    assert!(!target.files.contains_key("worlds.csv"));
}

/// What a run drew, given back as a table, gives the same flasks.
#[test]
fn worlds_from_a_table_are_those_of_the_table() {
    let scenario = load("small.toml", TEXT.to_owned()).unwrap();
    let (_, drawn) = files(&scenario, 1);
    let mut given = scenario;
    given.given_worlds = Some(escalade::scenario::WorldTable {
        file: "worlds.csv".to_owned(),
        text: String::from_utf8(drawn["worlds.csv"].clone()).unwrap(),
    });
    let (_, again) = files(&given, 1);
    assert_eq!(drawn["world_flasks.csv"], again["world_flasks.csv"]);
    // One column fixed to a point: the others go on being drawn.
    given.given_worlds = Some(escalade::scenario::WorldTable {
        file: "two.csv".to_owned(),
        text: "H3122/doubling\n1.5\n1.5\n".to_owned(),
    });
    let (two, fixed) = files(&given, 1);
    assert_eq!(two.worlds, 2);
    let text = String::from_utf8(fixed["worlds.csv"].clone()).unwrap();
    let column = |row: &str| row.split(',').nth(2).unwrap().to_owned();
    let rows: Vec<String> = text.lines().skip(1).map(column).collect();
    assert_eq!(rows, ["1.5", "1.5"]);
    let first = |files: &std::collections::BTreeMap<String, Vec<u8>>| {
        let text = String::from_utf8(files["worlds.csv"].clone()).unwrap();
        text.lines()
            .nth(1)
            .unwrap()
            .split(',')
            .skip(3)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(first(&fixed), first(&drawn));
}

#[test]
fn tables_of_worlds_with_faults_are_refused() {
    let mut scenario = load("small.toml", TEXT.to_owned()).unwrap();
    let stop = AtomicBool::new(false);
    let conduct = Conduct {
        threads: 1,
        stop: &stop,
        progress: &Silent,
    };
    for (text, told) in [
        ("H3122/doublin\n2\n", "H3122/doubling"),
        (
            "H3122/doubling\n2\n-1\n",
            "t.csv:3: row 2: column \"H3122/doubling\" = \"-1\"",
        ),
        ("H3122/doubling\nNaN\n", "t.csv:2: row 1"),
        ("H3122/doubling\n", "no rows"),
    ] {
        scenario.given_worlds = Some(escalade::scenario::WorldTable {
            file: "t.csv".to_owned(),
            text: text.to_owned(),
        });
        let error = run(&scenario, &InMemory, &conduct).expect_err(text);
        assert!(error.is_input() && error.to_string().contains(told), "{text}: {error}");
    }
    for (key, told) in [
        ("shared = 1.5", "shared"),
        ("flasks = 0", "flasks"),
        ("count = -1", "count"),
    ] {
        let error = load("small.toml", TEXT.replace("count = 12", key))
            .unwrap_err()
            .to_string();
        assert!(error.contains(told) && error.contains("allowed"), "{error}");
    }
}
