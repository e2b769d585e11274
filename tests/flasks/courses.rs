//! The course vocabulary in scenario files: what is read, told, locked and run.

use crate::scenarios::{around, course, escalation, loaded};
use crate::support::Bench;
use escalade::scenario::{Body, load, lock, words};

/// Every kind of course, and a part of what is said about it.
fn vocabulary() -> Vec<(String, &'static [&'static str])> {
    let second = "[[course]]\ndrug = \"lorlatinib\"\n";
    vec![
        (
            escalation("step_when = { confluence = true }"),
            &["when the flask is passaged at confluence."][..],
        ),
        (
            escalation("step_when = { doubling_time = \"125% of parental\", held_for = 1, or_after = \"30 d\" }"),
            &["grows at 80% of the parental rate for 1 passage, or after 30 days at a dose"],
        ),
        (
            escalation("step_when = { doubling_time = \"60 h\" }"),
            &["grows at 80% of the parental rate for 2 passages in a row"],
        ),
        (
            escalation("step_when = { every = \"14 d\" }"),
            &["when the dose was given for 14 days"],
        ),
        (
            escalation("step_when = { passages = 3, confluence = true, growth = \"50%\" }\nhold = \"21 d\""),
            &[
                "confluent and has grown at 50% of the parental rate for 2 passages in a row and there were 3 passages",
                "held for at least 21 d",
            ],
        ),
        (
            escalation("on_crash = \"thaw\"\nvial_survival = \"70%\"\ngive_up_after_crashes = 3"),
            &["vials (10⁶ cells each", "70% of its cells live", "crash number 3"],
        ),
        (
            course("dose = \"100 nM\"\npulse = { on = \"3 d\", off = \"4 d\", start = \"off\" }"),
            &["3 days with, 4 days without, first without", "by the days on drug"],
        ),
        (
            course("dose = \"100 nM\"\npulse = { on = \"3 d\", off_until = \"80% confluence\" }"),
            &["without until the flask is 80% confluent"],
        ),
        (
            escalation("holidays = [{ from = \"100 d\", until = \"114 d\" }, { from = \"150 d\", until = \"160 d\" }]"),
            &["day 100 to day 114, day 150 to day 160"],
        ),
        (
            course("dose = \"100 nM\"\nadaptive = { off_below = \"50%\", on_above = \"120% of start\" }"),
            &[
                "fewer than 50% of the cells at the course's start",
                "once there are 120%",
            ],
        ),
        (
            course("dose = \"100 nM\"\nactual = \"33% of nominal\""),
            &["only 33% of the nominal alectinib", "that is 33 nM"],
        ),
        (
            course("oral = { every = \"12 h\" }"),
            &[
                "half-life 33 h",
                "a dose every 12 h",
                "on average 1.28 µM in plasma at steady state, of which 1% is free (9.2% in medium)",
                "nominal 140 nM on average",
                "at the trough",
                "builds up from the first dose and washes out after the last",
            ],
        ),
        (
            course("oral = { every = \"12 h\", plasma_shift = 20 }"),
            &[
                "of which 20 times as much as in medium is needed (measured)",
                "nominal 64.2 nM on average",
            ],
        ),
        (
            course("dose = \"100 nM\"\nuntil = \"resistance\"")
                + second
                + "from = \"resistance\"\nuntil = \"resistance\"\ndose = \"30 nM\"\n"
                + "[[course]]\ndrug = \"brigatinib\"\nfrom = \"second resistance\"\ndose = \"100 nM\"",
            &["from day 0 until resistance", "the flask's second resistance at 100 nM"],
        ),
    ]
}

#[test]
fn every_kind_of_course_is_told_and_locked() {
    for (text, parts) in vocabulary() {
        let scenario = loaded(&around(&text));
        let told = words::of(&scenario).join("\n");
        for part in parts {
            assert!(told.contains(part), "\"{part}\" is missing from\n{told}");
        }
        let lock = lock::write(&scenario).expect("it can be locked");
        let again = load("l.toml", lock.text.clone()).unwrap_or_else(|error| panic!("{error}\n{}", lock.text));
        assert!(again.body == scenario.body, "{}", lock.text);
        assert_eq!(lock::write(&again).expect("it can be locked").text, lock.text);
    }
}

#[test]
fn every_kind_of_course_runs() {
    for (i, (text, _)) in vocabulary().iter().enumerate() {
        let bench = Bench::with(&around(text));
        let explained = bench.good(&["explain", "s.toml"]);
        assert!(explained.contains("How it is computed"), "{explained}");
        bench.good(&["run", "s.toml", "--out", "r", "--quiet"]);
        let header = String::from_utf8_lossy(&bench.read("r/resistances.csv")).into_owned();
        assert!(
            header.starts_with("replicate,treatment_line,day,dominant,"),
            "{i}: {header}"
        );
    }
}

/// Three assumptions of an oral course, two of a thawing one, are listed as such.
#[test]
fn defaults_that_nobody_measured_are_listed() {
    let count = |text: &str| match loaded(&around(text)).body {
        Body::Laboratory(laboratory) => {
            let ours = laboratory.assumptions.iter().filter(|a| a.key.starts_with("course/"));
            ours.count()
        }
        Body::Plain(_) => 0,
    };
    assert_eq!(count(&escalation("on_crash = \"thaw\"")), 2);
    assert_eq!(count(&escalation("on_crash = \"rescue\"")), 0);
    assert_eq!(count(&course("oral = { every = \"12 h\", half_life = \"33 h\" }")), 2);
}
