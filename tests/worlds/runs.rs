//! Runs that draw worlds: the same on any threads, from the lock and after an interruption, and the ensemble as without.

use crate::small_run::{TEXT, files};
use escalade::scenario::{Body, load};
use escalade::session::{
    Conduct, Experiment, Folder, InMemory, Outcome as Done, Progress, SessionError, Silent, Summary, run,
};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

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
