//! The quick verification suite: theory against both engines, fixed seeds, alpha 1e-6 per row; and
//! that it notices faults.

use escalade::verify::{Effort, Fault, Row, Z_LIMIT, run, run_planted, table};

const QUICK: Effort = Effort {
    quick: true,
    tolerance: 0.01,
};

#[test]
fn both_engines_reproduce_theory() {
    let rows = run(QUICK, |_| {});
    let failed: Vec<_> = rows.iter().filter(|row| !row.passed).cloned().collect();
    assert!(rows.len() > 200, "{} rows", rows.len());
    assert!(failed.is_empty(), "\n{}", table(&failed));
}

/// The rows of one case with a fault planted.
fn planted(fault: Fault, case: &'static str) -> Vec<Row> {
    let rows = run_planted(QUICK, fault, case, |_| {});
    assert!(!rows.is_empty(), "no case is called {case}");
    rows
}

/// Without the fault every row of the case passes; with it, some row is beyond the limit.
#[track_caller]
fn notices(fault: Fault, case: &'static str) {
    let sound = planted(Fault::None, case);
    assert!(sound.iter().all(|row| row.passed), "\n{}", table(&sound));
    let rows = planted(fault, case);
    let largest = rows.iter().map(|row| row.z.abs()).fold(0.0, f64::max);
    assert!(
        largest > Z_LIMIT && rows.iter().any(|row| !row.passed),
        "{fault:?} goes unnoticed\n{}",
        table(&rows)
    );
}

#[test]
fn a_factor_two_in_the_mutation_probability_is_noticed() {
    for case in [
        "Luria-Delbrueck, m = 1",
        "rescue of a declining",
        "pre-existing at 1e6",
        "waiting time",
    ] {
        notices(Fault::DoubledMutation, case);
    }
}

#[test]
fn mutants_founded_late_are_noticed() {
    for case in ["Luria-Delbrueck, m = 10", "Mandelbrot-Koch"] {
        notices(Fault::FoundedLate, case);
    }
}

#[test]
fn a_binomial_without_its_upper_tail_is_noticed() {
    notices(Fault::TailCut, "mutants seeded into wells");
}

#[test]
fn growth_in_steps_is_noticed() {
    notices(Fault::EulerSteps, "growth from one cell");
}

#[test]
fn the_command_refuses_what_it_cannot_do() {
    let bench = crate::support::Bench::new();
    bench.refused(
        &["verify", "--quick", "--out", "nowhere/table.csv"],
        &["nowhere: no such folder"],
    );
    bench.refused(&["verify", "--tolerance", "3"], &["0.001 to 0.2"]);
    bench.refused(&["verify", "--worlds", "--experiments", "3"], &["100"]);
    bench.refused(&["verify", "--worlds", "--quick"], &["--quick"]);
}

#[test]
fn the_command_writes_its_table() {
    let bench = crate::support::Bench::new();
    let shown = bench.good(&["verify", "--quick", "--out", "table.csv"]);
    let written = String::from_utf8(bench.read("table.csv")).expect("text");
    assert!(written.starts_with("case,quantity,source,engine,theory,simulated,z,replicates,passed\n"));
    assert_eq!(written.lines().count(), shown.lines().count());
    assert!(written.lines().skip(1).all(|row| row.ends_with(",1")), "{written}");
}
