//! `escalade compare`: what it writes, what it refuses, and that its intervals cover.

use crate::support::{Bench, LABORATORY, PLAIN, changed};
use escalade::random::{Purpose, stream};
use escalade::statistics::paired::{PairedMeans, PairedShares};
use rand::RngExt;
use serde_json::Value;

fn bench() -> Bench {
    let bench = Bench::with(LABORATORY);
    bench.write("high.toml", &changed(LABORATORY, "300 nM", "3 uM"));
    bench
}

fn json(bench: &Bench, file: &str) -> Value {
    serde_json::from_slice(&bench.read(file)).expect("JSON")
}

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

#[test]
fn what_cannot_be_paired_is_said_or_refused() {
    let bench = bench();
    bench.write("plain.toml", PLAIN);
    bench.write(
        "old.toml",
        &changed(LABORATORY, "id = \"H3122\"", "id = \"H3122\"\nstock = \"old\""),
    );
    bench.refused(
        &["compare", "s.toml", "plain.toml"],
        &["plain.toml", "plain form", "laboratory form"],
    );
    bench.refused(
        &["compare", "s.toml", "hihg.toml"],
        &["hihg.toml", "did you mean `high.toml`?"],
    );
    let output = bench.run(&["compare", "s.toml", "old.toml", "--out", "c", "--replicates", "2"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("warning: pairing fails: A and B: the stocks differ"),
        "{told}"
    );
    assert!(
        String::from_utf8(bench.read("c/compare.html"))
            .unwrap()
            .contains("Where pairing fails")
    );
    let good = bench.run(&[
        "compare",
        "s.toml",
        "high.toml",
        "--out",
        "d",
        "--replicates",
        "2",
        "--quiet",
    ]);
    assert_eq!(String::from_utf8(good.stderr).unwrap(), "");
}

/// Flasks of different lines have only their numbers in common: nothing is told pair by pair.
#[test]
fn different_lines_are_compared_unpaired() {
    let bench = bench();
    bench.write(
        "km12.toml",
        &changed(&changed(LABORATORY, "H3122", "KM12"), "alectinib", "larotrectinib"),
    );
    let output = bench.run(&["compare", "s.toml", "km12.toml", "--out", "c", "--replicates", "6"]);
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(
        err.contains("the lines differ (H3122, KM12), so that they are compared as independent samples"),
        "{err}"
    );
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("B against A, 6 flasks each, unpaired"), "{told}");
    assert!(
        !told.contains("later in") && !told.contains("correlation") && !told.contains("pairing,"),
        "{told}"
    );
    let row = &json(&bench, "c/compare.json")["comparisons"][0];
    assert_eq!(row["shares_flasks"], false);
    assert!(
        row.get("order").is_none() && row["resistant"].get("both").is_none(),
        "{row}"
    );
    for measure in ["resistant", "time"] {
        assert!(row[measure]["correlation"].is_null(), "{row}");
        assert!(
            row[measure]["low"].is_number() && row[measure]["high"].is_number(),
            "{row}"
        );
    }
    let page = String::from_utf8(bench.read("c/compare.html")).unwrap();
    for word in [
        "Who is resistant later",
        "What pairing bought",
        "Paired differences",
        "the same stocks",
        "over the same flasks",
        "flask by flask",
    ] {
        assert!(!page.contains(word), "\"{word}\" is on the page");
    }
    assert!(page.contains("Outcomes over independent flasks"));
    // Two protocols of one line are pairs as before.
    bench.good(&[
        "compare",
        "s.toml",
        "high.toml",
        "--out",
        "d",
        "--replicates",
        "6",
        "--quiet",
    ]);
    let row = &json(&bench, "d/compare.json")["comparisons"][0];
    assert_eq!(row["shares_flasks"], true);
    assert!(
        row["order"].is_object() && row["resistant"]["both"].is_number(),
        "{row}"
    );
}

