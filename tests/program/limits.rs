//! Absurd requests: each is refused with what is allowed, or with an estimate, by exit code 2, in moments, with less than
//! 2 GB of address space, and nothing is written. scenarios/CLUSTER.md has the limits as a table.
#![cfg(target_os = "linux")]

use crate::support::{Bench, LABORATORY, PLAIN, changed};
use std::process::Command;

/// Runs the program where it can neither take much memory nor stay long; it must refuse.
#[track_caller]
fn refused(bench: &Bench, command: &[&str], parts: &[&str]) {
    let before = bench.files().len();
    let mut shell = Command::new("sh");
    shell.args([
        "-c",
        "ulimit -v 2000000; exec timeout 60 \"$0\" \"$@\"",
        env!("CARGO_BIN_EXE_escalade"),
    ]);
    let out = shell.args(command).current_dir(bench.path("")).output().unwrap();
    let told = String::from_utf8_lossy(&out.stderr);
    let shown: String = told.chars().take(600).collect();
    assert_eq!(out.status.code(), Some(2), "{command:?}: {shown}");
    assert!(told.starts_with("error: ") && told.len() < 4000, "{command:?}: {shown}");
    for part in parts {
        assert!(told.contains(part), "{command:?}: no \"{part}\" in: {shown}");
    }
    assert_eq!(bench.files().len(), before, "{command:?}: nothing is written");
}

/// A scenario with one text in the place of another; run, swept or checked, it is refused.
#[track_caller]
fn scenario(text: &str, from: &str, to: &str, parts: &[&str]) {
    let bench = Bench::with(&changed(text, from, to));
    refused(&bench, &["run", "s.toml", "--out", "r"], parts);
    refused(&bench, &["check", "s.toml"], parts);
}

#[test]
fn numbers_beyond_their_range() {
    for (from, to, parts) in [
        (
            "replicates = 300",
            "replicates = 1000000000000000000",
            ["1 to 1000000000000"],
        ),
        ("replicates = 300", "replicates = 1e18", ["1 to 1000000000000"]),
        (
            "replicates = 300",
            "replicates = 1000000000000",
            ["this would take about"],
        ),
        ("replicates = 300", "replicates = -1", ["1 to 1000000000000"]),
        ("seed = 5", "seed = 9223372036854775808", ["seed"]),
        ("founders = 100", "founders = 1e300", ["0 to 9e15"]),
        ("founders = 100", "founders = nan", ["0 to 9e15"]),
        ("\"5 d\"", "\"1e12 d\"", ["0 to 36500 d"]),
        (
            "birth = 0.7, death = 0.5",
            "birth = 1e300, death = 0.5",
            ["0 to 1000 per day"],
        ),
        ("every = \"1 d\"", "every = \"1e-9 d\"", ["at most a million points"]),
        ("per_division = 1e-3", "per_division = 1e300", ["per_division"]),
    ] {
        scenario(PLAIN, from, to, &parts);
    }
    for (from, to, parts) in [
        (
            "replicates = 4",
            "replicates = 1000000000000",
            ["this would take about"],
        ),
        ("\"60 d\"", "\"1e12 d\"", ["0 to 36500 d"]),
        ("300 nM", "1e300 nM", ["1e-6 nM to 1 M"]),
        ("[stop]", "[flask]\nseed_cells = 1e300\n[stop]", ["0 to 9e15"]),
        ("[stop]", "[flask]\ncapacity = 1e18\n[stop]", ["0 to 9e15"]),
        ("[stop]", "[worlds]\ncount = 1000000000\n[stop]", ["0 to 100000"]),
        ("[stop]", "[worlds]\nflasks = 1000000000\n[stop]", ["1 to 1000"]),
        ("[stop]", "[engine]\ntolerance = 1e-300\n[stop]", ["0.001 to 0.2"]),
    ] {
        scenario(LABORATORY, from, to, &parts);
    }
}

