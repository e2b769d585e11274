//! What the program writes and refuses.

#[path = "../support/mod.rs"]
mod support;

use support::{Bench, LABORATORY, changed};

/// One dose, arms, barcodes, samples, plating in a small vessel.
fn scenario() -> String {
    let text = changed(
        LABORATORY,
        "id = \"H3122\"",
        "id = \"H3122\"\narms = 2\nexpand_to = 1e5",
    );
    format!(
        "{text}at_resistance = true\n[flask]\ncapacity = 1e5\nseed_cells = 2e4\nplating = \"90%\"\nmedium = \"2 mL\"\n\
         [barcodes]\nlibrary = 200\ncells_per_barcode = 500\n[record]\nsamples = [\"5 d\", \"20 d\"]\n"
    )
}

fn rows(bench: &Bench, file: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let bytes = bench.read(file);
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let heads = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect());
    (heads, rows.collect())
}

#[test]
fn a_run_writes_samples_barcodes_and_work_and_its_lock_repeats_it() {
    let bench = Bench::with(&scenario());
    let told = bench.good(&["run", "s.toml", "--out", "a", "--quiet"]);
    assert!(told.contains("\nArms: ") && told.contains("\nBarcodes: "), "{told}");
    let (heads, barcodes) = rows(&bench, "a/barcodes.csv");
    assert_eq!(heads, ["stock", "replicate", "barcode", "seeded", "cells"]);
    assert!(
        barcodes
            .iter()
            .all(|row| row[0].parse::<u64>().unwrap() == row[1].parse::<u64>().unwrap() / 2)
    );
    let (heads, samples) = rows(&bench, "a/samples.csv");
    assert_eq!(heads[..4], ["replicate", "asked_day", "day", "cells"]);
    for flask in 0..4 {
        for day in ["5", "20"] {
            let of: Vec<_> = samples
                .iter()
                .filter(|row| row[0] == flask.to_string() && row[1] == day)
                .collect();
            let sum: f64 = of.iter().filter_map(|row| row[6].parse::<f64>().ok()).sum();
            assert!(
                of.is_empty() || (sum - 1.0).abs() < 1e-9 || of[0][3] == "0",
                "flask {flask}, day {day}: {sum}"
            );
        }
    }
    let (heads, drug) = rows(&bench, "a/drug_use.csv");
    assert_eq!(heads, ["replicate", "course", "drug", "dose_sum_nM", "amount_nmol"]);
    let (heads, replicates) = rows(&bench, "a/replicates.csv");
    assert_eq!(drug.len(), replicates.len());
    let column = |name: &str| heads.iter().position(|head| head == name).expect("a column");
    for (row, drug) in replicates.iter().zip(&drug) {
        assert!(row[column("medium_changes")].parse::<u32>().unwrap() >= 1);
        let changes: f64 = row[column("medium_changes")].parse().unwrap();
        assert_eq!(drug[0], row[0]);
        let drug: f64 = drug[3].parse().unwrap();
        assert!(
            (drug - 300.0 * changes).abs() < 1e-6,
            "300 nM in every change: {drug} over {changes}"
        );
        assert!(
            row[column("lost")].parse::<u64>().unwrap() > 1_500,
            "a tenth of 20,000 cells at least"
        );
    }
    let page = String::from_utf8(bench.read("a/report.html")).unwrap();
    for text in [
        "Arms of one stock",
        "Barcodes",
        "inverse Simpson",
        "alectinib used, nmol",
        "visits with fresh medium",
    ] {
        assert!(page.contains(text), "{text}");
    }
    bench.good(&["run", "a/scenario.lock.toml", "--out", "b", "--quiet"]);
    assert_eq!(bench.run_files("a"), bench.run_files("b"));
}

