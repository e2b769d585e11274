//! `escalade plan`: what it reads and refuses, that it finds the best of small grids whose truth is known, that its intervals
//! hold, and that threads and interruptions change nothing.

mod savings;
#[path = "../support/mod.rs"]
mod support;
mod told;

use escalade::scenario::Books;
use escalade::session::plan::{Planned, Wanted};
use escalade::session::{Conduct, Folder, InMemory, Outcome, Progress, SessionError};
use serde_json::Value;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use support::{Bench, changed};

/// A dying population that a mutant may rescue: of the plain form, so that its truth is known.
const RESCUE: &str = r#"
schema = 1
name = "rescue"
replicates = 10
seed = SEED
[plain]
types = [{ name = "sensitive", founders = 1e4 }, { name = "resistant", founders = 0 }]
mutations = [{ from = "sensitive", to = "resistant", per_division = 1e-5 }]
[[plain.phases]]
duration = "200 d"
rates = { sensitive = { birth = 0.3, death = 0.6 }, resistant = { birth = 0.7, death = 0.3 } }
[plain.stop]
type = "resistant"
cells = 1e4
[plan]
goal = { kind = "flasks", at_least = AT_LEAST, by = "200 d" }
limits = { flasks = FLASKS }
margin = "5%"
budget = 60000
fresh_worlds = 1000
"#;

/// A grid of founders and birth rates of the mutant.
struct Grid {
    at_least: u64,
    flasks: u64,
    founders: &'static [f64],
    births: &'static [f64],
}

impl Grid {
    fn text(&self, seed: u64) -> String {
        let text = RESCUE
            .replace("SEED", &seed.to_string())
            .replace("AT_LEAST", &self.at_least.to_string())
            .replace("FLASKS", &self.flasks.to_string());
        format!(
            "{text}[[plan.choice]]\nkey = \"plain.types.1.founders\"\nvalues = {:?}\n[[plan.choice]]\nkey = \
             \"plain.phases.1.rates.resistant.birth\"\nvalues = {:?}\n",
            self.founders, self.births
        )
    }

    /// The value of every design, in order. A founder's mutants are a Poisson stream to first order in the mutation rate
    /// (1e-5 here): u b / (d - b) of them on average, each of which lives on with probability 1 - d'/b'.
    fn truth(&self) -> Vec<f64> {
        let of = |founders: f64, birth: f64| {
            let rescued = 1.0 - (-founders * 1e-5 * 0.3 / 0.3 * (1.0 - 0.3 / birth)).exp();
            let n = self.flasks as i32;
            let choose = |k: i32| (0..k).fold(1.0, |all, i| all * f64::from(n - i) / f64::from(i + 1));
            let exactly = |k: i32| choose(k) * rescued.powi(k) * (1.0 - rescued).powi(n - k);
            1.0 - (0..self.at_least as i32).map(exactly).sum::<f64>()
        };
        let founders = self.founders.iter();
        founders
            .flat_map(|n| self.births.iter().map(move |birth| of(*n, *birth)))
            .collect()
    }
}

pub fn planned(text: String, threads: usize) -> Value {
    let planned = Planned::of("plan.toml", text, Wanted::default(), Books::Overlays(&[]), &[]).unwrap();
    let conduct = Conduct {
        threads,
        ..Conduct::quiet()
    };
    match planned.run(&InMemory, &conduct).unwrap() {
        Outcome::Done { result, .. } => serde_json::from_str(&result.json).unwrap(),
        Outcome::AlreadyComplete | Outcome::Share { .. } => panic!("memory holds nothing"),
    }
}

/// How far the winner lies behind the best design in truth, whether its interval holds the truth, and the flasks spent against
/// brute force.
fn judged(grid: &Grid, seed: u64) -> (f64, bool, f64) {
    let plan = planned(grid.text(seed), 1);
    let truth = grid.truth();
    let best = truth.iter().copied().fold(0.0, f64::max);
    let winner = &plan["winner"];
    let own = truth[winner["design"].as_u64().unwrap() as usize - 1];
    let number = |key: &str| winner[key].as_f64().unwrap();
    let search = &plan["search"];
    let spent = search["flasks"].as_f64().unwrap() / search["brute_force"].as_f64().unwrap();
    (best - own, number("low") <= own && own <= number("high"), spent)
}

