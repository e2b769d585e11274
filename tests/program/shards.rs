//! Work divided among machines: all shards merged are the undivided run, byte for byte.

use crate::divided::{folder, laboratory, merge, shard};
use crate::support::{Bench, LABORATORY, PLAIN, changed};

/// Runs all shards, the last first, and holds their merger against the undivided run.
fn merged_is_undivided(text: &str, n: u64, more: &[&str]) {
    let bench = Bench::with(text);
    bench.good(&[&["run", "s.toml", "--quiet", "--out", "whole"], more].concat());
    let shards: Vec<String> = (1..=n).rev().map(|i| shard(&bench, i, n, more)).collect();
    bench.good(&merge(&shards, "merged"));
    let (whole, merged) = (bench.run_files("whole"), bench.run_files("merged"));
    assert!(whole.len() > 5, "{} files", whole.len());
    assert_eq!(whole, merged, "{n} shards");
    assert!(bench.good(&["check", "merged"]).contains("as it was written"));
    assert!(bench.good(&merge(&shards, "merged")).contains("already complete"));
}

/// The same of any other command: undivided, in shards, and in shards from the request that a shard's folder holds.
fn merged_is_undivided_of(bench: &Bench, command: &[&str], n: u64) {
    let page = format!("{}.html", command[0]);
    merged_is_undivided_into(bench, command, "--out", &page, n);
}

/// The same where the option of the folder is `into` and the answer names the file `page`.
fn merged_is_undivided_into(bench: &Bench, command: &[&str], into: &str, page: &str, n: u64) {
    let with = |more: &[&str]| bench.good(&[command, &["--quiet"], more].concat());
    with(&[into, "whole"]);
    let shards: Vec<String> = (1..=n).rev().map(|i| folder(i, n)).collect();
    let share = |i: u64| format!("{i}/{n}");
    with(&["--shard", &share(n), into, &shards[0]]);
    for (i, out) in (1..n).rev().zip(&shards[1..]) {
        // Half of them as the command does it, half as another machine without the files does it.
        match i % 2 {
            0 => with(&["--shard", &share(i), into, out]),
            _ => {
                let elsewhere = Bench::new();
                let request = String::from_utf8(bench.read(&format!("{}/request.toml", shards[0]))).unwrap();
                elsewhere.write("request.toml", &request);
                let told = elsewhere.good(&["shard", "request.toml", &share(i), "--quiet", "--out", out]);
                std::fs::rename(elsewhere.path(out), bench.path(out)).unwrap();
                told
            }
        };
    }
    let told = bench.good(&merge(&shards, "merged"));
    assert!(told.contains(&format!("merged/{page}")), "{told}");
    let (whole, merged) = (bench.run_files("whole"), bench.run_files("merged"));
    assert!(whole.len() >= 5, "{} files", whole.len());
    assert_eq!(whole, merged, "{command:?} in {n} shards");
    assert!(bench.good(&["check", "merged"]).contains("as it was written"));
    assert!(bench.good(&merge(&shards, "merged")).contains("already complete"));
    // What is missing is told for these as for runs.
    let missing = format!("shard {n}/{n} is missing");
    if n > 1 {
        bench.refused(&merge(&shards[1..], "again"), &[&missing]);
    }
}

#[test]
fn merged_shards_of_a_comparison_are_the_undivided_one() {
    let compare = ["compare", "s.toml", "t.toml", "--worlds", "5"];
    merged_is_undivided_of(&laboratory(), &compare, 3);
    let more = ["--kb", "k.toml", "--want", "later", "--seed", "8"];
    merged_is_undivided_of(&laboratory(), &[&compare[..], &more[..]].concat(), 4);
}

#[test]
fn merged_shards_of_a_sweep_are_the_undivided_one() {
    let bench = laboratory();
    let text = String::from_utf8(bench.read("s.toml")).unwrap();
    let swept = "[[sweep]]\nkey = \"flask.seed_cells\"\nvalues = [1e5, 200000.0]\n";
    bench.write("s.toml", &format!("{text}{swept}"));
    let sweep = [
        "sweep",
        "s.toml",
        "--vary",
        "course.1.dose=100..400 nM:2 log",
        "--worlds",
        "3",
    ];
    merged_is_undivided_of(&bench, &[&sweep[..], &["--kb", "k.toml"]].concat(), 3);
}

