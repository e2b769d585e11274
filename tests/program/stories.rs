//! What runs tell of the question that they were made for: growth of mutants, wells without a cell, plans within reach.

use crate::support::{Bench, LABORATORY};
use serde_json::Value;

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn share(of: &Value) -> f64 {
    of["share"].as_f64().expect("a share")
}

/// Recipe 04: three mutations a culture, so exp(-3) of the cultures without a mutant and a median of 7 (Lea and Coulson
/// 1949); what is simulated follows the law bin by bin, which Poisson of the same mean does not.
#[test]
fn growth_of_mutants_follows_luria_and_delbrueck() {
    let text = include_str!("../../scenarios/04_luria_delbrueck.toml");
    let bench = Bench::with(text);
    let told = bench.good(&["run", "s.toml", "--out", "r", "--quiet"]);
    let summary = json(&String::from_utf8(bench.read("r/summary.json")).expect("text"));
    let of = &summary["statistics"]["fluctuation"];
    let number = |key: &str| of[key].as_f64().expect("a number");
    assert!((number("mutations") - 3.0).abs() < 1e-3);
    assert!((number("law_zero") - (-3.0f64).exp()).abs() < 1e-4);
    assert_eq!(of["law_median"], 7);
    let bins = of["bins"].as_array().expect("bins");
    let column = |key: &str| -> Vec<f64> { bins.iter().map(|bin| bin[key].as_f64().unwrap_or(0.0)).collect() };
    let (seen, law, poisson) = (column("share"), column("law"), column("poisson"));
    assert!(
        (seen.iter().sum::<f64>() - 1.0).abs() < 1e-9,
        "every culture is in a bin"
    );
    let chi = |expected: &[f64]| -> f64 {
        let rows = seen.iter().zip(expected).filter(|(_, p)| **p * 2000.0 >= 5.0);
        rows.map(|(seen, p)| 2000.0 * (seen - p) * (seen - p) / p).sum()
    };
    // About ten bins: 0.1% of such sums are above 30.
    assert!(chi(&law) < 30.0, "{}", chi(&law));
    assert!(
        seen[0] > 0.03 && poisson[0] < 1e-6,
        "Poisson leaves no culture without a mutant"
    );
    assert!(
        told.contains("The law of Luria and Delbrück expects none in 5%"),
        "{told}"
    );
    let page = String::from_utf8(bench.read("r/report.html")).expect("text");
    let answer = page.split_once("class=\"answer\"").expect("an answer").1;
    assert!(
        answer
            .split_once("</section>")
            .expect("its end")
            .0
            .contains("Mutant cells at the end: none in")
    );
    let figure = String::from_utf8(bench.read("r/figures/fluctuation.svg")).expect("text");
    for mark in ["median ", "mean ", "most "] {
        assert!(figure.contains(mark), "{mark} is not in the figure");
    }
}

const WELLS: &str = r#"
schema = 1
name = "one cell per well"
replicates = 2000
seed = 5
[line]
id = "H3122"
[flask]
vessel = "96-well"
seed_cells = 1
passage = { at = "never", or_every = "never" }
[routes]
states = false
alleles = false
bypass = false
amplification = false
[[course]]
drug = "alectinib"
dose = "0 nM"
[stop]
after = "14 d"
at_resistance = false
"#;

/// Limiting dilution leaves exp(-1) of the wells without a cell: these never died out.
#[test]
fn wells_without_a_cell_are_empty_and_not_extinct() {
    let bench = Bench::with(WELLS);
    let told = bench.good(&["run", "s.toml", "--out", "r", "--quiet", "--export", "survival"]);
    let summary = json(&String::from_utf8(bench.read("r/summary.json")).expect("text"));
    let of = &summary["statistics"];
    let outcome = |word: &str| {
        let rows = of["outcomes"].as_array().expect("outcomes");
        let row = rows.iter().find(|row| row["outcome"] == word).expect("an outcome");
        row["share"].clone()
    };
    let empty = &outcome("empty");
    let expected = (-1.0f64).exp();
    let error = (expected * (1.0 - expected) / 2000.0).sqrt();
    assert!((share(empty) - expected).abs() < 4.0 * error, "{empty}");
    let count = |word: &str| outcome(word)["count"].as_u64().expect("a count");
    let died = count("extinct");
    let rows = |file: &str| {
        String::from_utf8(bench.read(file))
            .expect("text")
            .matches(",empty,")
            .count() as u64
    };
    assert_eq!(rows("r/replicates.csv"), count("empty"));
    assert_eq!(rows("r/export/survival.csv"), 0);
    let survival = String::from_utf8(bench.read("r/export/survival.csv")).expect("text");
    assert_eq!(survival.lines().count() as u64, 1 + 2000 - count("empty"));
    assert!(died > 0, "a lone cell may die");
    let last = of["incidence"]["extinct"]
        .as_array()
        .and_then(|points| points.last())
        .expect("a point");
    assert!(
        (last["value"].as_f64().expect("a number") - died as f64 / 2000.0).abs() < 1e-9,
        "{last}"
    );
    assert!(
        told.contains("were empty from the start") && told.contains(&format!("{died} went extinct")),
        "{told}"
    );
    let page = String::from_utf8(bench.read("r/report.html")).expect("text");
    assert!(page.contains("empty: no cell was seeded") && page.contains("1 cell on average"));
    assert!(!page.contains("1 cells"), "one cell is one cell");
}

