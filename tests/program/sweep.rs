//! `escalade sweep`: what it writes, what it refuses, and that a point is the plain run.

use crate::support::{Bench, LABORATORY, PLAIN, changed};
use serde_json::Value;

fn json(bench: &Bench, file: &str) -> Value {
    serde_json::from_slice(&bench.read(file)).expect("JSON")
}

/// One bracket instead of two: a table is no list of tables.
#[test]
fn a_table_for_a_list_of_tables_is_told() {
    let bench = Bench::new();
    bench.write(
        "one.toml",
        &format!("{LABORATORY}\n[sweep]\nkey = \"course.1.dose\"\nvalues = [\"10 nM\"]\n"),
    );
    bench.write("course.toml", &changed(LABORATORY, "[[course]]", "[course]"));
    for command in ["sweep", "check"] {
        bench.refused(
            &[command, "one.toml"],
            &["one.toml:", "`sweep` is a list", "[[sweep]] with double brackets"],
        );
    }
    bench.refused(
        &["check", "course.toml"],
        &["course.toml:", "`course` is a list", "[[course]] with double brackets"],
    );
}

/// A dose is that of the file's own course by whatever name the file and the user call its drug.
#[test]
fn a_course_is_found_by_any_name_of_its_drug() {
    let bench = Bench::with(LABORATORY);
    bench.write("named.toml", &changed(LABORATORY, "\"alectinib\"", "\"CH5424802\""));
    let point = |file: &str, key: &str, out: &str| {
        let vary = format!("course.{key}.dose=20 nM");
        bench.good(&[
            "sweep",
            file,
            "--out",
            out,
            "--quiet",
            "--replicates",
            "20",
            "--worlds",
            "0",
            "--vary",
            &vary,
        ]);
        json(&bench, &format!("{out}/sweep.json"))["points"][0]["resistant"].clone()
    };
    let own = point("s.toml", "alectinib", "own");
    assert!(
        own["count"].as_u64().unwrap() > 0,
        "20 nM holds nothing, 320 nM would: {own}"
    );
    for (file, key, out) in [
        ("named.toml", "alectinib", "a"),
        ("s.toml", "Alecensa", "b"),
        ("named.toml", "1", "c"),
    ] {
        assert_eq!(point(file, key, out), own, "{file} {key}");
    }
    let matrix = ["--matrix", "Alecensa=0 nM, 20 nM", "crizotinib=0 nM, 50 nM"];
    bench.good(
        &[
            &[
                "sweep",
                "named.toml",
                "--out",
                "m",
                "--quiet",
                "--replicates",
                "20",
                "--worlds",
                "0",
            ][..],
            &matrix,
        ]
        .concat(),
    );
    let points = json(&bench, "m/sweep.json")["points"].clone();
    assert_eq!(
        points[2]["resistant"], own,
        "20 nM without the partner is the run itself: {points}"
    );
    bench.write("t.csv", "course.Alecensa.dose\n20 nM\n");
    let row = bench.good(&[
        "batch",
        "named.toml",
        "--table",
        "t.csv",
        "--flasks",
        "20",
        "--collect",
        "resistant",
    ]);
    let share: f64 = row.lines().nth(1).unwrap().split(',').nth(1).unwrap().parse().unwrap();
    assert!((share - own["share"].as_f64().unwrap()).abs() < 0.5, "{row}");
    bench.write("twice.csv", "course.Alecensa.dose,course.1.dose\n20 nM,1 nM\n");
    bench.refused(
        &["batch", "named.toml", "--table", "twice.csv"],
        &["set the same value"],
    );
}

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

#[test]
fn a_sweep_writes_tables_page_and_figures_whatever_the_threads() {
    let bench = Bench::with(LABORATORY);
    let keys = [
        "--vary",
        "course.alectinib.dose=100,300 nM",
        "--vary",
        "flask.passage.split=1:4,1:8,1:16",
    ];
    for threads in ["1", "3"] {
        let out = format!("w{threads}");
        let run = [&["sweep", "s.toml", "--out", &out, "--threads", threads][..], &keys].concat();
        let output = bench.run(&run);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains("sweep: 6 points x 4 flasks = 24 flasks"), "{told}");
    }
    assert_eq!(bench.run_files("w1"), bench.run_files("w3"));
    let names: Vec<String> = bench.run_files("w1").into_iter().map(|(name, _)| name).collect();
    let expected = [
        "columns.csv",
        "figures/maps.svg",
        "manifest.sha256",
        "sweep.csv",
        "sweep.html",
        "sweep.json",
        "sweep.lock.toml",
        "sweep.toml",
        "sweep_mechanisms.csv",
    ];
    assert_eq!(names, expected);
    let csv = String::from_utf8(bench.read("w1/sweep.csv")).unwrap();
    assert!(
        csv.starts_with("course_alectinib_dose,flask_passage_split,unaltered_held,flasks,resistant,p_resistant,"),
        "{csv}"
    );
    let row = csv.lines().nth(2).unwrap();
    assert!(row.starts_with("100 nM,1:8,1,4,"), "the last key moves fastest: {csv}");
    assert_eq!(csv.lines().count(), 7);
    let again = bench.good(&[&["sweep", "s.toml", "--out", "w1", "--quiet"][..], &keys].concat());
    assert!(again.contains("already complete"), "{again}");
    let other = [&["sweep", "s.toml", "--out", "w1", "--quiet", "--seed", "7"][..], &keys].concat();
    bench.refused(&other, &["is the folder of another run", "here: seed = 7"]);
    // The scenario that it leaves behind makes the same sweep.
    bench.good(&["sweep", "w1/sweep.toml", "--out", "w2", "--quiet"]);
    assert_eq!(bench.run_files("w1"), bench.run_files("w2"));
}