const GRIDS: [Grid; 12] = [
    Grid {
        at_least: 1,
        flasks: 1,
        founders: &[3e3, 1e4, 3e4, 1e5],
        births: &[0.4, 0.7],
    },
    Grid {
        at_least: 1,
        flasks: 3,
        founders: &[3e3, 1e4, 3e4],
        births: &[0.35, 0.5, 0.9],
    },
    Grid {
        at_least: 2,
        flasks: 3,
        founders: &[1e4, 5e4, 2e5],
        births: &[0.35, 0.5, 0.9],
    },
    Grid {
        at_least: 3,
        flasks: 6,
        founders: &[1e4, 4e4, 1.2e5],
        births: &[0.4, 0.6, 0.8, 1.0],
    },
    Grid {
        at_least: 1,
        flasks: 6,
        founders: &[1e3, 2e3, 4e3, 8e3],
        births: &[0.4, 0.8],
    },
    Grid {
        at_least: 6,
        flasks: 6,
        founders: &[1e5, 2e5, 3e5],
        births: &[0.5, 0.9],
    },
    Grid {
        at_least: 1,
        flasks: 2,
        founders: &[2e4, 2.2e4, 2.4e4, 2.6e4],
        births: &[0.6, 0.65],
    },
    Grid {
        at_least: 2,
        flasks: 4,
        founders: &[2e4, 6e4, 1e5, 1.4e5],
        births: &[0.5, 0.55, 0.6],
    },
    Grid {
        at_least: 1,
        flasks: 1,
        founders: &[5e4, 1e5],
        births: &[0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
    },
    Grid {
        at_least: 4,
        flasks: 8,
        founders: &[5e4, 1e5, 2e5],
        births: &[0.4, 0.45],
    },
    Grid {
        at_least: 1,
        flasks: 4,
        founders: &[500.0, 5e3, 5e4],
        births: &[0.31, 0.4],
    },
    Grid {
        at_least: 2,
        flasks: 2,
        founders: &[1e5, 1.5e5, 2e5, 2.5e5],
        births: &[0.5, 0.7, 0.9],
    },
];

#[test]
fn the_best_of_small_grids_is_found() {
    for (i, grid) in GRIDS.iter().take(3).enumerate() {
        let (behind, _, spent) = judged(grid, 11);
        assert!(behind <= 0.05, "grid {i}: {behind}");
        assert!(spent < 1.0, "grid {i}: {spent}");
    }
}

/// 12 grids, 20 seeds each: the winner lies outside the margin in at most 5%: more than 28 of 240 has a probability below 1e-6
/// where that holds. The 95% intervals of the winners' values, from worlds that did not choose them, hold the truth in 95%:
/// fewer than 211 of 240 has a probability below 1e-6. Minutes: `cargo test --test plan -- --ignored --skip savings --nocapture`.
#[test]
#[ignore = "minutes"]
fn winners_are_within_the_margin_and_intervals_hold() {
    let (mut outside, mut held, mut spent) = (0, 0, Vec::new());
    for grid in &GRIDS {
        for seed in 0..20 {
            let (behind, holds, part) = judged(grid, 100 + seed);
            outside += u32::from(behind > 0.05);
            held += u32::from(holds);
            spent.push(part);
        }
    }
    spent.sort_by(f64::total_cmp);
    println!(
        "outside the margin {outside} of 240; intervals hold {held} of 240; flasks against brute force: median {:.3}, most {:.3}",
        spent[120], spent[239]
    );
    assert!(outside <= 28, "{outside}");
    assert!(held >= 211, "{held}");
}

/// Intervals of the winner over 100 plans against 10,000 further worlds of one flask: nominally 95%; fewer than 82 of 100 has a
/// probability below 1e-6 where that holds (the further worlds' own error is a third of an interval's half width, which takes
/// two points off). The further worlds are those of a plan of the winner alone with another seed. Minutes, see above.
#[test]
#[ignore = "minutes"]
fn intervals_hold_what_further_worlds_show() {
    let grid = &GRIDS[8];
    let mut held = 0;
    for seed in 0..100 {
        let plan = planned(grid.text(1_000 + seed), 2);
        let winner = &plan["winner"];
        let values = &winner["values"];
        let number = |key: &str| values[key].as_str().unwrap().parse::<f64>().unwrap();
        let alone = grid.text(500_000 + seed);
        let choices = alone.find("[[plan.choice]]").unwrap();
        let alone = alone[..choices]
            .replace(
                "founders = 1e4",
                &format!("founders = {}", number("plain.types.1.founders")),
            )
            .replace(
                "birth = 0.7",
                &format!("birth = {:?}", number("plain.phases.1.rates.resistant.birth")),
            )
            .replace("fresh_worlds = 1000", "fresh_worlds = 10000");
        let further = planned(alone, 2)["winner"]["value"].as_f64().unwrap();
        let end = |key: &str| winner[key].as_f64().unwrap();
        held += u32::from(end("low") <= further && further <= end("high"));
    }
    println!("intervals hold what 10,000 further worlds show in {held} of 100 plans");
    assert!(held >= 82, "{held}");
}

const LABORATORY: &str = r#"
schema = 1
name = "wells"
replicates = 4
seed = 5
[line]
id = "H3122"
[flask]
vessel = "6-well"
[[course]]
drug = "alectinib"
start = "IC20"
factor = 2
goal = "300 nM"
step_when = { growth = "50% of parental", held_for = "1 passage" }
[stop]
after = "120 d"
[plan]
goal = { kind = "flasks", of = "resistant", by = "100 d", probability = "60%" }
limits = { flasks = 2 }
budget = 400
fresh_worlds = 30
first_day = "2027-01-11"
[[plan.choice]]
key = "course.1.factor"
values = [1.5, 3]
[[plan.choice]]
key = "course.1.goal"
values = ["100 nM", "300 nM"]
"#;

#[test]
fn a_plan_writes_the_same_files_whatever_the_threads() {
    let bench = Bench::with(LABORATORY);
    for threads in ["1", "2"] {
        bench.good(&[
            "plan",
            "s.toml",
            "--out",
            &format!("p{threads}"),
            "--threads",
            threads,
            "--quiet",
        ]);
    }
    assert_eq!(bench.run_files("p1"), bench.run_files("p2"));
    let names: Vec<String> = bench.run_files("p1").into_iter().map(|(name, _)| name).collect();
    for file in [
        "plan.html",
        "plan.json",
        "designs.csv",
        "sequencing.csv",
        "calendar.csv",
        "calendar.ics",
        "winner.toml",
        "figures/designs.svg",
    ] {
        assert!(names.iter().any(|name| name == file), "{file} is not in {names:?}");
    }
    let plan: Value = serde_json::from_slice(&bench.read("p1/plan.json")).unwrap();
    assert_eq!(plan["fresh_worlds"].as_u64().unwrap(), 30);
    assert_eq!(plan["designs"].as_array().unwrap().len(), 4);
    assert!(plan["winner"]["drug_mg"]["alectinib"].as_f64().unwrap() > 0.0);
    // Sequencing was tried on fifteen days at three depths, and never names more of what makes resistant than has its kind.
    let all = &plan["sequencing"];
    let samples = all["samples"].as_array().unwrap();
    assert!(all["flasks"].as_u64().unwrap() > 0 && samples.len() == 45, "{all}");
    let share = |sample: &Value, key: &str| sample[key].as_f64().unwrap();
    for sample in samples {
        let (right, complete) = (share(sample, "right"), share(sample, "complete"));
        assert!(
            complete <= share(sample, "found")
                && complete <= right
                && share(sample, "low") <= complete
                && complete <= share(sample, "high"),
            "{sample}"
        );
    }
    // The winner is a scenario of its own, and the days of the calendar rise.
    bench.good(&["check", "p1/winner.toml"]);
    let days: Vec<f64> = plan["calendar"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["day"].as_f64().unwrap())
        .collect();
    assert!(
        days.windows(2).all(|two| two[0] <= two[1]) && days.first().is_some_and(|day| *day < 0.0),
        "{days:?}"
    );
    let ics = String::from_utf8(bench.read("p1/calendar.ics")).unwrap();
    assert!(
        ics.contains("DTSTART;VALUE=DATE:20270111") && ics.lines().all(|line| line.len() <= 75),
        "{ics}"
    );
    // Once more: nothing to do.
    bench.good(&["plan", "s.toml", "--out", "p1", "--quiet"]);
}

/// Asks for a stop after so many flasks.
struct StopAfter<'a> {
    done: AtomicU64,
    most: u64,
    stop: &'a AtomicBool,
}