/// H0: the 95% interval of the paired difference covers the truth in at least 93% of experiments.
/// Each of 4,000 experiments has 60 pairs that share a latent number. A binomial count at 93% falls
/// below 3,640 of 4,000 with probability below 1e-6 (z < -4.95). Power: an interval of half the width covers
/// about 67% and one for independent pairs with the sign of the correlation wrong is told by its width.
#[test]
fn paired_intervals_cover() {
    const EXPERIMENTS: u64 = 4_000;
    let (mut shares, mut halved, mut means, mut widths) = (0u64, 0u64, 0u64, [0.0; 2]);
    for experiment in 0..EXPERIMENTS {
        let mut rng = stream(20_261_122, experiment, Purpose::Quiz);
        let pairs: Vec<(f64, f64)> = (0..60)
            .map(|_| {
                let shared: f64 = rng.random();
                let own = |rng: &mut escalade::random::Generator| {
                    if rng.random::<f64>() < 0.6 {
                        shared
                    } else {
                        rng.random()
                    }
                };
                (own(&mut rng), own(&mut rng))
            })
            .collect();
        // P(first) = 0.3, P(other) = 0.45; means 0.5 and 0.5 + 0.2.
        let share = PairedShares::of(pairs.iter().map(|&(a, b)| (a < 0.3, b < 0.45)));
        let covers = |low: f64, high: f64, truth: f64| u64::from(low <= truth && truth <= high);
        shares += covers(share.low, share.high, 0.15);
        let half = |end: f64| share.difference + 0.5 * (end - share.difference);
        halved += covers(half(share.low), half(share.high), 0.15);
        let (first, other): (Vec<f64>, Vec<f64>) = pairs.iter().map(|&(a, b)| (a, b + 0.2)).unzip();
        let mean = PairedMeans::of(&first, &other);
        means += covers(mean.low.unwrap(), mean.high.unwrap(), 0.2);
        let crossed = PairedShares::of(
            pairs
                .iter()
                .zip(pairs.iter().skip(1))
                .map(|(a, b)| (a.0 < 0.3, b.1 < 0.45)),
        );
        widths[0] += share.high - share.low;
        widths[1] += crossed.high - crossed.low;
    }
    let least = 3_640;
    assert!(
        shares >= least && means >= least,
        "{shares} and {means} of {EXPERIMENTS}"
    );
    assert!(halved < least, "half the width would pass: {halved}");
    assert!(widths[0] < 0.95 * widths[1], "pairing narrows the interval: {widths:?}");
}

/// What `run` warns of stands in the answer, the tiles and the table of a comparison; every protocol has a tile.
#[test]
fn cells_that_were_never_held_are_told_in_the_comparison() {
    let bench = bench();
    for (name, dose) in [("weak", "1 nM"), ("strong", "300 nM"), ("other", "100 nM")] {
        bench.write(&format!("{name}.toml"), &changed(LABORATORY, "300 nM", dose));
    }
    let files = [
        "compare",
        "weak.toml",
        "strong.toml",
        "other.toml",
        "--out",
        "c",
        "--quiet",
    ];
    let told = bench.good(&files);
    let protocols = &json(&bench, "c/compare.json")["protocols"];
    assert_eq!(protocols[0]["warnings"][0]["about"], "not_held");
    // Doses that differ are told with each protocol.
    for (i, dose) in ["1 nM", "300 nM", "100 nM"].iter().enumerate() {
        let letter = ["A", "B", "C"][i];
        assert_eq!(protocols[i]["doses"][0], format!("alectinib at {dose}"));
        assert!(
            told.contains(&format!("{letter}  one dose (alectinib at {dose})")),
            "{told}"
        );
    }
    assert_eq!(protocols[1]["warnings"].as_array().map(Vec::len), Some(0));
    assert!(
        told.contains("Under A the doses do not hold the unaltered cells"),
        "{told}"
    );
    let page = String::from_utf8(bench.read("c/compare.html")).unwrap();
    for letter in ["A", "B", "C"] {
        assert!(
            page.contains(&format!("<dt>mean time under {letter}")),
            "{letter} has no tile"
        );
    }
    assert!(page.contains("<td>not held</td><td>held</td>"), "the table tells it");
    let answer = page
        .split_once("<section class=\"answer\">")
        .unwrap()
        .1
        .split_once("</section>")
        .unwrap()
        .0;
    assert!(
        answer.contains("do not hold the unaltered cells") && answer.len() < 1_500,
        "{answer}"
    );
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

/// A protocol that never holds the cells is no protocol to choose, whatever is wanted: a ladder of low doses that counts only from its
/// last step lasts longest, and its cells grow from the first day.
#[test]
fn a_protocol_that_holds_nothing_is_left_out_whatever_is_wanted() {
    let bench = bench();
    let ladder = changed(
        LABORATORY,
        "dose = \"300 nM\"",
        "doses = [\"0.5 nM\", \"1 nM\"]\nhold = \"50 d\"",
    );
    bench.write("open.toml", &ladder.replace("after = \"60 d\"", "after = \"90 d\""));
    for (want, worlds) in [("sooner", "0"), ("later", "0"), ("bypass", "0"), ("later", "3")] {
        let out = format!("{want}{worlds}");
        let told = bench.good(&[
            "compare",
            "s.toml",
            "high.toml",
            "open.toml",
            "--quiet",
            "--want",
            want,
            "--worlds",
            worlds,
            "--out",
            &out,
        ]);
        let answer = told
            .split("\n\n")
            .find(|part| part.contains("left out") || part.contains("No flask"));
        let answer = answer.unwrap_or_else(|| panic!("{want}: {told}"));
        if !answer.contains("No flask") {
            assert!(
                answer.contains("C is left out, since the doses do not hold the unaltered cells there"),
                "{answer}"
            );
            let ahead = answer
                .split("under ")
                .nth(1)
                .or(answer.split("choose, ").nth(1))
                .unwrap_or_default();
            assert!(!ahead.starts_with('C'), "{answer}");
        }
    }
}