#[test]
fn merged_shards_of_a_dose_matrix_over_given_worlds_are_the_undivided_one() {
    let bench = laboratory();
    bench.good(&["run", "s.toml", "--quiet", "--worlds", "4", "--out", "drawn"]);
    let matrix = ["sweep", "s.toml", "--matrix", "alectinib=0,300 nM", "crizotinib=0,1 uM"];
    let more = ["--hours", "48", "--replicates", "3", "--worlds", "drawn/worlds.csv"];
    merged_is_undivided_of(&bench, &[&matrix[..], &more[..]].concat(), 2);
}

#[test]
fn merged_shards_of_a_tornado_are_the_undivided_one() {
    merged_is_undivided_of(
        &laboratory(),
        &["tornado", "s.toml", "--replicates", "2", "--top", "5"],
        3,
    );
}

/// Rows of the plain form and of the laboratory's, each with values of its own; a row that cannot be run is told before any is,
/// unless the batch goes on.
#[test]
fn merged_shards_of_a_batch_are_the_undivided_one() {
    let plain = Bench::with(PLAIN);
    let rows = (1..=40).map(|row| format!("{},{}\n", 10 * row, row % 3 + 1));
    let table = "plain.types.1.founders,flasks\n".to_owned() + &rows.collect::<String>();
    plain.write("t.csv", &table);
    let batch = ["batch", "s.toml", "--table", "t.csv"];
    merged_is_undivided_into(&plain, &batch, "--folder", "results.csv", 3);
    // What streams is the same table.
    assert_eq!(plain.good(&batch).into_bytes(), plain.read("whole/results.csv"));
    assert_eq!(table.into_bytes(), plain.read("whole/draws.csv"));

    let bench = laboratory();
    bench.write(
        "t.csv",
        "course.1.dose,H3122/doubling\n100 nM,2\n300 nM,48 h\n0 nM,-2\n1 uM,2\n",
    );
    let options = [
        "--kb",
        "k.toml",
        "--flasks",
        "2",
        "--seed",
        "5",
        "--collect",
        "cells,resistant",
    ];
    let batch = [&batch[..], &options[..]].concat();
    let shard = [&batch[..], &["--shard", "1/2", "--folder", "1"][..]].concat();
    bench.refused(&shard, &["t.csv:4: row 3", "H3122/doubling", "-2"]);
    let batch = [&batch[..], &["--go-on"][..]].concat();
    merged_is_undivided_into(&bench, &batch, "--folder", "results.csv", 2);
    assert_eq!(bench.good(&batch).into_bytes(), bench.read("whole/results.csv"));
}

#[test]
fn merged_plain_shards_are_the_undivided_run() {
    for n in [1, 2, 7] {
        merged_is_undivided(PLAIN, n, &[]);
    }
}

#[test]
fn more_shards_than_replicates_are_no_harm() {
    merged_is_undivided(PLAIN, 7, &["--replicates", "5"]);
}

#[test]
fn merged_laboratory_shards_with_worlds_and_rules_are_the_undivided_run() {
    let rules = changed(
        LABORATORY,
        "dose = \"300 nM\"",
        "start = \"IC20\"\nfactor = 2.0\ngoal = \"1 uM\"\nstep_when = { growth = \"70% of parental\", held_for = \"1 passage\" }",
    );
    merged_is_undivided(&rules, 3, &["--worlds", "5"]);
}

#[test]
fn worlds_from_a_table_go_through_shards() {
    let bench = Bench::with(LABORATORY);
    bench.good(&["run", "s.toml", "--quiet", "--worlds", "6", "--out", "drawn"]);
    let given = ["--worlds", "drawn/worlds.csv"];
    bench.good(&[&["run", "s.toml", "--quiet", "--out", "whole"], &given[..]].concat());
    let shards: Vec<String> = (1..=2).map(|i| shard(&bench, i, 2, &given)).collect();
    bench.good(&merge(&shards, "merged"));
    assert_eq!(bench.run_files("whole"), bench.run_files("merged"));
}
