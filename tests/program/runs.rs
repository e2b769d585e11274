//! Runs: what they leave in their folder, the same bytes from the lock file and on any threads, and folders that are refused.

use crate::support::{Bench, LABORATORY, PLAIN, changed};
use crate::{assert_same, refuses};

#[test]
fn folders_that_cannot_be_used_are_refused() {
    let bench = Bench::with(PLAIN);
    bench.write("file", "in the way");
    bench.refused(&["run", "s.toml", "--out", "file"], &["file", "--out"]);
    bench.refused(&["run", "s.toml", "--out", "file/run"], &["file/run", "--out"]);
    bench.refused(
        &["run", "s.toml", "--out", "."],
        &["not empty and not the folder of a run"],
    );
    if cfg!(target_os = "linux") {
        bench.refused(
            &["run", "s.toml", "--out", "/proc/escalade"],
            &["/proc/escalade", "--out"],
        );
    }
}

#[test]
fn a_folder_of_another_run_is_refused_and_the_difference_named() {
    let bench = Bench::with(PLAIN);
    bench.good(&["run", "s.toml", "--out", "r"]);
    bench.refused(
        &["run", "s.toml", "--out", "r", "--seed", "6"],
        &["another run", "seed: 5 there, 6 here"],
    );
    bench.refused(
        &["run", "s.toml", "--out", "r", "--replicates", "7"],
        &["replicates: 300 there, 7 here"],
    );
    bench.write(
        "other.toml",
        &changed(PLAIN, "birth = 0.7, death = 0.5", "birth = 0.7, death = 0.4"),
    );
    bench.refused(&["run", "other.toml", "--out", "r"], &["scenario: \"two types\""]);
    let lock = String::from_utf8(bench.read("r/scenario.lock.toml")).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    let old = changed(&lock, &format!("version = \"{version}\""), "version = \"0.0.1\"");
    bench.write("r/scenario.lock.toml", &old);
    let difference = format!("version: 0.0.1 there, {version} here");
    bench.refused(&["run", "s.toml", "--out", "r"], &[&difference]);
    let old = changed(&lock, "knowledge_hash = \"not used\"", "knowledge_hash = \"0123\"");
    bench.write("r/scenario.lock.toml", &old);
    bench.refused(&["run", "s.toml", "--out", "r"], &["knowledge base: 0123 there"]);
    bench.write("r/scenario.lock.toml", "nonsense");
    bench.refused(&["run", "s.toml", "--out", "r"], &["cannot be read"]);
}

#[test]
fn a_plain_run_leaves_its_folder_and_is_left_alone_afterwards() {
    let bench = Bench::with(PLAIN);
    let told = bench.good(&["run", "s.toml"]);
    assert!(
        told.contains("300 replicates") && told.contains("report.html"),
        "{told}"
    );
    let files = bench.run_files("runs/s");
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    for name in [
        "replicates.csv",
        "trajectories.csv",
        "scenario.lock.toml",
        "summary.json",
        "report.html",
    ] {
        assert!(names.contains(&name), "{name} is not in {names:?}");
    }
    assert!(!names.iter().any(|name| name.starts_with("parts")), "{names:?}");
    let table = String::from_utf8(bench.read("runs/s/replicates.csv")).unwrap();
    assert_eq!(
        table.lines().next(),
        Some("replicate,stop_reason,end_day,cells_total,cells_a,cells_b,mutations_a_b")
    );
    assert_eq!(table.lines().count(), 301);
    let again = bench.good(&["run", "s.toml"]);
    assert!(again.contains("already complete"), "{again}");
    assert_eq!(bench.run_files("runs/s"), files);
}

#[test]
fn the_lock_file_reproduces_the_run() {
    for text in [PLAIN, LABORATORY] {
        let bench = Bench::with(text);
        bench.good(&["run", "s.toml", "--out", "a", "--seed", "9"]);
        bench.good(&["run", "a/scenario.lock.toml", "--out", "b"]);
        assert_same(&bench, "a", "b");
    }
}

#[test]
fn an_edited_lock_file_is_refused() {
    let bench = Bench::with(PLAIN);
    bench.good(&["run", "s.toml", "--out", "a"]);
    let lock = String::from_utf8(bench.read("a/scenario.lock.toml")).unwrap();
    bench.write("l.toml", &changed(&lock, "death = 0.5", "death = 0.25"));
    bench.refused(&["run", "l.toml"], &["has been edited"]);
}

#[test]
fn bytes_do_not_depend_on_threads() {
    for text in [PLAIN, LABORATORY] {
        let bench = Bench::with(text);
        for threads in ["1", "2", "8"] {
            bench.good(&["run", "s.toml", "--out", threads, "--threads", threads]);
        }
        assert_same(&bench, "1", "2");
        assert_same(&bench, "1", "8");
    }
}

