//! `escalade batch`: rows of values in, rows of results out.

use crate::support::{Bench, LABORATORY, PATIENTS, PLAIN};
use escalade::engine::record::{FlaskRecord, Outcome};
use escalade::engine::{Identity, run_flask_unless};
use escalade::scenario::load;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::sync::atomic::AtomicBool;

/// The table as rows of cells, header first.
fn rows(text: &str) -> Vec<Vec<String>> {
    text.lines()
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect()
}

fn number(cell: &str) -> f64 {
    cell.parse().unwrap_or_else(|_| panic!("\"{cell}\" is no number"))
}

/// A value of another line moves nothing, and a user would take the rows for a result.
#[test]
fn columns_that_change_nothing_are_told() {
    let bench = Bench::with(LABORATORY);
    bench.write("t.csv", "H3122/doubling,KM12/doubling\n1.5 d,1 d\n1.5 d,3 d\n");
    let asked = ["batch", "s.toml", "--table", "t.csv", "--flasks", "1"];
    let out = bench.run(&asked);
    let told = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(
        told.contains("\"KM12/doubling\" changes nothing") && !told.contains("\"H3122/doubling\""),
        "{told}"
    );
    let kept = bench.good(&[&asked[..], &["--folder", "f", "--quiet"]].concat());
    assert!(kept.contains("\"KM12/doubling\" changes nothing"), "{kept}");
}

/// Rows in which the drug does not hold unaltered cells would read as resistance by itself.
#[test]
fn rows_whose_drugs_hold_nothing_are_told() {
    let bench = Bench::with(LABORATORY);
    bench.write("t.csv", "course.1.dose\n300 nM\n1 nM\n300 nM\n2 nM\n");
    let asked = ["batch", "s.toml", "--table", "t.csv", "--flasks", "1"];
    let out = bench.run(&asked);
    let told = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(
        told.contains("2 of 4 rows (first row 2)") && told.contains("does not stop unaltered cells"),
        "{told}"
    );
    let table = rows(&String::from_utf8_lossy(&out.stdout));
    assert_eq!(table[0][1], "unaltered_held");
    let held: Vec<&str> = table[1..].iter().map(|row| row[1].as_str()).collect();
    assert_eq!(held, ["1", "0", "1", "0"]);
    let kept = bench.good(&[&asked[..], &["--collect", "resistant", "--folder", "f", "--quiet"]].concat());
    assert!(kept.contains("2 of 4 rows (first row 2)"), "{kept}");
    let kept: serde_json::Value = serde_json::from_slice(&bench.read("f/batch.json")).expect("JSON");
    let warned = &kept["warnings"][0];
    assert_eq!(
        (&warned["about"], &warned["rows"], &warned["first"]),
        (&"not_held".into(), &2.into(), &2.into())
    );
}

const DRAWS: &str = "plain.types.1.founders,plain.mutations.1.per_division\n100,1e-3\n1000,1e-3\n1000,0\n";

#[test]
fn rows_of_a_plain_scenario_follow_their_values() {
    let bench = Bench::with(PLAIN);
    bench.write("t.csv", DRAWS);
    let collect = "cells_a,cells_a:sd,mutations_a_b,extinct";
    let out = bench.good(&[
        "batch",
        "s.toml",
        "--table",
        "t.csv",
        "--flasks",
        "400",
        "--collect",
        collect,
    ]);
    let rows = rows(&out);
    assert_eq!(rows[0], ["row", "cells_a", "cells_a_sd", "mutations_a_b", "extinct"]);
    assert_eq!(rows.len(), 4);
    // Births 0.7, deaths 0.5, five days: 100 e^(0.2 x 5) cells of a (less the thousandth that mutates), within 6 standard
    // errors of 400 flasks (one-cell families have variance 12 e^1 (e^1 - 1) / 2).
    for (row, founders, u) in [(1, 100.0, 1e-3), (2, 1000.0, 1e-3), (3, 1000.0, 0.0)] {
        let growth: f64 = 0.7 * (1.0 - u) - 0.5;
        let mean = founders * (5.0 * growth).exp();
        let error = (founders * 28.0 / 400.0_f64).sqrt();
        assert!((number(&rows[row][1]) - mean).abs() < 6.0 * error, "{:?}", rows[row]);
        let founded = founders * 0.7 * u * ((5.0 * growth).exp() - 1.0) / growth;
        let slack = 6.0 * (founded.max(1e-9) * 2.0 / 400.0).sqrt() + 0.01;
        assert!((number(&rows[row][3]) - founded).abs() < slack, "{:?}", rows[row]);
    }
}

