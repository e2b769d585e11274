//! Worlds that are given: values set by key, and tables of worlds, right and wrong.

use crate::small_run::{TEXT, files};
use escalade::scenario::load;
use escalade::session::{Conduct, Experiment, InMemory, Silent, run};
use std::sync::atomic::AtomicBool;

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
