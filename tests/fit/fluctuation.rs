//! `escalade fluctuation`: classic tests to three digits, drawn cultures read back, wrong tables refused.

use crate::support::Bench;

const DEMEREC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/data/demerec_1945.csv");
const LURIA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/data/luria_delbrueck_1943.csv");

#[test]
fn classic_fluctuation_tests_are_told_to_three_digits() {
    let bench = Bench::new();
    let out: serde_json::Value = serde_json::from_str(&bench.good(&["fluctuation", DEMEREC, LURIA, "--json"])).unwrap();
    let value = |test: usize| out["tests"][test]["mutations"]["value"].as_f64().unwrap();
    assert_eq!(format!("{:.2} {:.2}", value(0), value(1)), "10.84 1.19");
    let ratio = &out["ratios"][0]["ratio"];
    assert!((ratio["value"].as_f64().unwrap() - value(1) / value(0)).abs() < 1e-9);
    let text = bench.good(&["fluctuation", DEMEREC]);
    assert!(
        text.contains("10.8 (95% interval 8.65 to 13.2)") && text.contains("5.71 × 10⁻⁸"),
        "{text}"
    );
}

#[test]
fn drawn_cultures_are_read_back() {
    let bench = Bench::new();
    let draw = [
        "fluctuation",
        "--mutations",
        "3",
        "--cultures",
        "200",
        "--plating",
        "0.4",
        "--final-cells",
        "1e8",
    ];
    let forward = bench.good(&[&draw[..], &["--out", "c.csv", "--json"]].concat());
    let forward: serde_json::Value = serde_json::from_str(&forward).unwrap();
    let back: serde_json::Value = serde_json::from_str(&bench.good(&["fluctuation", "c.csv", "--json"])).unwrap();
    let test = &back["tests"][0];
    assert_eq!(
        (test["cultures"].as_u64(), test["mean"].as_f64()),
        (Some(200), forward["mean"].as_f64())
    );
    let interval = |end: &str| test["mutations"][end].as_f64().unwrap();
    assert!(interval("low") < 3.0 && 3.0 < interval("high"), "{test}");
    assert!((test["rate"]["value"].as_f64().unwrap() * 1e8 / interval("value") - 1.0).abs() < 1e-12);
    // A file that is there stays as it is.
    bench.refused(&[&draw[..], &["--out", "c.csv"]].concat(), &["c.csv"]);
}

#[test]
fn wrong_fluctuation_tests_are_refused() {
    let bench = Bench::new();
    for (text, parts) in [
        (
            "culture,count\n1,2.5\n2,-1\n",
            &["c.csv:2", "is no whole number", "c.csv:3", "is negative", "2 mistakes"][..],
        ),
        ("culture,count\n1,2\n", &["has one culture"]),
        (
            "culture,count,plated_share\n1,2,1e-9\n2,3,1e-9\n",
            &["c.csv:2", "allowed: 10⁻⁴ to 1"],
        ),
        ("flask,day,cells\n1,2,3\n", &["column `count`"]),
        (
            "count,plated_share,final_cells\n100,0.1,1000\n101,0.1,1000\n",
            &["c.csv:3", "count = 101", "allowed: at most 100 "],
        ),
    ] {
        bench.write("c.csv", text);
        bench.refused(&["fluctuation", "c.csv"], parts);
    }
    bench.write("c.csv", "count\n20\n7\n");
    bench.refused(
        &["fluctuation", "c.csv", "--plating", "10%", "--final-cells", "150"],
        &["c.csv:2", "count = 20", "allowed: at most 15 "],
    );
    bench.write("c.csv", "culture,count,plated_share\n1,2,0.5\n2,3,0.5\n");
    bench.refused(
        &["fluctuation", "c.csv", "--plating", "0.4"],
        &["c.csv:2", "leave out --plating"],
    );
    bench.refused(
        &["fluctuation", "c.csv", "--mutant-growth", "0"],
        &["allowed: 0.05 to 20"],
    );
    bench.refused(
        &["fluctuation", "d.csv"],
        &["d.csv: no such file", "did you mean `c.csv`?"],
    );
}