impl Progress for StopAfter<'_> {
    fn begin(&self, _: u64) {}
    fn add(&self, done: u64) {
        let before = self.done.fetch_add(done, Ordering::Relaxed);
        self.stop.fetch_or(before + done >= self.most, Ordering::Relaxed);
    }
    fn end(&self) {}
}

#[test]
fn an_interrupted_plan_goes_on_where_it_stopped() {
    let bench = Bench::new();
    let text = Grid {
        at_least: 1,
        flasks: 3,
        founders: &[1e4, 2e4],
        births: &[0.5, 0.6],
    }
    .text(4);
    let planned = || Planned::of("s.toml", text.clone(), Wanted::default(), Books::Overlays(&[]), &[]).unwrap();
    let (whole, broken) = (Folder::at(&bench.path("whole")), Folder::at(&bench.path("broken")));
    planned().run(&whole, &Conduct::quiet()).unwrap();
    let mut stopped = 0;
    loop {
        let stop = AtomicBool::new(false);
        let progress = StopAfter {
            done: AtomicU64::new(0),
            most: 2_000 * (stopped + 1),
            stop: &stop,
        };
        let conduct = Conduct {
            threads: 2,
            stop: &stop,
            progress: &progress,
        };
        match planned().run(&broken, &conduct) {
            Err(SessionError::Interrupted { .. }) => stopped += 1,
            Ok(_) => break,
            Err(other) => panic!("{other}"),
        }
        assert!(stopped < 100);
    }
    assert!(stopped > 1, "it was stopped {stopped} times");
    assert_eq!(bench.run_files("whole"), bench.run_files("broken"));
}

