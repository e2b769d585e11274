//! Points of a sweep: each is the plain run with its values, and what is said of those that hold nothing.

use crate::json;
use crate::support::{Bench, LABORATORY, PLAIN, changed};

#[test]
fn one_value_is_the_plain_run() {
    let bench = Bench::with(LABORATORY);
    bench.write("changed.toml", &changed(LABORATORY, "300 nM", "100 nM"));
    bench.good(&["run", "changed.toml", "--out", "alone", "--quiet", "--replicates", "20"]);
    let vary = ["--vary", "course.1.dose=100 nM"];
    bench.good(
        &[
            &["sweep", "s.toml", "--out", "w", "--quiet", "--replicates", "20"][..],
            &vary,
        ]
        .concat(),
    );
    let alone = &json(&bench, "alone/summary.json")["statistics"];
    let point = &json(&bench, "w/sweep.json")["points"][0];
    assert_eq!(point["resistant"], alone["outcomes"][0]["share"]);
    assert_eq!(point["extinct"], alone["outcomes"][1]["share"]);
    assert!(
        point["resistant"]["count"].as_u64().unwrap() > 0,
        "something happens: {point}"
    );
    let median = &alone["time_to_resistance"]["quantiles"][3];
    assert_eq!((&point["median"], &median["p"]), (median, &0.5.into()));
    let first = &alone["profile"]["by_mechanism"][0];
    assert_eq!(point["mechanisms"][0]["mechanism"], first["mechanism"]);
    assert_eq!(point["mechanisms"][0]["share"], first["dominant"]["of_all"]);
}

const PLATES: &str = r#"
schema = 1
name = "two plates"
replicates = 48
[line]
id = "baf3-tpm3-ntrk1"
expand_to = 1e6
mutagen = { agent = "ENU", dose = 100 }
[flask]
vessel = "96-well"
capacity = 2e5
seed_cells = 1e5
passage = { at = "never", or_every = "never" }
[routes]
states = ["drug-tolerant"]
bypass = false
[[course]]
drug = "larotrectinib"
dose = "100 nM"
[stop]
after = "42 d"
"#;

#[test]
fn wells_are_told_as_wells_with_the_clones_of_a_plain_run() {
    let bench = Bench::with(PLATES);
    bench.good(&["run", "s.toml", "--out", "alone", "--quiet"]);
    let vary = ["--vary", "course.larotrectinib.dose=100 nM,3 uM"];
    let told = bench.good(&[&["sweep", "s.toml", "--out", "w", "--quiet"][..], &vary].concat());
    let alone = &json(&bench, "alone/summary.json")["statistics"]["wells"];
    let points = &json(&bench, "w/sweep.json")["points"];
    assert_eq!(&points[0]["wells"], alone);
    let positive = points[0]["wells"]["positive"]["count"].as_u64().unwrap();
    let clones = &points[0]["wells"]["mutations"][0]["clones"];
    assert!(positive > 0 && clones.as_u64() > Some(0), "something grows: {alone}");
    assert!(
        told.contains("48 wells each") && told.contains("Wells positive by day 42"),
        "{told}"
    );
    assert!(told.contains(&format!("{positive}/48")), "{told}");
    let csv = String::from_utf8(bench.read("w/wells.csv")).unwrap();
    assert!(
        csv.starts_with("course_larotrectinib_dose,wells,positive,mutation,class,region,"),
        "{csv}"
    );
    let label = points[0]["wells"]["mutations"][0]["mechanism"]["label"]
        .as_str()
        .unwrap();
    let row = csv
        .lines()
        .find(|row| row.starts_with(&format!("100 nM,48,{positive},{label},")));
    assert!(row.is_some_and(|row| row.ends_with(&format!(",{clones}"))), "{csv}");
    // Every mutation stands at every dose, so that a table of doses has no holes.
    assert_eq!(
        csv.lines().filter(|row| row.contains(&format!(",{label},"))).count(),
        2,
        "{csv}"
    );
    let page = String::from_utf8(bench.read("w/sweep.html")).unwrap();
    assert!(page.contains("Mutations in positive wells") && page.contains("share of all wells"));
    assert!(!page.contains("Resistant (95% interval)"), "wells are positive or not");
}

