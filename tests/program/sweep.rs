//! `escalade sweep`: what it writes, whatever the threads, of one key, of two and of three.

use crate::json;
use crate::support::{Bench, LABORATORY, changed};

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