#[test]
fn bytes_do_not_depend_on_threads_and_agree_with_run() {
    let bench = Bench::with(LABORATORY);
    bench.write(
        "t.csv",
        "course.1.dose,H3122/doubling,seed,flasks\n300 nM,2,1,3\n1 uM,1.5,2,2\n30 nM,2,3,4\n",
    );
    let batch = |threads: &str| bench.good(&["batch", "s.toml", "--table", "t.csv", "--threads", threads]);
    let one = batch("1");
    assert_eq!(one, batch("2"));
    assert_eq!(one, batch("7"));
    // A row with the scenario's own values is its flasks, whose founders are told apart by their origins alone.
    bench.write("own.csv", "course.1.dose\n300 nM\n");
    let collect = "resistant,outcome_day,passages:max,cells:median,cells_day_30";
    let out = bench.good(&["batch", "s.toml", "--table", "own.csv", "--collect", collect]);
    let scenario = load("s.toml", LABORATORY.to_owned()).unwrap();
    let laboratory = scenario.laboratory().unwrap();
    let (biology, protocol) = (&laboratory.biology, &laboratory.protocol);
    let (never, settings) = (AtomicBool::new(false), &scenario.settings);
    let flask = |number| {
        run_flask_unless(
            &never,
            biology,
            protocol,
            settings,
            Identity::Origins,
            scenario.seed,
            number,
        )
        .unwrap()
    };
    let flasks: Vec<FlaskRecord> = (0..4).map(flask).collect();
    let row = &rows(&out)[1];
    let resistant = flasks
        .iter()
        .filter(|flask| flask.outcome == Outcome::Resistant)
        .count() as f64
        / 4.0;
    assert_eq!(number(&row[1]), resistant);
    let mean: f64 = flasks.iter().map(|flask| flask.outcome_day).sum::<f64>() / 4.0;
    assert!((number(&row[2]) - mean).abs() < 1e-9, "{row:?}");
    let most = flasks.iter().map(|flask| flask.passages as f64).fold(0.0, f64::max);
    assert_eq!(number(&row[3]), most);
}

/// Rows have chance of their own unless they are to meet the same flasks.
#[test]
fn same_flasks_make_equal_rows_equal() {
    let bench = Bench::with(PLAIN);
    bench.write("t.csv", "plain.types.1.founders\n100\n100\n");
    let cells = |more: &[&str]| {
        let base = [
            "batch",
            "s.toml",
            "--table",
            "t.csv",
            "--flasks",
            "5",
            "--collect",
            "cells_total",
        ];
        let rows = rows(&bench.good(&[&base, more].concat()));
        [rows[1][1].clone(), rows[2][1].clone()]
    };
    let [a, b] = cells(&["--same-flasks"]);
    assert_eq!(a, b);
    let [c, d] = cells(&[]);
    assert_eq!(a, c);
    assert_ne!(c, d);
}