#[test]
fn options_beyond_their_range() {
    let bench = Bench::with(LABORATORY);
    bench.write("p.toml", PLAIN);
    let command = |text: &str, parts: &[&str]| refused(&bench, &text.split(' ').collect::<Vec<_>>(), parts);
    for (verb, number) in [
        ("run", "1e9"),
        ("run", "1000000000000000000"),
        ("sweep", "-1"),
        ("sweep", "0"),
    ] {
        let text = format!("{verb} s.toml --replicates={number}");
        command(
            &text,
            &[
                "not a number of replicates",
                "whole numbers from 1 to 1,000,000,000,000",
                "such as 1000",
            ],
        );
    }
    command(
        "run s.toml --replicates 1000000000000",
        &["this would take about", "without --large"],
    );
    command("run s.toml --threads 1000000", &["1..=1024"]);
    bench.write("w.csv", "course.1.drug\nalectinib\n");
    command(
        "run s.toml --worlds w.csv",
        &[
            "w.csv:1: column \"course.1.drug\"",
            "escalade batch SCENARIO --table FILE",
        ],
    );
    command("run s.toml --worlds 1000000000", &["0 to 100000"]);
    command("run s.toml --worlds 1e9", &["0 to 100000"]);
    command("run s.toml --worlds 99999999999999999999999", &["0 to 100000"]);
    command("run s.toml --shard 1/99999999999999999999", &["n from 1 to 10000"]);
    command("cluster slurm s.toml --shards 1000000000", &["1..=10000"]);
    command("tornado s.toml --replicates 1000000000000", &["1000000"]);
    command("batch p.toml --table t.csv --flasks 1000000000000", &["1..=1000000"]);
    command("plan p.toml --budget 1000000000000", &["100000000"]);
    command("fit p.toml --data d.csv --particles 1000000000", &["100000"]);
    let range = "plain.types.1.founders=1..1000000:1000000000 linear";
    refused(&bench, &["sweep", "p.toml", "--vary", range], &["N is 2 to 1000"]);
    let many: Vec<String> = (1..=20_000).map(|n| n.to_string()).collect();
    let values = format!("sweep s.toml --vary flask.seed_cells={}", many.join(","));
    command(&values, &["20000 values", "at most 10000"]);
    let three = "flask.seed_cells=1..1e6:1000 log|flask.capacity=1e7..1e9:1000 log|stop.after=1..100 d:1000 linear";
    let keys = three.split('|').flat_map(|key| ["--vary", key]);
    let sweep: Vec<&str> = ["sweep", "s.toml", "--large"].into_iter().chain(keys).collect();
    refused(&bench, &sweep, &["1,000,000,000 points", "at most 100,000 points"]);
    let arms: Vec<&str> = ["compare"].into_iter().chain(["s.toml"; 1000]).collect();
    refused(&bench, &arms, &["SCENARIO"]);
}

/// Data of so many flasks that simulating as many again and again would take days; and too few draws for what is free.
#[test]
fn data_and_draws_out_of_proportion() {
    let bench = Bench::with(LABORATORY);
    let ends: String = (0..200_000).map(|flask| format!("F{flask},3,extinct\n")).collect();
    bench.write("ends.csv", &format!("flask,day,outcome\n{ends}"));
    let observed = ["run", "s.toml", "--observed", "ends.csv", "--out", "r"];
    refused(&bench, &observed, &["this would take", "without --large"]);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/pc9");
    let (scenario, data) = (format!("{folder}/pc9_bypass.toml"), format!("{folder}/fit.toml"));
    let asked = ["fit", &scenario, "--data", &data, "--particles", "80", "--out", "r"];
    let free = [
        "plain.phases.1.rates.sensitive.death=0.3..1",
        "plain.phases.2.rates.sensitive.death=0.8..2",
        "plain.phases.3.rates.sensitive.death=0.1..0.6",
        "plain.capacity=3e5..3e6",
        "plain.phases.3.rates.EML4-ALK.birth=0.15..1.2",
        "plain.phases.3.rates.CCDC6-RET.birth=0.15..1.2",
        "plain.phases.3.rates.CD74-NTRK1.birth=0.15..1.2",
        "plain.phases.3.rates.FGFR1.birth=0.15..1.2",
        "plain.phases.3.rates.FGFR2.birth=0.15..1.2",
        "plain.phases.3.rates.FGFR3.birth=0.15..1.2",
        "plain.phases.3.rates.FGFR4.birth=0.15..1.2",
        "plain.phases.3.rates.BRAF-V600E.birth=0.15..1.2",
    ];
    let keys = free.iter().flat_map(|key| ["--free", key]);
    let fit: Vec<&str> = asked.into_iter().chain(keys).collect();
    refused(&bench, &fit, &["--particles 80", "free values"]);
}

/// Whatever reads a text: the depth, number of keys, length of a text, length of a list.
#[test]
fn texts_that_are_too_deep_or_too_large() {
    let deep = 10_000;
    let lines = |line: &str, n: usize| line.repeat(n);
    for (text, part) in [
        (format!("x = {}{}", "[".repeat(deep), "]".repeat(deep)), "recurs"),
        (format!("x = {}1{}", "{a=".repeat(deep), "}".repeat(deep)), "recurs"),
        (format!("[{}]\nx = 1", vec!["a"; deep].join(".")), "recurs"),
        (format!("{} = 1", vec!["a"; deep].join(".")), "recurs"),
        (
            (0..2_000_000).map(|i| format!("k{i} = 1\n")).collect(),
            "more than 5000000 marks",
        ),
        (format!("x = [{}]", lines("1,", 5_000_000)), "more than 5000000 marks"),
        (lines("\n", 60_000_000), "more than 5000000 marks"),
        (lines("# remark\n", 12_000_000), "larger than 64 MB"),
        (
            format!("name = \"{}\"", lines("x", 1_000_000)),
            "has 1000000 characters",
        ),
        (format!("x = [{}]", lines("1,", 20_000)), "has 20000 entries"),
    ] {
        let bench = Bench::with(LABORATORY);
        bench.write("x.toml", &text);
        for command in [
            &["run", "x.toml", "--out", "r"][..],
            &["run", "s.toml", "--kb", "x.toml", "--out", "r"],
            &["sweep", "x.toml", "--vary", "a=1,2"],
            &["compare", "x.toml", "x.toml"],
            &["plan", "x.toml"],
        ] {
            refused(&bench, command, &[part]);
        }
    }
}

