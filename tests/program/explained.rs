//! What `kb` and `explain` tell: records, doses, growth, supply and assumptions.

use crate::support::{Bench, LABORATORY, PLAIN};

#[test]
fn knowledge_is_listed_and_shown() {
    let bench = Bench::new();
    let drugs = bench.good(&["kb", "list", "--kind", "drug"]);
    assert!(drugs.contains("alectinib") && !drugs.contains("G1202R"), "{drugs}");
    let json = bench.good(&["kb", "show", "alectinib", "--json"]);
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{json}");
    bench.refused(&["kb", "show", "alectnib"], &["alectnib", "alectinib"]);
    bench.refused(&["kb", "list", "--kind", "drugs"], &["did you mean `drug`?"]);
}

#[test]
fn explain_tells_doses_growth_supply_and_assumptions() {
    let bench = Bench::with(LABORATORY);
    let told = bench.good(&["explain", "s.toml"]);
    for part in [
        "300 nM",
        "IC50",
        "Selection windows",
        "G1202R",
        "per division",
        "assumed",
        "Interval engine",
    ] {
        assert!(told.contains(part), "{part} is missing from\n{told}");
    }
    let json = bench.good(&["explain", "s.toml", "--json"]);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(value["laboratory"]["courses"][0]["types"].is_array());
    bench.write("p.toml", PLAIN);
    let told = bench.good(&["explain", "p.toml"]);
    assert!(told.contains("Expected cells") && told.contains("a -> b"), "{told}");
}