#[test]
fn pipes_are_answered_row_by_row() {
    let bench = Bench::with(PLAIN);
    let mut command = bench.command(&[
        "batch",
        "s.toml",
        "--table",
        "-",
        "--flasks",
        "2",
        "--collect",
        "cells_total",
    ]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut ask = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    writeln!(ask, "plain.types.1.founders").unwrap();
    for founders in [10, 20] {
        writeln!(ask, "{founders}").unwrap();
        ask.flush().unwrap();
        if founders == 10 {
            assert_eq!(answers.next().unwrap().unwrap(), "row,cells_total");
        }
        assert!(
            answers
                .next()
                .unwrap()
                .unwrap()
                .starts_with(&format!("{},", founders / 10))
        );
    }
    drop(ask);
    assert!(answers.next().is_none());
    assert!(child.wait().unwrap().success());
}

#[test]
fn wrong_tables_and_rows_are_named_and_nothing_is_written() {
    let bench = Bench::with(PLAIN);
    for (table, parts) in [
        ("", &["t.csv", "is empty"][..]),
        ("plain.types.1.founders\n", &["t.csv", "no rows"]),
        (
            "plain.types.1.founder\n5\n",
            &["t.csv:2", "row 1", "founder", "did you mean `founders`"],
        ),
        (
            "plain.types.1.founders\n5\n-3\n",
            &["t.csv:3", "row 2", "founders", "-3"],
        ),
        ("plain.types.1.founders\nNaN\n", &["t.csv:2", "row 1", "NaN"]),
        (
            "plain.types.1.founders,seed\n5,1\n5\n",
            &["t.csv:3", "1 cell", "allowed: 2"],
        ),
        (
            "flasks\n0\n",
            &["t.csv:2", "row 1", "\"flasks\" = \"0\"", "whole numbers from 1"],
        ),
        ("seed\n-1\n", &["row 1", "\"seed\" = \"-1\"", "allowed"]),
        ("plain.stop.total_cells\n50\n", &["row 1", "already true at day 0"]),
    ] {
        bench.write("t.csv", table);
        bench.refused(&["batch", "s.toml", "--table", "t.csv", "--out", "o.csv"], parts);
    }
    bench.write("t.csv", DRAWS);
    let refused = |more: &[&str], parts: &[&str]| {
        bench.refused(
            &[&["batch", "s.toml", "--table", "t.csv", "--out", "o.csv"], more].concat(),
            parts,
        );
    };
    refused(&["--collect", "cells_c"], &["cells_c", "did you mean", "cells_a"]);
    refused(
        &["--collect", "cells_a:mode"],
        &["mode", "is not a statistic", "median"],
    );
    let laboratory = Bench::with(LABORATORY);
    laboratory.write("t.csv", "H3122/doublin\n2\n");
    laboratory.refused(
        &["batch", "s.toml", "--table", "t.csv"],
        &["t.csv", "H3122/doublin", "H3122/doubling"],
    );
    laboratory.write("t.csv", "H3122/doubling\n2\n1e9\n");
    laboratory.refused(
        &["batch", "s.toml", "--table", "t.csv", "--flasks", "1", "--out", "o.csv"],
        &[
            "t.csv:3",
            "row 2",
            "column \"H3122/doubling\"",
            "1000000000",
            "within 0 to 36500 d",
        ],
    );
    laboratory.write("t.csv", "H3122/doubling\n2\n-1\n");
    laboratory.write("keep", "");
    let output = laboratory.run(&["batch", "s.toml", "--table", "t.csv", "--flasks", "1", "--out", "o.csv"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("row 2"), "{output:?}");
    assert!(!laboratory.path("o.csv").exists());
}

#[test]
fn a_batch_may_go_on_after_faults() {
    let bench = Bench::with(PLAIN);
    bench.write("t.csv", "plain.types.1.founders\n5\n-3\n7\n");
    let out = bench.good(&[
        "batch",
        "s.toml",
        "--table",
        "t.csv",
        "--go-on",
        "--collect",
        "cells_total",
    ]);
    let rows = rows(&out);
    assert_eq!(rows[0], ["row", "cells_total", "error"]);
    assert!(rows[2][1].is_empty() && rows[2][2].contains("row 2"), "{rows:?}");
    assert!(number(&rows[3][1]) >= 0.0 && rows[3][2].is_empty(), "{rows:?}");
}

/// What differs between patients is one value of a table; a value under two names is set once.
#[test]
fn ranges_of_patients_are_values_and_keys_have_one_name() {
    let bench = Bench::with(PATIENTS);
    bench.write(
        "t.csv",
        "patients.pool,patients.doubling\n1e4..1e5,20 d..30 d\n1e5,25 d\n",
    );
    let batch = [
        "batch",
        "s.toml",
        "--table",
        "t.csv",
        "--flasks",
        "2",
        "--collect",
        "cells",
    ];
    assert_eq!(rows(&bench.good(&batch)).len(), 3);
    let batch = [&batch[..], &["--out", "o.csv"]].concat();
    bench.write("t.csv", "patients.pool\n1e5..1e4\n");
    bench.refused(
        &batch,
        &[
            "t.csv:2",
            "row 1",
            "`pool` in [patients] = \"1e5..1e4\"",
            "the lower end first",
        ],
    );
    bench.write("t.csv", "course.1.dose,course.crizotinib.dose\n1 nM,2 nM\n");
    bench.refused(
        &batch,
        &["t.csv:1", "course.1.dose", "course.crizotinib.dose", "the same value"],
    );
    let twice = [
        "batch",
        "s.toml",
        "--table",
        "t.csv",
        "--collect",
        "cells,cells",
        "--out",
        "o.csv",
    ];
    bench.refused(&twice, &["\"cells\" is there twice"]);
}

/// Knowledge values with their units are the bare numbers of the knowledge base's; wrong ones are named by column.
#[test]
fn knowledge_values_take_units() {
    let bench = Bench::with(LABORATORY);
    let batch = |header: &str, row: &str| {
        bench.write("t.csv", &format!("{header}\n{row}\n"));
        bench.good(&["batch", "s.toml", "--table", "t.csv", "--collect", "cells,doublings"])
    };
    let keys = "H3122/doubling,potency/H3122/alectinib";
    assert_eq!(batch(keys, "48 h,0.02 uM"), batch(keys, "2,20"));
    assert_ne!(batch(keys, "48 h,0.02 uM"), batch(keys, "49 h,0.02 uM"));
    for (value, allowed) in [
        ("48 nM", "\"48 h\""),
        ("soon", "a bare number of days"),
        ("-1 h", "a time with its unit"),
    ] {
        bench.write("t.csv", &format!("{keys}\n{value},20\n"));
        let refused = bench.run(&["batch", "s.toml", "--table", "t.csv"]);
        let told = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(2), "{told}");
        for part in ["t.csv", "H3122/doubling", value, allowed] {
            assert!(told.contains(part), "{part} is missing from {told}");
        }
    }
}