/// Sources without an end.
#[test]
fn files_without_an_end() {
    let bench = Bench::with(LABORATORY);
    bench.write("p.toml", PLAIN);
    for command in [
        &["run", "/dev/zero", "--out", "r"][..],
        &["run", "s.toml", "--kb", "/dev/zero", "--out", "r"],
        &["run", "s.toml", "--worlds", "/dev/zero", "--out", "r"],
        &["fit", "p.toml", "--data", "/dev/zero", "--out", "r"],
        &["shard", "/dev/zero", "1/2", "--out", "r"],
    ] {
        refused(&bench, command, &["larger than 64 MB"]);
    }
    refused(
        &bench,
        &["batch", "p.toml", "--table", "/dev/zero"],
        &["less than 4 MB"],
    );
}

#[test]
fn lists_that_are_too_long() {
    let course = "[[course]]\ndrug = \"alectinib\"\ndose = \"300 nM\"\n";
    let courses = format!("{}[stop]", course.repeat(200));
    scenario(
        LABORATORY,
        "[stop]",
        &courses,
        &["has 201 entries", "at most 100 courses"],
    );
    let types: String = (0..2000)
        .map(|i| format!("{{ name = \"t{i}\", founders = 1 }}, "))
        .collect();
    let types = format!("types = [{types}");
    scenario(PLAIN, "types = [", &types, &["has 2002 entries", "at most 1000 types"]);
    let swept: Vec<String> = (1..=20_000).map(|n| n.to_string()).collect();
    let swept = format!(
        "[[sweep]]\nkey = \"flask.seed_cells\"\nvalues = [{}]\n[stop]",
        swept.join(", ")
    );
    let bench = Bench::with(&changed(LABORATORY, "[stop]", &swept));
    refused(&bench, &["sweep", "s.toml"], &["has 20000 entries", "at most 10000"]);
}

#[test]
fn tables_that_are_too_wide_or_too_long() {
    let bench = Bench::with(LABORATORY);
    bench.write("p.toml", PLAIN);
    let names: Vec<String> = (0..200_000).map(|i| format!("c{i}")).collect();
    bench.write("wide.csv", &format!("{}\n", names.join(",")));
    bench.write("line.csv", &format!("a\n{}\n", "1,".repeat(3_000_000)));
    bench.write("long.csv", &format!("H3122/doubling\n{}", "2\n".repeat(100_001)));
    bench.write(
        "large.csv",
        &format!("H3122/doubling\n{}", "2.0000000000000\n".repeat(2_100_000)),
    );
    for (table, part) in [("wide.csv", "at most 10000"), ("line.csv", "lines of less than 4 MB")] {
        refused(&bench, &["batch", "p.toml", "--table", table], &[part]);
        refused(&bench, &["run", "s.toml", "--worlds", table, "--out", "r"], &[part]);
    }
    refused(
        &bench,
        &["run", "s.toml", "--worlds", "long.csv", "--out", "r"],
        &["100001 rows", "at most 100000"],
    );
    refused(
        &bench,
        &["run", "s.toml", "--worlds", "large.csv", "--out", "r"],
        &["larger than 32 MB"],
    );
    refused(
        &bench,
        &["fit", "p.toml", "--data", "wide.csv", "--out", "r"],
        &["too many columns", "at most 10000"],
    );
}

/// A folder whose lock somebody filled.
#[test]
fn folders_with_a_lock_that_is_too_large() {
    let bench = Bench::with(PLAIN);
    for name in ["r", "shard"] {
        std::fs::create_dir(bench.path(name)).unwrap();
    }
    let crowded: String = (0..2_000_000).map(|i| format!("k{i} = 1\n")).collect();
    bench.write("r/scenario.lock.toml", &crowded);
    bench.write("shard/shard.lock.toml", &crowded);
    refused(
        &bench,
        &["run", "s.toml", "--out", "r"],
        &["is the folder of another run"],
    );
    refused(
        &bench,
        &["merge", "shard", "--out", "m"],
        &["its shard.lock.toml is damaged"],
    );
    refused(
        &bench,
        &["run", "r/scenario.lock.toml", "--out", "x"],
        &["more than 5000000 marks"],
    );
}
