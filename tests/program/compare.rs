//! `escalade compare`: what it writes, and that each protocol has the flasks of its own run.

use crate::compared::bench;
use crate::json;
use crate::support::{Bench, LABORATORY, changed};

#[test]
fn a_comparison_writes_page_tables_and_figures_and_is_then_left_alone() {
    let bench = bench();
    let told = bench.good(&["compare", "s.toml", "high.toml", "--out", "c", "--quiet"]);
    assert!(told.contains("B against A, 4 flasks paired"), "{told}");
    let names: Vec<String> = bench.run_files("c").into_iter().map(|(name, _)| name).collect();
    for name in [
        "columns.csv",
        "compare.html",
        "compare.json",
        "compare.lock.toml",
        "figures/differences.svg",
        "figures/incidence.svg",
        "figures/profile.svg",
        "manifest.sha256",
        "pairs.csv",
        "scenarios/A.lock.toml",
        "scenarios/B.lock.toml",
        "figures/worlds.svg",
        "world_flasks.csv",
        "world_pairs.csv",
        "world_protocols.csv",
    ] {
        assert!(names.iter().any(|known| known == name), "{name} is missing: {names:?}");
    }
    assert_eq!(names.len(), 15, "{names:?}");
    let file = json(&bench, "c/compare.json");
    assert_eq!(file["schema"], 1);
    assert_eq!(file["comparisons"][0]["n"], 4);
    let rows = String::from_utf8(bench.read("c/pairs.csv")).unwrap();
    assert_eq!(rows.lines().count(), 5);
    let head = "replicate,A_outcome,A_outcome_day,A_ttr_day,A_dominant,A_highest_dose_nM_alectinib,B_outcome";
    assert!(rows.starts_with(head), "{rows}");
    let before = bench.files();
    let again = bench.good(&["compare", "s.toml", "high.toml", "--out", "c"]);
    assert!(again.contains("already complete"), "{again}");
    let printed = bench.good(&["compare", "s.toml", "high.toml", "--out", "c", "--json"]);
    assert_eq!(printed.as_bytes(), bench.read("c/compare.json"));
    assert_eq!(bench.files(), before);
    let other = ["compare", "s.toml", "high.toml", "--out", "c", "--seed", "9"];
    bench.refused(
        &other,
        &["is the folder of another run", "there: seed = 1", "here: seed = 9"],
    );
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let bench = bench();
    for threads in ["1", "3"] {
        let out = format!("c{threads}");
        let run = [
            "compare",
            "s.toml",
            "high.toml",
            "--out",
            &out,
            "--threads",
            threads,
            "--replicates",
            "12",
        ];
        bench.good(&run);
    }
    assert_eq!(bench.run_files("c1"), bench.run_files("c3"));
}

#[test]
fn each_protocol_gets_the_flasks_of_its_own_run() {
    let bench = bench();
    bench.good(&["compare", "s.toml", "high.toml", "--out", "c", "--quiet"]);
    for (letter, scenario) in [("A", "s.toml"), ("B", "high.toml")] {
        let lock = format!("c/scenarios/{letter}.lock.toml");
        for (run, file) in [("alone", scenario), ("locked", lock.as_str())] {
            let run = format!("{run}{letter}");
            bench.good(&["run", file, "--worlds", "0", "--out", &run, "--quiet"]);
            let alone = json(&bench, &format!("{run}/summary.json"));
            let protocols = json(&bench, "c/compare.json")["protocols"].clone();
            let index = usize::from(letter == "B");
            assert_eq!(protocols[index]["statistics"], alone["statistics"], "{letter} {file}");
        }
    }
}

#[test]
fn a_scenario_does_not_differ_from_itself() {
    // At this dose some flasks become resistant and some do not, where no cell adapts.
    let text = changed(LABORATORY, "300 nM", "50 nM");
    let bench = Bench::with(&changed(&text, "[[course]]", "[routes]\nstates = false\n[[course]]"));
    bench.good(&[
        "compare",
        "s.toml",
        "s.toml",
        "--out",
        "c",
        "--quiet",
        "--replicates",
        "40",
    ]);
    let paired = &json(&bench, "c/compare.json")["comparisons"][0];
    assert_eq!(paired["resistant"]["difference"], 0.0);
    assert_eq!(paired["resistant"]["only_first"], 0);
    assert_eq!(paired["resistant"]["only_other"], 0);
    let time = &paired["time"];
    assert_eq!(
        (&time["difference"], &time["low"], &time["high"]),
        (&0.0.into(), &0.0.into(), &0.0.into())
    );
    assert!(time["first"].as_f64().unwrap() < 60.0, "times vary: {time}");
    assert_eq!(
        (&time["correlation"], &time["variance_ratio"]),
        (&1.0.into(), &0.0.into())
    );
    assert_eq!(paired["order"]["tie"]["count"], 40);
    for mechanism in paired["mechanisms"].as_array().unwrap() {
        assert_eq!(mechanism["shares"]["difference"], 0.0);
    }
}

/// Wells are called wells, and doses that all protocols share are no difference.
#[test]
fn wells_and_shared_doses() {
    let bench = Bench::new();
    let plate = changed(LABORATORY, "[line]", "[flask]\nvessel = \"96-well\"\n[line]");
    bench.write("a.toml", &plate);
    bench.write(
        "b.toml",
        &changed(&plate, "[line]", "[resistance]\nheld_for = \"3 passages\"\n[line]"),
    );
    let told = bench.good(&["compare", "a.toml", "b.toml", "--out", "c", "--quiet"]);
    assert!(told.contains("4 wells paired") && !told.contains("flask"), "{told}");
    assert!(!told.contains(" at 300 nM"), "{told}");
    let page = String::from_utf8(bench.read("c/compare.html")).unwrap();
    assert!(page.contains("Outcomes over the same wells"));
}

/// What is wrong with two files is told at once, a paragraph each.
#[test]
fn two_faulty_files_are_told_together() {
    let bench = Bench::with(&LABORATORY.replace("300 nM", "300"));
    bench.write("other.toml", &LABORATORY.replace("alectinib", "alectinb"));
    bench.write("good.toml", LABORATORY);
    let told = bench.refused(
        &["compare", "s.toml", "other.toml", "good.toml"],
        &["s.toml:", "dose = \"300\"", "other.toml:", "alectinib"],
    );
    assert!(!told.contains("good.toml"), "{told}");
    assert!(told.contains("\n\n"), "{told}");
    let once = bench.refused(&["compare", "s.toml", "s.toml"], &["s.toml:"]);
    assert_eq!(once.matches("dose = \"300\"").count(), 1, "{once}");
}