#[test]
fn a_file_may_hold_its_sweep() {
    let written = "\n[[sweep]]\nkey = \"course.1.dose\"\nvalues = [\"100 nM\", \"300 nM\"]\n";
    let bench = Bench::with(LABORATORY);
    bench.write("held.toml", &format!("{LABORATORY}{written}"));
    bench.write(
        "range.toml",
        &format!(
            "{LABORATORY}{}",
            changed(written, "[\"100 nM\", \"300 nM\"]", "\"100..300 nM:2 linear\"")
        ),
    );
    bench.good(&["sweep", "held.toml", "--out", "held", "--quiet"]);
    bench.good(&["sweep", "range.toml", "--out", "range", "--quiet"]);
    bench.good(&[
        "sweep",
        "s.toml",
        "--vary",
        "course.1.dose=100,300 nM",
        "--out",
        "asked",
        "--quiet",
    ]);
    assert_eq!(bench.run_files("held"), bench.run_files("asked"));
    assert_eq!(bench.run_files("held"), bench.run_files("range"));
    bench.good(&["check", "held.toml"]);
    bench.refused(&["run", "held.toml"], &["[[sweep]]", "escalade sweep held.toml"]);
    bench.refused(
        &["compare", "s.toml", "held.toml"],
        &["[[sweep]]", "escalade sweep held.toml"],
    );
    bench.write(
        "bad.toml",
        &format!("{LABORATORY}{}", changed(written, "values", "vales")),
    );
    // What `sweep` refuses, `check` does.
    for command in ["sweep", "check"] {
        bench.refused(&[command, "bad.toml"], &["bad.toml", "`vales`", "allowed: key, values"]);
    }
}

#[test]
fn a_dose_matrix_shows_synergy_beside_durability() {
    let bench = Bench::with(LABORATORY);
    // The partner has no course in the scenario and gets one.
    let matrix = ["--matrix", "alectinib=0,30,100 nM", "trametinib=0,1,10 nM"];
    let told = bench.good(
        &[
            &["sweep", "s.toml", "--out", "m", "--quiet", "--replicates", "2"][..],
            &matrix,
        ]
        .concat(),
    );
    assert!(told.contains(" Bliss"), "{told}");
    let synergy = &json(&bench, "m/sweep.json")["synergy"];
    assert_eq!(synergy["hours"], 72.0);
    assert_eq!(synergy["first_doses"], serde_json::json!([0.0, 30.0, 100.0]));
    let cells = synergy["cells"].as_array().unwrap();
    assert_eq!(cells[0][0]["viability"], 1.0);
    let singles = cells.iter().map(|row| &row[0]).chain(cells[0].as_array().unwrap());
    for single in singles {
        assert!(single["bliss_excess"].as_f64().unwrap().abs() < 1e-12, "{single}");
    }
    let both = &cells[2][2];
    let (first, second) = (&cells[2][0]["viability"], &cells[0][2]["viability"]);
    let bliss = first.as_f64().unwrap() * second.as_f64().unwrap() - both["viability"].as_f64().unwrap();
    assert!((both["bliss_excess"].as_f64().unwrap() - bliss).abs() < 1e-12);
    assert!(both["viability"].as_f64().unwrap() < first.as_f64().unwrap());
    assert_eq!(synergy["bliss"]["pairs"], 4);
    // Two keys that are doses of two constant courses are a matrix as well.
    let keys = [
        "--vary",
        "course.alectinib.dose=0,30,100 nM",
        "--vary",
        "course.trametinib.dose=0,1,10 nM",
    ];
    bench.good(
        &[
            &["sweep", "s.toml", "--out", "k", "--quiet", "--replicates", "2"][..],
            &keys,
        ]
        .concat(),
    );
    assert_eq!(bench.run_files("m"), bench.run_files("k"));
    let other = [
        "sweep",
        "s.toml",
        "--out",
        "h",
        "--quiet",
        "--replicates",
        "2",
        "--hours",
        "96",
    ];
    bench.good(&[&other[..], &matrix].concat());
    assert_ne!(json(&bench, "h/sweep.json")["synergy"]["cells"], synergy["cells"]);
}