#[test]
fn the_alectinib_scenario_runs_small() {
    let scenario = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/scenarios/01_alk_alectinib_escalation.toml"
    );
    let bench = Bench::new();
    let told = bench.good(&["run", scenario, "--out", "r", "--replicates", "4"]);
    assert!(told.contains("flasks") && told.contains("report.html"), "{told}");
    let names: Vec<String> = bench.run_files("r").into_iter().map(|(name, _)| name).collect();
    for name in [
        "replicates.csv",
        "lineages.csv",
        "scenario.lock.toml",
        "summary.json",
        "report.html",
    ] {
        assert!(names.iter().any(|found| found == name), "{name} is not in {names:?}");
    }
    assert!(
        names
            .iter()
            .any(|name| name.starts_with("figures") && name.ends_with(".svg")),
        "{names:?}"
    );
    let table = String::from_utf8(bench.read("r/replicates.csv")).unwrap();
    assert_eq!(table.lines().count(), 5);
}

#[test]
fn no_output_tells_the_time_or_the_machine() {
    let bench = Bench::with(LABORATORY);
    bench.good(&["run", "s.toml", "--out", "r"]);
    let here = bench.path("").display().to_string();
    for (name, content) in bench.run_files("r") {
        let text = String::from_utf8_lossy(&content);
        assert!(!text.contains(here.trim_end_matches('/')), "{name} names the folder");
    }
}

/// The plain form says two changed daughters, rates of single phases and room; the lock file says them again.
#[test]
fn the_plain_form_changes_daughters_phases_and_room() {
    let text = r#"
schema = 1
name = "pulse"
replicates = 40
[plain]
capacity = 5000
types = [{ name = "S", founders = 1000 }, { name = "T", founders = 0 }]
mutations = [{ from = "S", to = ["T", "T"], per_division = 0.2 }]
[[plain.phases]]
duration = "2 d"
mutations = [{ from = "S", to = "T", per_division = 0.01 }]
rates = { S = { birth = 0.6, death = 0.1 }, T = { birth = 0.1, death = 0.1 } }
[[plain.phases]]
duration = "1 d"
rates = { S = { birth = 0.6, death = 0.1 }, T = { birth = 0.1, death = 0.1 } }
"#;
    let bench = Bench::with(text);
    bench.good(&["run", "s.toml", "--quiet", "--out", "r"]);
    let csv = String::from_utf8(bench.read("r/replicates.csv")).unwrap();
    let header = csv.lines().next().unwrap();
    assert!(
        header.ends_with("cells_S,cells_T,mutations_S_T_T,mutations_S_T"),
        "{header}"
    );
    bench.good(&["run", "r/scenario.lock.toml", "--quiet", "--out", "again"]);
    assert_eq!(csv.into_bytes(), bench.read("again/replicates.csv"));
    let told = bench.good(&["explain", "s.toml"]);
    for part in ["S -> T + T", "room for 5,000 cells", "S -> T at 0.01 per division"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let wrong = |from: &str, to: &str, parts: &[&str]| refuses(text, from, to, parts);
    wrong(
        "[\"T\", \"T\"]",
        "[\"T\", \"S\"]",
        &["\"S\"", "is the type that it starts from"],
    );
    wrong(
        "[\"T\", \"T\"]",
        "[\"T\", \"U\"]",
        &[
            "entry 2 of `to` in [[plain.mutations]]",
            "\"U\" is not one of the types",
        ],
    );
    wrong(
        "[\"T\", \"T\"]",
        "[\"T\"]",
        &["s.toml:8", "`to`", "neither a type's name nor two of them"],
    );
    wrong("capacity = 5000", "capacity = 0", &["capacity", "at least 1 cell"]);
    wrong(
        "per_division = 0.01 }]",
        "per_division = 1.5 }]",
        &["per_division", "0 to 1"],
    );
}

/// What cannot be exported is said before anything runs; what can stands beside the run.
#[test]
fn exports_stand_beside_the_run() {
    let bench = Bench::with(LABORATORY);
    bench.refused(&["run", "s.toml", "--export", "ggmuler"], &["did you mean `ggmuller`"]);
    bench.refused(
        &["run", "s.toml", "--export", "bartools"],
        &["no barcodes", "[barcodes]"],
    );
    bench.refused(
        &["run", "s.toml", "--export", "fishplot", "--export-flask", "4"],
        &["replicate 4", "0 to 3"],
    );
    bench.good(&[
        "run",
        "s.toml",
        "--out",
        "r",
        "--quiet",
        "--export",
        "ggmuller,fishplot,survival",
    ]);
    let text = |name: &str| String::from_utf8(bench.read(&format!("r/export/{name}"))).expect("text");
    assert_eq!(text("survival.csv").lines().count(), 5, "a header and four flasks");
    assert!(text("ggmuller_populations.csv").starts_with("Generation,Identity,Population\n0,0,"));
    assert!(text("columns.csv").contains("fishplot_fractions.csv,day_0,number"));
    bench.good(&["check", "r"]);
}