#[test]
fn drug_and_medium_follow_from_doses_and_volumes() {
    // One constant dose, no passage but the calendar's: 2 mL of 300 nM alectinib at seeding and each passage.
    let text = changed(
        LABORATORY,
        "start = \"IC20\"\nfactor = 2\ngoal = \"300 nM\"",
        "dose = \"300 nM\"",
    );
    let text = changed(
        &text,
        "step_when = { growth = \"50% of parental\", held_for = \"1 passage\" }\n",
        "",
    );
    let choices = text.find("[[plan.choice]]").unwrap();
    let text = text[..choices].replace("budget = 400", "bench = { spare = 0 }");
    let plan = planned(text, 1);
    let winner = &plan["winner"];
    let fills = 2.0 + winner["used"]["passages"].as_f64().unwrap() + winner["used"]["feeds"].as_f64().unwrap();
    let medium = winner["medium_ml"].as_f64().unwrap();
    assert!((medium - 2.0 * fills).abs() < 1e-9 * medium, "{medium} {fills}");
    // Alectinib has 482.6 g/mol: 300 nM x 2 mL are 0.6 nmol, 290 ng.
    let drug = winner["drug_mg"]["alectinib"].as_f64().unwrap();
    let expected = fills * 0.6e-9 * 482.6 * 1e3;
    assert!((drug / expected - 1.0).abs() < 0.001, "{drug} {expected}");
}

