//! Files of a plan: the same whatever the threads and after an interruption; the template is one that runs.

use crate::support::Bench;
use crate::{Grid, LABORATORY};
use escalade::scenario::Books;
use escalade::session::plan::{Planned, Wanted};
use escalade::session::{Conduct, Folder, Progress, SessionError};
use serde_json::Value;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

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
