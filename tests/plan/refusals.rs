//! Goals, limits, choices and budgets that cannot be: each is refused with the reason.

use crate::support::{Bench, changed};
use crate::{Grid, LABORATORY};

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
