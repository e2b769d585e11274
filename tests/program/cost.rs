//! What a scenario will cost is told before it runs, and what looks like a slip is refused.

use crate::support::{Bench, LABORATORY, PATIENTS, PLAIN, changed};

const EXACT: &str = r#"
schema = 1
name = "many"
replicates = 1
[plain]
types = [{ name = "a", founders = 1e12 }]
[[plain.phases]]
duration = "1 d"
rates = { a = { birth = 0.5, death = 0.5 } }
[engine]
method = "exact"
"#;

/// 1e12 cells that divide and die half a time a day make 1e12 events; a million times fewer are none to speak of.
#[test]
fn events_of_the_exact_engine_are_counted() {
    let bench = Bench::with(EXACT);
    let parts = ["10¹² events", "--large", "10 h of one processor"];
    bench.refused(&["check", "s.toml"], &parts);
    bench.refused(&["run", "s.toml"], &parts);
    assert!(bench.good(&["check", "s.toml", "--large"]).contains("good"));
    Bench::with(&changed(EXACT, "1e12", "1e6")).good(&["check", "s.toml"]);
}

/// A billion cells that divide a hundred times a day found more lineages than can be followed: the estimate gives up on its pilot
/// after a second or so of work and tells what it saw so far, at least.
#[test]
fn what_cannot_be_tried_out_is_estimated_all_the_same() {
    let slip = changed(PATIENTS, "100 d", "1 h");
    let slip = changed(
        &changed(&slip, "replicates = 5", "replicates = 10000"),
        "300 d",
        "1500 d",
    );
    Bench::with(&slip).refused(&["check", "s.toml"], &["this would take about", "--large"]);
}

#[test]
fn absurd_numbers_are_refused_by_every_command() {
    let bench = Bench::with(PLAIN);
    bench.refused(
        &["run", "s.toml", "--replicates", "1000000000000"],
        &["this would take", "--large"],
    );
    bench.refused(&["run", "s.toml", "--replicates", "1e12"], &[]);
    // 864,000 recorded days of each of 1,000 replicates: 22 GB.
    let minutes = changed(
        &changed(PLAIN, "every = \"1 d\"", "every = \"1 min\""),
        "duration = \"5 d\"",
        "duration = \"600 d\"",
    );
    let minutes = minutes.replace("birth = 0.7, death = 0.5", "birth = 0.5, death = 0.5");
    let minutes = minutes.replace("birth = 0.7, death = 0.2", "birth = 0.5, death = 0.5");
    Bench::with(&changed(&minutes, "replicates = 300", "replicates = 1000"))
        .refused(&["check", "s.toml"], &["on the disk"]);
    let laboratory = Bench::with(&changed(
        LABORATORY,
        "id = \"H3122\"",
        "id = \"H3122\"\nexpand_to = 9e15",
    ));
    laboratory.refused(&["run", "s.toml"], &["lineages", "--large"]);
    let bench = Bench::with(LABORATORY);
    bench.write("t.toml", LABORATORY);
    let many = ["--replicates", "1000000000"];
    bench.refused(&[&["compare", "s.toml", "t.toml"], &many[..]].concat(), &["--large"]);
}

/// Cheap scenarios are told their cost by `check`, and nothing on the way.
#[test]
fn cheap_runs_are_not_talked_about() {
    let bench = Bench::with(LABORATORY);
    let told = bench.good(&["check", "s.toml"]);
    assert!(told.contains("running it takes about"), "{told}");
    let output = bench.run(&["run", "s.toml", "--out", "r"]);
    assert!(
        !String::from_utf8_lossy(&output.stderr).contains("this takes"),
        "{output:?}"
    );
}