/// A dose that does not hold the unaltered cells is marked wherever its point stands, and is not what who makes a
/// resistant line is sent to.
#[test]
fn points_that_hold_nothing_are_marked() {
    let bench = Bench::with(LABORATORY);
    let vary = ["--vary", "course.1.dose=1 nM,300 nM", "--want", "sooner"];
    let told = bench.good(&[&["sweep", "s.toml", "--out", "w", "--quiet"][..], &vary].concat());
    let points = &json(&bench, "w/sweep.json")["points"];
    assert_eq!(
        (&points[0]["unaltered_held"], &points[1]["unaltered_held"]),
        (&false.into(), &true.into())
    );
    assert!(points[0]["restricted_mean"].as_f64() < points[1]["restricted_mean"].as_f64());
    assert!(told.contains("comes soonest at dose of alectinib = 300 nM"), "{told}");
    assert!(told.contains("At 1 of 2 points the doses do not hold"), "{told}");
    let page = String::from_utf8(bench.read("w/sweep.html")).unwrap();
    assert!(
        page.contains("<dd>1 of 2 points</dd>") && page.contains("<td>not held</td>"),
        "tile and table"
    );
    let other = [
        &["sweep", "s.toml", "--out", "w", "--quiet"][..],
        &["--vary", "course.1.dose=1 nM,300 nM"],
    ]
    .concat();
    bench.refused(&other, &["is the folder of another run"]);
}

/// A point of a plain sweep is the run of a file with its values, whatever the threads.
#[test]
fn points_of_a_plain_sweep_are_plain_runs() {
    let bench = Bench::with(PLAIN);
    let sweep = |more: &[&str]| {
        let keys = [
            "--vary",
            "plain.types.1.founders=10,100",
            "--vary",
            "plain.phases.1.duration=2,5 d",
        ];
        bench.good(&[&["sweep", "s.toml", "--quiet"][..], &keys, more].concat())
    };
    let printed = sweep(&["--json", "--threads", "1"]);
    assert_eq!(printed, sweep(&["--json", "--threads", "2"]));
    let swept: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let points = swept["points"].as_array().unwrap();
    assert_eq!((points.len(), &swept["replicates"]), (4, &serde_json::json!(300)));
    assert_eq!(points[1]["values"], serde_json::json!(["10", "5 d"]));
    bench.write("one.toml", &changed(PLAIN, "founders = 100", "founders = 10"));
    bench.good(&["run", "one.toml", "--out", "one", "--quiet"]);
    let run: serde_json::Value = serde_json::from_slice(&bench.read("one/summary.json")).unwrap();
    assert_eq!(points[1]["statistics"], run["statistics"]);
    // 100 founders, births 0.7 (a thousandth of them mutants), deaths 0.5, five days: within 6 standard errors.
    let mean = points[3]["statistics"]["types"][0]["mean"].as_f64().unwrap();
    let expected = 100.0 * (5.0_f64 * (0.7 * 0.999 - 0.5)).exp();
    assert!(
        (mean - expected).abs() < 6.0 * (100.0 * 28.0 / 300.0_f64).sqrt(),
        "{mean} {expected}"
    );
    let told = sweep(&[]);
    assert!(told.contains("4 points of 300 replicates, seed 5"), "{told}");
    assert_eq!(
        told.lines().filter(|line| line.trim_start().starts_with("100")).count(),
        2,
        "{told}"
    );
}

/// A point without drug, where nothing can count as resistant, is no treatment that lasts: it is told and never chosen, alone or
/// beside another.
#[test]
fn no_drug_is_no_treatment() {
    let bench = Bench::with(LABORATORY);
    bench.write("none.toml", &changed(LABORATORY, "300 nM", "0 nM"));
    let told = |what: &str| bench.good(&what.split(' ').collect::<Vec<_>>());
    let first = |told: &str| {
        told.lines()
            .find(|line| line.contains("world"))
            .unwrap_or_default()
            .to_owned()
    };
    let few = "--replicates 20 --worlds 10 --want later --out";
    let swept = told(&format!("sweep s.toml --vary course.1.dose=0nM,300nM {few} w"));
    let answer = first(&swept);
    assert!(answer.contains("300 nM") && !answer.contains("no alectinib"), "{swept}");
    let points = &json(&bench, "w/sweep.json")["points"];
    let untreated = |i: usize| points[i]["untreated"].as_bool();
    assert_eq!((untreated(0), untreated(1)), (Some(true), Some(false)));
    let compared = told(&format!("compare s.toml none.toml {few} c"));
    let answer = first(&compared);
    assert!(answer.contains("under A") && !answer.contains("under B"), "{compared}");
    assert!(compared.contains("B: No drug is given"), "{compared}");
}
