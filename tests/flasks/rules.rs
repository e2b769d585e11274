//! Rules of a schedule that decide between all and none.

use escalade::scenario::{Scenario, load};
use escalade::session::{Conduct, InMemory, Outcome, Silent, Summary, rule_edges, run};
use escalade::statistics::rules::RuleEdge;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

const RECIPE: &str = include_str!("../../scenarios/15_alk_crizotinib.toml");

/// The recipe where no cell adapts: adaptation wears the edge off.
fn recipe(replicates: u64) -> Scenario {
    let mut scenario = load("recipe.toml", format!("{RECIPE}\n[routes]\nstates = false\n")).unwrap();
    scenario.replicates = replicates;
    scenario.worlds.count = Some(0);
    scenario
}

fn files(scenario: &Scenario, threads: usize) -> (Vec<RuleEdge>, BTreeMap<String, Vec<u8>>) {
    let stop = AtomicBool::new(false);
    let conduct = Conduct {
        threads,
        stop: &stop,
        progress: &Silent,
    };
    match run(scenario, &InMemory, &conduct).unwrap() {
        Outcome::Done {
            result: Summary::Laboratory(summary),
            target,
        } => (summary.rules, target.files),
        _ => panic!("memory holds nothing"),
    }
}

/// The step rule of a recipe: nearly all flasks become resistant at 30 and 50% of parental growth, next to none at 70%.
#[test]
fn the_step_rule_of_an_escalation_is_a_knife_edge() {
    let scenario = recipe(96);
    let (rules, one) = files(&scenario, 1);
    let step = rules
        .iter()
        .find(|rule| rule.key == "course.1.step_when.growth")
        .unwrap();
    let values = step
        .values
        .each_ref()
        .map(|value| (value.value.as_str(), value.resistant));
    assert_eq!((step.flasks, values[0], values[1].0), (6, ("30%", 6), "50%"));
    assert!(values[1].1 >= 5, "{values:?}");
    assert!(values[2].0 == "70%" && values[2].1 <= 1, "{values:?}");
    assert!(step.decides());
    let crash = rules.iter().find(|rule| rule.key == "course.1.crash_below").unwrap();
    assert!(!crash.decides(), "{crash:?}");
    let page = String::from_utf8_lossy(&one["report.html"]).into_owned();
    assert!(page.contains("is a knife-edge: of 6"), "the answer tells it");
    // The same before a run, on any threads, and from the lock.
    assert_eq!(rule_edges(&scenario), rules);
    for threads in [2, 8] {
        let (_, other) = files(&scenario, threads);
        assert!(
            one.iter().all(|(name, bytes)| other[name] == *bytes),
            "{threads} threads"
        );
    }
    let lock = String::from_utf8(one["scenario.lock.toml"].clone()).unwrap();
    let (again, from_lock) = files(&load("recipe.lock.toml", lock).unwrap(), 2);
    assert_eq!((again, &one["summary.json"]), (rules, &from_lock["summary.json"]));
}

/// They cost at most half of the ensemble, or are left out; constant doses have no rule.
#[test]
fn small_ensembles_and_constant_doses_are_left_alone() {
    assert!(rule_edges(&recipe(80)).is_empty());
    let constant = RECIPE.split_once("start = ").unwrap().0.to_owned() + "dose = \"1 uM\"\n[stop]\nafter = \"20 d\"\n";
    let mut scenario = load("constant.toml", constant).unwrap();
    scenario.replicates = 400;
    assert!(rule_edges(&scenario).is_empty());
}