#[test]
fn wrong_sweeps_are_explained_before_anything_runs() {
    let bench = Bench::with(LABORATORY);
    bench.write("plain.toml", PLAIN);
    let vary = |text: &'static str| ["sweep", "s.toml", "--vary", text];
    bench.refused(&["sweep", "s.toml"], &["nothing to vary", "--vary", "[[sweep]]"]);
    bench.refused(
        &vary("course.1.dos=100,300 nM"),
        &["course.1.dos", "unknown key `dos`", "did you mean `dose`?"],
    );
    bench.refused(
        &vary("flsk.seed_cells=1000"),
        &["flsk.seed_cells", "did you mean `flask`?"],
    );
    bench.refused(
        &vary("course.crizotinib.until=30,60 d"),
        &["`crizotinib`", "allowed: 1 or alectinib"],
    );
    bench.refused(&vary("course.2.dose=100 nM"), &["no entry `2`", "1 or alectinib"]);
    bench.refused(
        &vary("course.1.dose=100,300"),
        &["with course.1.dose = 100", "has no unit"],
    );
    bench.refused(
        &vary("flask.seed_cells=1000,1e9"),
        &["with flask.seed_cells = 1000000000.0", "does not fit the flask"],
    );
    bench.refused(&vary("line.id=H3122,H3123"), &["line.id = \"H3123\"", "not a line"]);
    bench.refused(&vary("line.id.x=1"), &["`line.id.x` cannot be varied", "holds no keys"]);
    bench.refused(&vary("seed=1,2"), &["`seed` is not for sweeping"]);
    bench.refused(
        &vary("course.1.dose=1..100 nM:100000 log"),
        &["not a range", "N is 2 to 1000"],
    );
    bench.refused(
        &[
            "sweep",
            "s.toml",
            "--vary",
            "course.1.dose=1..100 nM:200 log",
            "--vary",
            "look_every=1..2 d:200 linear",
        ],
        &["40,000 points x 4 flasks = 160,000 flasks", "--large"],
    );
    let huge = [
        "sweep",
        "s.toml",
        "--vary",
        "course.1.dose=100,300 nM",
        "--replicates",
        "60000000",
    ];
    bench.refused(&huge, &["120,000,000 flasks", "--large"]);
    let plain = ["sweep", "plain.toml", "--vary", "engine.tolerance=0.1"];
    for more in [["--want", "later"], ["--out", "x"], ["--worlds", "3"]] {
        bench.refused(&[&plain[..], &more].concat(), &[more[0], "laboratory form"]);
    }
    bench.refused(
        &["sweep", "plain.toml", "--vary", "plain.types.1.foundrs=1,2"],
        &["with plain.types.1.foundrs = 1", "did you mean `founders`?"],
    );
    let same = ["sweep", "s.toml", "--matrix", "alectinib=0,30 nM", "alectinib=0,30 nM"];
    bench.refused(&same, &["varied twice"]);
    let same = [
        "sweep",
        "s.toml",
        "--vary",
        "course.1.dose=1,2 nM",
        "--vary",
        "course.alectinib.dose=3,4 nM",
    ];
    bench.refused(
        &same,
        &["`course.alectinib.dose` is varied twice: it is `course.1.dose`"],
    );
    bench.refused(
        &["sweep", "s.toml", "--matrix", "alectinib=0,30 nM", "trametinab=0,1 nM"],
        &["did you mean `trametinib`?"],
    );
}

#[test]
fn what_a_sweep_crosses_and_adds_is_said_first() {
    let text = format!("{LABORATORY}\n[[sweep]]\nkey = \"flask.passage.split\"\nvalues = [\"1:4\", \"1:8\"]\n");
    let bench = Bench::with(&text);
    let output = bench.run(&[
        "sweep",
        "s.toml",
        "--vary",
        "course.trametinib.dose=0,3 nM",
        "--out",
        "w",
    ]);
    let told = String::from_utf8(output.stderr).unwrap();
    let first = told.lines().next().unwrap_or_default();
    assert!(
        first.contains("own [[sweep]] of `flask.passage.split` (2 values) is crossed")
            && first.contains("no course of trametinib: one is added"),
        "{told}"
    );
    bench.refused(
        &["sweep", "s.toml", "--vary", "course.alectnib.dose=0,3 nM"],
        &["did you mean `alectinib`?", "drugs of this file's courses: alectinib"],
    );
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

#[test]
fn three_keys_are_ranked_in_one_figure() {
    let bench = Bench::with(LABORATORY);
    let vary = [
        "sweep",
        "s.toml",
        "--out",
        "w",
        "--quiet",
        "--vary",
        "course.1.dose=100,300 nM",
        "--vary",
        "flask.passage.split=1:4,1:8",
        "--vary",
        "line.stock=clone,old",
    ];
    bench.good(&vary);
    let svg = String::from_utf8(bench.read("w/figures/ranked.svg")).unwrap();
    for text in ["300 nM", "1:4", "old", "split at a", "mean time to resistance, d"] {
        assert!(svg.contains(text), "{text} is not in the figure");
    }
    // A dot for each of 8 points in each of 2 panels, since every dose holds the unaltered cells.
    assert_eq!(svg.matches("<circle").count(), 16);
    let page = String::from_utf8(bench.read("w/sweep.html")).unwrap();
    assert!(page.contains("longest control first"));
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