/// A plan from `new scenario` works for its line and drug: most flasks come to the goal or die.
#[test]
fn a_new_plan_is_within_reach() {
    for (line, drug) in [
        ("H3122", "alectinib"),
        ("KM12", "larotrectinib"),
        ("MOLM-13", "gilteritinib"),
        ("MOLM-13", "quizartinib"),
    ] {
        let bench = Bench::with("");
        bench.good(&["new", "scenario", "--line", line, "--drug", drug, "--out", "plan.toml"]);
        let run = [
            "run",
            "plan.toml",
            "--out",
            "r",
            "--quiet",
            "--replicates",
            "100",
            "--worlds",
            "0",
            "--json",
        ];
        let of = &json(&bench.good(&run))["statistics"];
        let given_up = of["outcomes"][2]["share"]["count"].as_u64().expect("a count");
        let settled = of["reached_goal"]["count"].as_u64().expect("a count")
            + of["outcomes"][1]["share"]["count"].as_u64().expect("a count");
        assert!(
            given_up <= 75 && settled >= 25,
            "{line} {drug}: {given_up} given up, {settled} at the goal or dead"
        );
        // At the goal unaltered cells are held, so that what is resistant has changed.
        let first = &of["profile"]["by_mechanism"];
        let unaltered = first
            .as_array()
            .expect("rows")
            .iter()
            .find(|row| row["class"] == "none");
        let dominant = unaltered.map_or(0, |row| row["dominant"]["of_resistant"]["count"].as_u64().unwrap_or(0));
        assert!(dominant < 12, "{line} {drug}: {dominant} of unaltered cells");
    }
}

/// Cells become resistant to what they are given: neither to a drug that ended before, nor to one that comes later.
#[test]
fn the_answer_names_what_is_given() {
    let base = LABORATORY.replace("after = \"60 d\"", "after = \"80 d\"");
    for (timing, named) in [
        ("until = \"5 d\"", false),
        ("from = \"79 d\"", false),
        ("until = \"80 d\"", true),
    ] {
        let second = format!("[[course]]\ndrug = \"trametinib\"\ndose = \"0.1 nM\"\n{timing}\n[stop]");
        let bench = Bench::with(&base.replace("[stop]", &second).replace("0.1 nM", "0.01 nM"));
        let told = bench.good(&["run", "s.toml", "--worlds", "0", "--quiet", "--out", "r"]);
        let answer = told.lines().next().unwrap();
        assert!(answer.contains("resistant to alectinib at 300 nM"), "{answer}");
        assert_eq!(answer.contains("trametinib"), named, "{timing}: {answer}");
    }
}

/// Founding events of a stock that is kept for long are those of all its passages; those between two passages are of the cells
/// that a split leaves: births until the next, counted in small steps.
#[test]
fn mutants_to_expect_count_all_divisions() {
    let told = |line: &str, flask: &str| {
        let text = LABORATORY.replace("id = \"H3122\"", &format!("id = \"H3122\"\n{line}"));
        let bench = Bench::with(&format!("{text}\n[flask]\n{flask}"));
        json(&bench.good(&["explain", "s.toml", "--json"]))["laboratory"].clone()
    };
    let vessel = "capacity = 1e7\nseed_cells = 1e6\npassage = { at = \"80% confluence\", or_every = \"never\", split = \"1:4\" }";
    let clone = told("expand_to = 5e6", vessel);
    let old = told("stock = \"old\"\npassaged = \"100 d\"\nexpand_to = 5e6", vessel);
    let net = clone["parental_growth"].as_f64().expect("a rate");
    let divisions = |of: &Value, key: &str| of["supply"][key].as_f64().expect("a number");
    let made = divisions(&clone, "stock_divisions");
    // Each passage goes from 1e6 back to 5e6 cells.
    let passages = (100.0 * net / 5f64.ln()).ceil();
    let expected = made * (1.0 + passages * 4e6 / (5e6 - 1.0));
    let all = divisions(&old, "stock_divisions");
    assert!(
        (all / expected - 1.0).abs() < 1e-6 && passages > 10.0,
        "{all} {expected}"
    );
    // Births per cell added without crowding, and with it from 2e6 to 8e6 of 1e7 cells.
    let birth = net * made / (5e6 - 1.0);
    let (mut cells, mut born, step) = (2e6, 0.0, 1e-4);
    while cells < 8e6 {
        born += step * cells * (birth - net * cells / 1e7);
        cells += step * net * cells * (1.0 - cells / 1e7);
    }
    let passage = divisions(&clone, "passage_divisions");
    assert!((passage / born - 1.0).abs() < 2e-3, "{passage} {born}");
}
