//! Scenarios that are refused for their numbers: units, ranges, and protocols that cannot be or cannot end.

use crate::refuses;
use crate::support::{Bench, LABORATORY, PLAIN, changed};

#[test]
fn wrong_units_and_bare_numbers_are_refused() {
    refuses(
        LABORATORY,
        "\"300 nM\"",
        "\"300 nm\"",
        &[
            "s.toml:9: `dose` in [[course]] = \"300 nm\"",
            "did you mean \"300 nM\"?",
        ],
    );
    refuses(
        LABORATORY,
        "\"300 nM\"",
        "300",
        &["`dose` in [[course]] = 300 has no unit", "\"50 nM\""],
    );
    refuses(
        LABORATORY,
        "\"60 d\"",
        "\"60 nM\"",
        &["`after` in [stop] = \"60 nM\"", "\"7 d\""],
    );
    refuses(
        PLAIN,
        "duration = \"5 d\"",
        "duration = 5",
        &["`duration` in [[plain.phases]] = 5 has no unit"],
    );
}

#[test]
fn numbers_out_of_range_are_refused() {
    refuses(
        PLAIN,
        "birth = 0.7, death = 0.5",
        "birth = -0.7, death = 0.5",
        &[
            "`birth` in [plain.phases.rates.a] = -0.7 is out of range",
            "0 to 1000 per day",
        ],
    );
    refuses(
        PLAIN,
        "per_division = 1e-3",
        "per_division = 1.5",
        &["`per_division`", "= 1.5", "probability from 0 to 1"],
    );
    refuses(
        PLAIN,
        "founders = 100",
        "founders = 1e20",
        &["s.toml:7: `founders`", "= 1e20", "0 to 9e15"],
    );
    refuses(
        PLAIN,
        "founders = 100",
        "founders = 1.5",
        &["`founders`", "whole numbers"],
    );
    refuses(
        PLAIN,
        "duration = \"5 d\"",
        "duration = \"5 d\"\nkeep = 1.1",
        &["`keep`", "probability from 0 to 1"],
    );
    refuses(
        PLAIN,
        "duration = \"5 d\"",
        "duration = \"5 d\"\nrepeat = 0",
        &["`repeat`", "1 to 1000000"],
    );
    refuses(
        PLAIN,
        "replicates = 300",
        "replicates = 0",
        &["s.toml:4: `replicates` = 0", "1 to"],
    );
}

#[test]
fn mutations_of_one_type_may_not_exceed_certainty() {
    let two = "per_division = 0.6 }, { from = \"a\", to = \"c\", per_division = 0.6 }";
    let text = changed(
        PLAIN,
        "{ name = \"b\", founders = 0 }",
        "{ name = \"b\", founders = 0 }, { name = \"c\", founders = 0 }",
    );
    let text = changed(
        &text,
        "b = { birth = 0.7, death = 0.2 }",
        "b = { birth = 0.7, death = 0.2 }, c = { birth = 0, death = 0 }",
    );
    refuses(&text, "per_division = 1e-3 }", two, &["sum to 1.2", "at most 1"]);
}

#[test]
fn sizes_must_lie_ahead_and_endless_phases_must_end() {
    let stop = |size: &str| format!("[plain.stop]\n{size}\n[record]");
    refuses(
        PLAIN,
        "[record]",
        &stop("total_cells = 100"),
        &["[plain.stop]", "already true at day 0"],
    );
    refuses(PLAIN, "[record]", &stop("total_cells = 0"), &["at least 1 cell"]);
    refuses(PLAIN, "[record]", &stop("type = \"b\""), &["does not name one size"]);
    refuses(
        PLAIN,
        "duration = \"5 d\"",
        "until = { type = \"a\", cells = 50 }\nduration = \"5 d\"",
        &["`until` in [[plain.phases]]", "already true at day 0"],
    );
    refuses(PLAIN, "duration = \"5 d\"", "", &["has no `duration`", "[plain.stop]"]);
    // A size of cells that no cell can become never ends a phase; beside one that is met it does no harm.
    let without = changed(PLAIN, "per_division = 1e-3", "per_division = 0");
    let endless = |until: &str| {
        let text = changed(&without, "duration = \"5 d\"", until);
        changed(&text, "[record]", &stop("type = \"b\"\ncells = 1e4"))
    };
    let bench = Bench::with(&endless(""));
    bench.refused(&["check", "s.toml"], &["waits for a type that no cell can become"]);
    let bench = Bench::with(&endless("until = { type = \"a\", cells = 1e4 }"));
    bench.good(&["check", "s.toml"]);
}

#[test]
fn impossible_protocols_are_refused_with_the_reason() {
    let course = |text: &str| changed(LABORATORY, "dose = \"300 nM\"", text);
    let cases = [
        ("start = \"2 uM\"\nfactor = 2\ngoal = \"1 uM\"", "below the start"),
        ("start = \"10 nM\"\nfactor = 1\ngoal = \"1 uM\"", "does not escalate"),
        ("doses = [\"30 nM\", \"20 nM\"]", "does not rise"),
        (
            "dose = \"30 nM\"\nfrom = \"20 d\"\nuntil = \"10 d\"",
            "is not after `from`",
        ),
        ("dose = \"30 nM\"\nfrom = \"100 d\"", "not before the end"),
        ("dose = \"30 nM\"\ngoal = \"1 uM\"", "does not go with `dose`"),
        ("start = \"30 nM\"", "no complete dosing"),
        ("dose = \"IC20%\"", "cannot be read"),
        ("dose = \"30 nM\"\non_crash = \"wait\"", "does not go with `dose`"),
    ];
    for (text, part) in cases {
        let bench = Bench::with(&course(text));
        bench.refused(&["run", "s.toml"], &["s.toml:", part]);
    }
    refuses(
        LABORATORY,
        "[stop]",
        "[flask]\nseed_cells = 1e9\n[stop]",
        &["does not fit the flask"],
    );
}

/// A phase without duration that neither a size nor extinction can end.
#[test]
fn phases_that_cannot_end_are_refused() {
    let text = r#"
schema = 1
name = "rest"
replicates = 10
[plain]
types = [{ name = "S", founders = 1000 }, { name = "Q", founders = 10 }]
[[plain.phases]]
rates = { S = { birth = 0.3, death = 0.6 }, Q = { birth = 0.0, death = 0.0 } }
[plain.stop]
total_cells = 1e6
"#;
    Bench::with(text).refused(
        &["check", "s.toml"],
        &["entry 1 of `phases` in [plain]", "never ends", "\"Q\" never die"],
    );
    // It ends where the resting cells die, wake up, or the others grow.
    for (from, to) in [
        ("death = 0.0", "death = 0.01"),
        ("birth = 0.3", "birth = 0.7"),
        (
            "[[plain.phases]]",
            "switches = [{ from = \"Q\", to = \"S\", per_day = 0.1 }]\n[[plain.phases]]",
        ),
    ] {
        Bench::with(&changed(text, from, to)).good(&["check", "s.toml"]);
    }
    let room = changed(
        &changed(text, "birth = 0.3", "birth = 0.7"),
        "[plain]",
        "[plain]\ncapacity = 1e5",
    );
    Bench::with(&room).refused(&["check", "s.toml"], &["no room for", "capacity 100000"]);
}