#[test]
fn goals_limits_and_choices_that_cannot_be_are_explained() {
    let bench = Bench::new();
    let wrong = [
        ("of = \"resistant\"", "of = \"on-tarjet\"", "did you mean", "on-target"),
        (
            "by = \"100 d\"",
            "by = \"300 d\"",
            "after the experiment's end",
            "[plan.goal]",
        ),
        (
            "kind = \"flasks\", of = \"resistant\"",
            "kind = \"more\", of = \"bypass\", than = \"bypass\"",
            "probability",
            "more",
        ),
        (
            "limits = { flasks = 2 }",
            "limits = { flasks = 2, weeks = 10 }",
            "after limits.weeks",
            "by",
        ),
        (
            "limits = { flasks = 2 }",
            "limits = { flasks = 2, cells = 1000 }",
            "exclude every design",
            "limits.cells",
        ),
        (
            "limits = { flasks = 2 }",
            "limits = { flasks = 2, visits_a_week = 3 }",
            "exclude every design",
            "look_every",
        ),
        ("limits = { flasks = 2 }", "limits = { flaks = 2 }", "flaks", "flasks"),
        (
            "probability = \"60%\"",
            "at_least = 3",
            "is more than limits.flasks",
            "at_least",
        ),
        (
            "key = \"course.1.factor\"",
            "key = \"course.1.factr\"",
            "factr",
            "factor",
        ),
        (
            "values = [1.5, 3]",
            "values = [1.5]",
            "leaves nothing to choose",
            "values",
        ),
        (
            "key = \"course.1.factor\"\nvalues = [1.5, 3]",
            "key = \"record.looks\"\nvalues = [true, false]",
            "not for sweeping",
            "record",
        ),
        (
            "key = \"course.1.factor\"\nvalues = [1.5, 3]",
            "key = \"course.1.crash_below\"\nvalues = [\"20%\", \"20.0%\"]",
            "changes nothing",
            "crash_below",
        ),
        (
            "key = \"course.1.factor\"\nvalues = [1.5, 3]",
            "key = \"stop.after\"\nvalues = [\"110 d\", \"120 d\"]",
            "up to day 100, when the goal counts",
            "stop.after",
        ),
        (
            "kind = \"flasks\", of = \"resistant\", by = \"100 d\", probability = \"60%\"",
            "kind = \"more\", of = \"MET amplification\", than = \"bypass\"",
            "there can never be more",
            "than",
        ),
        (
            "by = \"100 d\"",
            "by = \"2 d\"",
            "cannot be reached by any design",
            "alectinib comes to its goal dose on day",
        ),
        (
            "limits = { flasks = 2 }",
            "limits = { flasks = 2, medium = \"3 mL\" }",
            "exclude every design",
            "seeding 2 flasks takes 4.8 mL",
        ),
        (
            "limits = { flasks = 2 }",
            "limits = { flasks = 2, drug = \"1 ng\" }",
            "exclude every design",
            "the medium of day 0 alone takes",
        ),
        (
            "[plan]\ngoal = { kind = \"flasks\", of = \"resistant\"",
            "[routes]\nalleles = false\n[plan]\ngoal = { kind = \"flasks\", of = \"on-target\"",
            "cannot be reached by any design",
            "its routes are closed",
        ),
        (
            "first_day = \"2027-01-11\"",
            "first_day = \"2027-02-30\"",
            "a date from 1970 on",
            "first_day",
        ),
        ("kind = \"flasks\"", "kind = \"flask\"", "is not a goal", "flasks"),
    ];
    for (from, to, what, names) in wrong {
        bench.write("wrong.toml", &changed(LABORATORY, from, to));
        let output = bench.run(&["plan", "wrong.toml", "--out", "w"]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{to}: {told}");
        assert!(told.contains(what) && told.contains(names), "{to}: {told}");
        assert!(!bench.path("w").exists(), "{to} leaves nothing behind");
    }
    let without = LABORATORY.find("[plan]").unwrap();
    bench.write("none.toml", &LABORATORY[..without]);
    let output = bench.run(&["plan", "none.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("has no [plan]"));
}

/// Pooled vessels are handled one by one: four of them take four times the vessels.
#[test]
fn pooled_vessels_are_counted() {
    let costs = |text: String| {
        let plan = planned(text, 1);
        let lines = plan["costs"].as_array().unwrap().clone();
        let line = lines
            .iter()
            .find(|line| line["what"].as_str().unwrap().starts_with("vessels"));
        let mean = line.unwrap()["mean"].as_f64().unwrap();
        (mean, 2.0 + plan["winner"]["used"]["passages"].as_f64().unwrap())
    };
    let choices = LABORATORY.find("[[plan.choice]]").unwrap();
    let one = LABORATORY[..choices].to_owned();
    let four = one.replace("vessel = \"6-well\"", "vessel = \"6-well\"\npooled = 4");
    let ((vessels, fills), (pooled, of_pooled)) = (costs(one), costs(four));
    assert!((vessels / fills - 1.0).abs() < 1e-9, "{vessels} {fills}");
    assert!((pooled / of_pooled - 4.0).abs() < 1e-9, "{pooled} {of_pooled}");
}

/// A mutation that never comes: the race ends early, and says so.
#[test]
fn a_goal_that_no_world_reaches_ends_the_race_early() {
    let grid = Grid {
        at_least: 1,
        flasks: 1,
        founders: &[1.0, 2.0],
        births: &[0.5, 0.9],
    };
    let plan = planned(grid.text(3).replace("per_division = 1e-5", "per_division = 1e-12"), 1);
    let answer = plan["answer"].as_str().unwrap();
    assert!(
        answer.contains("within these limits it is out of reach") && answer.contains("100% extinct"),
        "{answer}"
    );
    let flasks = plan["search"]["flasks"].as_u64().unwrap();
    assert!(flasks < 22_000, "a third of the budget: {flasks}");
}

/// Two rescue mutants that differ in how often they arise: 30,000 founders give a flask with a probability of 0.117 where the
/// mutation has 1e-5 and 0.713 where it has 1e-4 (see [`Grid::truth`], birth 0.5); a tenth of the founders gives 0.0119 and
/// 0.113. Of six flasks the best limits are right in 0.93 and 0.71.
#[test]
fn two_hypotheses_are_told_apart_by_the_better_design() {
    let text = Grid {
        at_least: 1,
        flasks: 6,
        founders: &[3e3, 3e4],
        births: &[0.5, 0.50001],
    }
    .text(7);
    let text = changed(
        &text,
        "kind = \"flasks\", at_least = 1, by = \"200 d\"",
        "kind = \"tell\", by = \"200 d\", probability = \"86.5%\"",
    );
    let last = text.rfind("[[plan.choice]]").unwrap();
    let text = format!(
        "{}[[plan.hypothesis]]\nname = \"rare\"\nset = {{ \"plain.phases.1.rates.resistant.birth\" = 0.5 }}\n[[plan.hypothesis]]\nname \
         = \"frequent\"\nset = {{ \"plain.mutations.1.per_division\" = 1e-4 }}\n",
        &text[..last]
    )
    .replace("resistant = { birth = 0.7", "resistant = { birth = 0.5");
    let plan = planned(text, 1);
    let rescued = |founders: f64, rate: f64| 1.0 - (-founders * rate * (1.0 - 0.3 / 0.5)).exp();
    let below = |flasks: i32, p: f64, limit: i32| {
        let choose = |k: i32| (0..k).fold(1.0, |all, i| all * f64::from(flasks - i) / f64::from(i + 1));
        (0..limit)
            .map(|k| choose(k) * p.powi(k) * (1.0 - p).powi(flasks - k))
            .sum::<f64>()
    };
    let best_of = |flasks: i32, founders: f64| {
        let below = |p: f64, limit: i32| below(flasks, p, limit);
        let right = |limit| 0.5 * (below(rescued(founders, 1e-5), limit) + 1.0 - below(rescued(founders, 1e-4), limit));
        (1..=flasks).map(right).fold(0.0, f64::max)
    };
    let best = |founders: f64| best_of(6, founders);
    let winner = &plan["winner"];
    assert_eq!(winner["design"], 2, "{winner}");
    let (value, truth) = (winner["value"].as_f64().unwrap(), best(3e4));
    assert!(truth > best(3e3) + 0.1, "{truth}");
    // 1,000 worlds of two answers each: five standard errors of at most 0.5 / sqrt(2000) are 0.056.
    assert!((value - truth).abs() < 0.056, "{value} {truth}");
    assert_eq!(plan["telling"]["rule"]["first"], false);
    // Fewer flasks are read by rules of their own: 1 to 6 of them are right in 0.798, 0.849, 0.881, 0.899, 0.916 and 0.932.
    for (flasks, told) in (1..).zip(plan["value_by_flasks"].as_array().unwrap()) {
        let (told, truth) = (told.as_f64().unwrap(), best_of(flasks, 3e4));
        assert!((told - truth).abs() < 0.03, "{flasks}: {told} {truth}");
    }
    assert_eq!(
        (&winner["enough"], &plan["telling"]["fewer"][0]),
        (&Value::from(3), &Value::from(3))
    );
    assert_eq!(plan["power"][0]["flasks"], 2, "{}", plan["power"]);
    let answer = plan["answer"].as_str().unwrap();
    assert!(answer.contains("tells \"rare\" from \"frequent\""), "{answer}");
}

/// Hypotheses that are overlays: MET copies that arise in one of a hundred divisions and carry cells whole, or next to never. Every
/// flask is resistant under the one; under the other the drug holds them by all routes that the scenario leaves open.
#[test]
fn hypotheses_may_be_overlays() {
    let bench = Bench::new();
    let overlay = |[low, rate, high]: [&str; 3]| {
        format!(
            "schema = 2\n[[bypass]]\nid = \"met-amplification\"\noverride = true\nname = \"MET amplification\"\nsource = \
             \"met\"\nsummary = \"Made up.\"\nreference = \"dagogo-jack-2020\"\ninhibitors = [\"capmatinib\"]\nactivity = {{ \
             value = 1.1, range = [1.0, 1.2], assumed = \"Made up.\" }}\nrate = {{ value = {rate}, range = [{low}, {high}], assumed = \"Made up.\" }}\n"
        )
    };
    bench.write("often.toml", &overlay(["5e-3", "1e-2", "2e-2"]));
    bench.write("never.toml", &overlay(["5e-15", "1e-14", "2e-14"]));
    let choices = LABORATORY.find("[[plan.choice]]").unwrap();
    let goal = "kind = \"flasks\", of = \"resistant\"";
    let text = changed(&LABORATORY[..choices], goal, "kind = \"tell\", of = \"resistant\"");
    let text = text.replace(
        "[plan]",
        "[routes]\nalleles = []\nstates = false\namplification = false\n[plan]",
    );
    let one = |name: &str| format!("[[plan.hypothesis]]\nname = \"{name}\"\noverlays = [\"{name}.toml\"]\n");
    bench.write("p.toml", &(text.clone() + &one("often") + &one("never")));
    bench.good(&["check", "p.toml"]);
    bench.good(&["plan", "p.toml", "--fresh-worlds", "100", "--quiet", "--out", "p"]);
    let plan: Value = serde_json::from_slice(&bench.read("p/plan.json")).unwrap();
    // 200 answers, most of them right: an overlay that is not taken leaves coin flips, 0.5 with a standard error of 0.035.
    let value = plan["winner"]["value"].as_f64().unwrap();
    assert!(value > 0.7, "{value}");
    bench.write("p.toml", &(text.clone() + &one("often") + &one("missing")));
    bench.refused(
        &["plan", "p.toml", "--out", "q"],
        &["p.toml:", "\"missing.toml\" cannot be taken", "no such file"],
    );
    bench.write(
        "p.toml",
        &(text + &one("often") + &one("often").replace("\"often\"", "\"again\"")),
    );
    bench.refused(&["plan", "p.toml", "--out", "q"], &["are the same"]);
}

/// Where nothing differs that the day sees, nothing could tell.
#[test]
fn hypotheses_that_cannot_be_told_apart_are_refused() {
    let bench = Bench::new();
    let choices = LABORATORY.find("[[plan.choice]]").unwrap();
    let with = |hypotheses: &str| {
        let goal = "kind = \"flasks\", of = \"resistant\"";
        let text = changed(&LABORATORY[..choices], goal, "kind = \"tell\", of = \"resistant\"");
        format!("{text}{hypotheses}")
    };
    let one = |name: &str, set: &str| format!("[[plan.hypothesis]]\nname = \"{name}\"\nset = {{ {set} }}\n");
    let (a, b) = ("\"routes.states\" = false", "\"routes.alleles\" = false");
    for (hypotheses, what) in [
        (String::new(), "needs two"),
        (one("a", a), "has 1 entries"),
        (one("a", a) + &one("a", b), "is the name of both"),
        (one("a", a) + &one("b", a), "are the same"),
        (
            one("a", "\"stop.after\" = \"110 d\"") + &one("b", "\"stop.after\" = \"120 d\""),
            "nothing could tell them apart",
        ),
        (one("a", "\"route.states\" = false") + &one("b", b), "route"),
    ] {
        bench.write("wrong.toml", &with(&hypotheses));
        let output = bench.run(&["plan", "wrong.toml", "--out", "w"]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{what}: {told}");
        assert!(told.contains(what), "{what}: {told}");
    }
    let unmeant = LABORATORY[..choices].to_owned() + &one("a", a) + &one("b", b);
    bench.write("wrong.toml", &unmeant);
    let output = bench.run(&["plan", "wrong.toml", "--out", "w"]);
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("has no meaning for this goal")
    );
}

#[test]
fn the_template_is_a_plan() {
    let bench = Bench::new();
    bench.good(&["new", "plan", "--out", "plan.toml"]);
    bench.good(&["check", "plan.toml"]);
    bench.good(&["explain", "plan.toml"]);
    bench.good(&[
        "plan",
        "plan.toml",
        "--out",
        "p",
        "--quiet",
        "--budget",
        "160",
        "--fresh-worlds",
        "20",
    ]);
}

#[test]
fn a_goal_out_of_reach_is_told_with_the_best_there_is() {
    let grid = Grid {
        at_least: 1,
        flasks: 1,
        founders: &[100.0, 1e3],
        births: &[0.35, 0.9],
    };
    let plan = planned(grid.text(3), 1);
    let answer = plan["answer"].as_str().unwrap();
    assert!(
        answer.contains("No design within the limits reaches the 90% asked for"),
        "{answer}"
    );
    assert!(
        plan["power"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["power"].as_f64().unwrap() >= 0.8)
    );
}

/// A budget is refused that ends before every design was looked at once; the least that is allowed is enough.
#[test]
fn a_budget_below_one_round_is_refused() {
    let grid = Grid {
        at_least: 1,
        flasks: 3,
        founders: &[100.0, 1e3],
        births: &[0.35, 0.5, 0.9],
    };
    let bench = Bench::with(&grid.text(3));
    let plan = |budget: &'static str| {
        [
            "plan",
            "s.toml",
            "--quiet",
            "--out",
            "p",
            "--fresh-worlds",
            "100",
            "--budget",
            budget,
        ]
    };
    // 6 designs with 3 flasks in 8 worlds.
    bench.refused(&plan("143"), &["plan.budget = 143", "allowed: 144"]);
    bench.good(&plan("144"));
}

/// What the cheapest design is in truth: flask-weeks of `n` flasks, and the probability that they hold a rescued one. Weeks of a
/// flask are the mean of 3,000 (standard error below 2%), the probability is the closed form of [`Grid::truth`].
fn spent(text: &str, founders: f64, birth: f64) -> (f64, f64) {
    let text = text
        .replace("founders = 1e4", &format!("founders = {founders}"))
        .replace("birth = 0.7", &format!("birth = {birth:?}"));
    let scenario = escalade::scenario::load("one.toml", text).unwrap();
    let escalade::scenario::Body::Plain(model) = &scenario.body else {
        panic!("the plain form");
    };
    let days = (0..3_000).map(|i| {
        let flask = escalade::engine::run_plain(model, &scenario.settings, 77, i);
        escalade::statistics::worlds::WorldFlask::of_plain(&flask).day
    });
    let rescued = 1.0 - (-founders * 1e-5 * (1.0 - 0.3 / birth)).exp();
    (days.sum::<f64>() / 3_000.0 / 7.0, rescued)
}

/// Few founders are rescued rarely, many are begun with at the same cost: the cheapest design that comes to the goal has the
/// fewest flask-weeks among those whose true probability is high enough, within the margin, in each of six plans; it needs
/// neither the most flasks nor the fewest. A design one flask short is cheaper still, and not chosen.
#[test]
fn the_cheapest_design_that_comes_to_the_goal_is_found() {
    let grid = Grid {
        at_least: 1,
        flasks: 6,
        founders: &[1e4, 6e4, 1.5e5],
        births: &[0.4, 0.9],
    };
    let text = grid.text(3);
    let alone = &text[..text.find("[plan]").unwrap()];
    let designs: Vec<(f64, f64)> = (grid.founders.iter())
        .flat_map(|founders| grid.births.iter().map(move |birth| (*founders, *birth)))
        .map(|(founders, birth)| spent(alone, founders, birth))
        .collect();
    let truth = |combination: usize, flasks: u64| {
        let (weeks, rescued) = designs[combination];
        (flasks as f64 * weeks, 1.0 - (1.0 - rescued).powi(flasks as i32))
    };
    let all = (0..designs.len()).flat_map(|one| (1..=6).map(move |flasks| (one, flasks)));
    let able = all
        .map(|(one, flasks)| truth(one, flasks))
        .filter(|(_, met)| *met >= 0.8);
    let best = able.map(|(cost, _)| cost).fold(f64::INFINITY, f64::min);
    for seed in 0..6 {
        let cheapest = (grid.text(20 + seed))
            .replace("kind = \"flasks\"", "kind = \"cheapest\", probability = \"80%\"")
            .replace("margin = \"5%\"", "margin = \"2 weeks\"");
        let plan = planned(cheapest, 2);
        let winner = &plan["winner"];
        let flasks = winner["flasks"].as_u64().unwrap();
        let (cost, met) = truth((winner["design"].as_u64().unwrap() as usize - 1) / 6, flasks);
        assert!(met >= 0.78, "{seed}: {met} with {}", winner["name"]);
        assert!(
            cost <= best + 2.0,
            "{seed}: {cost} where {best} do, with {}",
            winner["name"]
        );
        let told = |key: &str| winner[key].as_f64().unwrap();
        assert!(
            (-told("value") - cost).abs() < 0.1 * cost,
            "{} and {cost}",
            told("value")
        );
        assert!((winner["met"]["probability"].as_f64().unwrap() - met).abs() < 0.07);
        assert!((told("value") + winner["used"]["flask_weeks"].as_f64().unwrap()).abs() < 0.1 * cost);
        let by_flasks = plan["value_by_flasks"].as_array().unwrap();
        assert!(
            (by_flasks[flasks as usize - 1].as_f64().unwrap() - winner["met"]["probability"].as_f64().unwrap()).abs()
                < 1e-9
        );
        assert!(plan["answer"].as_str().unwrap().contains(" flask-weeks (95% interval "));
    }
    // A probability that none reaches is told with the best there is.
    let never = text
        .replace("kind = \"flasks\"", "kind = \"cheapest\", probability = \"95%\"")
        .replace("margin = \"5%\"\n", "")
        .replace("flasks = 6", "flasks = 2");
    let planned = Planned::of("plan.toml", never, Wanted::default(), Books::Overlays(&[]), &[]).unwrap();
    let Err(error) = planned.run(&InMemory, &Conduct::quiet()) else {
        panic!("it is out of reach")
    };
    let told = error.to_string();
    assert!(
        told.contains("the best was \"founders 1.5e5, birth 0.9, 2 flasks\""),
        "{told}"
    );
}

/// Of 10,000 founders 2.5% of the replicates are rescued (birth 0.4; see [`Grid::truth`]): the others count as day 200, which is told
/// beside the mean. 1,000 worlds, five standard errors are 0.025. The plain form takes no visits and no hours.
#[test]
fn times_that_do_not_come_are_told() {
    let grid = Grid {
        at_least: 1,
        flasks: 1,
        founders: &[1e4, 2e4],
        births: &[0.4, 0.41],
    };
    let text = grid.text(5);
    let single = &text[..text.find("[[plan.choice]]").unwrap()];
    let soonest = changed(single, "kind = \"flasks\", at_least = 1,", "kind = \"soonest\",");
    let soonest = soonest
        .replace("margin = \"5%\"\n", "")
        .replace("birth = 0.7", "birth = 0.4");
    let plan = planned(soonest, 1);
    let never = plan["counted_whole"].as_f64().unwrap();
    let truth = (-1e4 * 1e-5 * (1.0_f64 - 0.3 / 0.4)).exp();
    assert!((never - truth).abs() < 0.025, "{never} {truth}");
    let used = &plan["winner"]["used"];
    assert_eq!(
        (used["visits"].as_f64(), plan["winner"]["hours"].as_f64()),
        (Some(0.0), Some(0.0))
    );
}
