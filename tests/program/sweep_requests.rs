//! What is asked of a sweep: keys by any name of the drug, what is crossed and added, and requests that are refused.

use crate::json;
use crate::support::{Bench, LABORATORY, PLAIN, changed};

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
