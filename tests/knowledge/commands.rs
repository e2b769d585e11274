//! Commands that show what the knowledge base means for a scenario: tornado and figures.

use crate::support::{Bench, LABORATORY, PLAIN, changed};
use serde_json::Value;

/// Only amplification is open, at a dose that a few copies overcome, so that the answer must lean on how often it comes.
fn amplification_only() -> String {
    let longer = changed(&changed(LABORATORY, "300 nM", "80 nM"), "60 d", "150 d");
    changed(
        &longer,
        "[stop]",
        "[routes]\nalleles = false\nbypass = false\nstates = false\n[stop]",
    )
}

#[test]
fn a_tornado_ranks_what_the_answer_leans_on() {
    let bench = Bench::with(&amplification_only());
    let told = bench.good(&[
        "tornado",
        "s.toml",
        "--replicates",
        "30",
        "--quiet",
        "--out",
        "one",
        "--threads",
        "1",
    ]);
    assert!(
        told.contains("first extra copy of ALK") && told.contains("Within noise: 9 values"),
        "{told}"
    );
    let json: Value = serde_json::from_slice(&bench.read("one/summary.json")).unwrap();
    let rows = json["rows"].as_array().unwrap();
    let gain = rows
        .iter()
        .position(|row| row["key"] == "alk-amplification/first_gain")
        .unwrap();
    assert!(
        gain < 8 && rows[gain]["effect"].as_f64().unwrap() > 0.05,
        "place {gain}: {}",
        rows[gain]
    );
    // Effects fall, and what no flask can feel is not simulated.
    let effects: Vec<f64> = rows.iter().map(|row| row["effect"].as_f64().unwrap()).collect();
    assert!(effects.is_sorted_by(|a, b| a >= b), "{effects:?}");
    assert!(
        rows.iter()
            .all(|row| !row["key"].as_str().unwrap().starts_with("fold/"))
    );
    let csv = String::from_utf8(bench.read("one/tornado.csv")).unwrap();
    assert_eq!(csv.lines().count(), rows.len() + 1);
    assert!(
        String::from_utf8(bench.read("one/tornado.svg"))
            .unwrap()
            .contains("time to resistance")
    );
    // The same bytes for any number of threads; a finished folder is left alone.
    bench.good(&[
        "tornado",
        "s.toml",
        "--replicates",
        "30",
        "--quiet",
        "--out",
        "two",
        "--threads",
        "2",
    ]);
    assert_eq!(bench.run_files("one"), bench.run_files("two"));
    let again = bench.good(&["tornado", "s.toml", "--replicates", "30", "--quiet", "--out", "one"]);
    assert!(again.contains("already complete: one"), "{again}");
    bench.refused(
        &["tornado", "s.toml", "--replicates", "31", "--quiet", "--out", "one"],
        &["one"],
    );
}

#[test]
fn a_tornado_needs_values_to_move() {
    Bench::with(PLAIN).refused(&["tornado", "s.toml"], &["s.toml", "laboratory form"]);
    let bench = Bench::with(LABORATORY);
    bench.good(&["run", "s.toml", "--quiet", "--replicates", "1"]);
    bench.refused(&["tornado", "runs/s/scenario.lock.toml"], &["lock file"]);
}

#[test]
fn explain_draws_windows_and_pairs() {
    let pair = changed(
        LABORATORY,
        "[stop]",
        "[[course]]\ndrug = \"trametinib\"\ndose = \"10 nM\"\n[stop]",
    );
    let bench = Bench::with(&pair);
    let told = bench.good(&["explain", "s.toml", "--figures", "drawn"]);
    assert!(
        told.contains("drawn/window-1-alectinib.svg") && told.contains("drawn/pair.svg"),
        "{told}"
    );
    for (name, part) in [
        ("window-1-alectinib", "G1202R"),
        ("window-2-trametinib", "unaltered line"),
        ("pair", "trametinib"),
    ] {
        let svg = String::from_utf8(bench.read(&format!("drawn/{name}.svg"))).unwrap();
        assert!(svg.contains(part) && svg.ends_with("</svg>\n"), "{name}");
    }
    let json: Value = serde_json::from_str(&bench.good(&["explain", "s.toml", "--json"])).unwrap();
    let map = &json["laboratory"]["pair"];
    // Without drug everything grows; at the highest doses of both the parental line does not.
    assert_eq!(map["cells"][0][0]["parental_grows"], true);
    let last = map["cells"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .as_array()
        .unwrap()
        .last()
        .unwrap();
    assert_eq!(last["parental_grows"], false);
    Bench::with(PLAIN).refused(&["explain", "s.toml", "--figures", "drawn"], &["plain form"]);
}

#[test]
fn the_matrix_is_drawn() {
    let bench = Bench::new();
    bench.good(&["kb", "matrix", "--family", "alk", "--svg", "alk.svg"]);
    let svg = String::from_utf8(bench.read("alk.svg")).unwrap();
    for part in ["G1202R", "lorlatinib", "no measurement"] {
        assert!(svg.contains(part), "{part}");
    }
}
