//! Graded adaptation from the user's end: recipe 28, and the dose-responses of its flasks by day.

use crate::support::{Bench, changed};
use std::collections::BTreeMap;

const RECIPE: &str = include_str!("../../scenarios/28_graded_adaptation.toml");

/// Rows of a CSV file by the names of their columns.
fn rows(bench: &Bench, file: &str) -> Vec<BTreeMap<String, String>> {
    let bytes = bench.read(file);
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let rows = reader.deserialize().map(|row| row.expect("as many fields as columns"));
    rows.collect()
}

/// The IC50 of every drug of the target rises from passage to passage without any mutation, and is parental again after a week
/// without drug: three flasks without scatter, so nothing is left to chance but the flasks themselves.
#[test]
fn the_ic50_rises_by_passages_and_is_parental_after_a_week_off() {
    let bench = Bench::with(&changed(RECIPE, "replicates = 100", "replicates = 3"));
    bench.good(&["run", "s.toml", "--out", "r", "--quiet", "--worlds", "0"]);
    for flask in ["0", "1", "2"] {
        let drugs = ["--drug", "alectinib", "--drug", "lorlatinib", "--drug", "ceritinib"];
        let cells = ["assay", "dose-response", "--run", "r", "--flask", flask, "--day", "180"];
        let days = [
            "--days",
            "14,30,60,90",
            "--holiday",
            "3 d",
            "--holiday",
            "7 d",
            "--no-scatter",
        ];
        let text = bench.good(&[&cells[..], &days, &drugs, &["--out", "o"]].concat());
        assert!(text.contains("EGFR activation 3/3") && text.contains("on"), "{text}");
        assert!(String::from_utf8_lossy(&bench.read("o/dose_response_course.svg")).contains("EGFR activation 3/3"));
        let read = rows(&bench, "o/dose_response.csv");
        let ic50 = |drug: &str| -> Vec<f64> {
            let own = read
                .iter()
                .filter(|row| row["drug"] == drug && row["endpoint"] == "IC50");
            own.map(|row| row["nM"].parse().expect("a dose")).collect()
        };
        for drug in ["alectinib", "lorlatinib", "ceritinib"] {
            // Parental, days 14, 30, 60, 90 and 180, then 3 and 7 days off.
            let doses = ic50(drug);
            assert_eq!(doses.len(), 8);
            assert!(doses[..5].windows(2).all(|pair| pair[0] < pair[1]), "{drug}: {doses:?}");
            assert!(doses[5] >= doses[4], "{drug}: {doses:?}");
            let folds: Vec<f64> = doses.iter().map(|dose| dose / doses[0]).collect();
            assert!(
                folds[2] < 3.0 && folds[3] > 2.0 && folds[5] > 4.0,
                "gradually: {drug} {folds:?}"
            );
            assert!(
                folds[6] < 0.6 * folds[5] && folds[7] < 1.3,
                "lost within a week: {drug} {folds:?}"
            );
        }
        // Every day's cells are somewhere.
        let mut held: BTreeMap<String, f64> = BTreeMap::new();
        for row in rows(&bench, "o/dose_response_states.csv") {
            *held.entry(row["day"].clone()).or_default() += row["share"].parse::<f64>().expect("a share");
        }
        assert_eq!(held.len(), 7);
        assert!(held.values().all(|sum| (sum - 1.0).abs() < 1e-3), "{held:?}");
    }
    let days = [
        "assay",
        "dose-response",
        "--line",
        "H3122",
        "--drug",
        "alectinib",
        "--days",
        "30",
    ];
    bench.refused(&days, &["--days", "--run", "--flask"]);
}