#[test]
fn wells_are_told_as_wells() {
    let text = format!("{LABORATORY}[flask]\nvessel = \"96-well\"\n");
    let bench = Bench::with(&text);
    let told = bench.good(&["run", "s.toml", "--out", "a", "--quiet"]);
    assert!(told.contains("Positive wells: "), "{told}");
    let page = String::from_utf8(bench.read("a/report.html")).unwrap();
    assert!(page.contains("Positive wells") && page.contains("Wilson"));
    let summary: serde_json::Value = serde_json::from_slice(&bench.read("a/summary.json")).unwrap();
    assert_eq!(summary["statistics"]["wells"]["positive"]["n"], 4);
}

#[test]
fn impossible_designs_are_refused_before_anything_runs() {
    let good = scenario();
    for (from, to, parts) in [
        ("arms = 2", "arms = 0", vec!["`arms`", "1 to 1000"]),
        (
            "arms = 2",
            "arms = 9",
            vec!["barcodes", "100000 cells", "180000", "9 flasks"],
        ),
        (
            "library = 200",
            "library = 3e6",
            vec!["`library`", "10 to 100000", "followed on its own"],
        ),
        ("library = 200", "library = 5", vec!["`library`", "10 to 100000"]),
        ("library = 200\n", "", vec!["`library`", "is missing"]),
        ("plating = \"90%\"", "plating = \"0%\"", vec!["`plating`", "above 0%"]),
        ("medium = \"2 mL\"", "medium = \"2\"", vec!["`medium`", "12 mL"]),
        ("\"20 d\"]", "\"99 d\"]", vec!["samples", "day 60"]),
        ("\"20 d\"]", "\"5 d\"]", vec!["samples", "not later"]),
        ("expand_to = 1e5", "expand_to = 100", vec!["`expand_to`", "200"]),
    ] {
        let bench = Bench::with(&changed(&good, from, to));
        bench.refused(&["run", "s.toml"], &parts);
    }
    let no_barcodes = good.split("[barcodes]").next().unwrap();
    let bench = Bench::with(&changed(no_barcodes, "expand_to = 1e5", "expand_to = 3e4"));
    bench.refused(&["run", "s.toml"], &["`expand_to`", "2 arms of seed_cells = 20000"]);
}

#[test]
fn a_multiplicity_of_infection_gives_the_marked_cells() {
    let bench = Bench::new();
    let with = |barcodes: &str| {
        format!(
            "schema = 1\nname = \"moi\"\nreplicates = 2\n[line]\nid = \"H3122\"\n[barcodes]\ncells_per_barcode = 1000\n\
             {barcodes}\n[[course]]\ndrug = \"alectinib\"\ndose = \"300 nM\"\n[stop]\nafter = \"20 d\"\n"
        )
    };
    // 1 - e^-0.1 of 1e5 cells.
    bench.write("moi.toml", &with("transduced = 1e5\nmoi = 0.1"));
    bench.write("library.toml", &with("library = 9516"));
    let told = bench.good(&["explain", "moi.toml"]);
    assert!(
        told.contains("9,516 cells of the stock get a heritable barcode")
            && told.contains("marks 9.5% of the cells: about 10⁵ met the virus")
            && told.contains("4.9% of the marked cells have more than one barcode"),
        "{told}"
    );
    for name in ["moi", "library"] {
        bench.good(&["run", &format!("{name}.toml"), "--out", name, "--quiet"]);
    }
    assert_eq!(bench.read("moi/barcodes.csv"), bench.read("library/barcodes.csv"));
    bench.good(&["run", "moi/scenario.lock.toml", "--out", "again", "--quiet"]);
    assert_eq!(bench.read("moi/summary.json"), bench.read("again/summary.json"));
    for (barcodes, part) in [
        ("transduced = 1e5", "needs the multiplicity of infection"),
        ("transduced = 1e7\nmoi = 0.1", "marks 9.52 × 10⁵ cells"),
        (
            "library = 100\ntransduced = 1e5\nmoi = 0.1",
            "does not go with `library`",
        ),
        ("library = 100\nmoi = 50", "out of range"),
        ("moi = 0.1", "transduced = 1e5 and moi = 0.1"),
    ] {
        bench.write("s.toml", &with(barcodes));
        bench.refused(&["check", "s.toml"], &["s.toml", part]);
    }
}
