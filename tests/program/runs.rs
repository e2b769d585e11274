//! The program as a user meets it: refusals, the run's folder, repetition, interruption.

use crate::support::{Bench, LABORATORY, PLAIN, changed};
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Checks that a changed scenario is refused by `check` and by `run`.
fn refuses(text: &str, from: &str, to: &str, parts: &[&str]) {
    let bench = Bench::with(&changed(text, from, to));
    bench.refused(&["check", "s.toml"], parts);
    bench.refused(&["run", "s.toml"], parts);
}

#[test]
fn unknown_keys_name_file_line_and_the_nearest_key() {
    refuses(
        LABORATORY,
        "dose = \"300 nM\"",
        "start = \"IC20\"\nfactr = 1.5\ngoal = \"1 uM\"",
        &[
            "s.toml:10: unknown key `factr` in [[course]]",
            "10 | factr = 1.5",
            "did you mean `factor`?",
            "allowed: drug",
        ],
    );
    refuses(
        PLAIN,
        "duration = \"5 d\"",
        "durations = \"5 d\"",
        &[
            "unknown key `durations` in [[plain.phases]]",
            "did you mean `duration`?",
        ],
    );
    refuses(
        PLAIN,
        "seed = 5",
        "sede = 5",
        &["s.toml:5: unknown key `sede`", "did you mean `seed`?"],
    );
}

#[test]
fn wrong_units_and_bare_numbers_are_refused() {
    refuses(
        LABORATORY,
        "\"300 nM\"",
        "\"300 nm\"",
        &[
            "s.toml:9: `dose` in [[course]] = \"300 nm\"",
            "did you mean \"300 nM\"?",
        ],
    );
    refuses(
        LABORATORY,
        "\"300 nM\"",
        "300",
        &["`dose` in [[course]] = 300 has no unit", "\"50 nM\""],
    );
    refuses(
        LABORATORY,
        "\"60 d\"",
        "\"60 nM\"",
        &["`after` in [stop] = \"60 nM\"", "\"7 d\""],
    );
    refuses(
        PLAIN,
        "duration = \"5 d\"",
        "duration = 5",
        &["`duration` in [[plain.phases]] = 5 has no unit"],
    );
}

#[test]
fn numbers_out_of_range_are_refused() {
    refuses(
        PLAIN,
        "birth = 0.7, death = 0.5",
        "birth = -0.7, death = 0.5",
        &[
            "`birth` in [plain.phases.rates.a] = -0.7 is out of range",
            "0 to 1000 per day",
        ],
    );
    refuses(
        PLAIN,
        "per_division = 1e-3",
        "per_division = 1.5",
        &["`per_division`", "= 1.5", "probability from 0 to 1"],
    );
    refuses(
        PLAIN,
        "founders = 100",
        "founders = 1e20",
        &["s.toml:7: `founders`", "= 1e20", "0 to 9e15"],
    );
    refuses(
        PLAIN,
        "founders = 100",
        "founders = 1.5",
        &["`founders`", "whole numbers"],
    );
    refuses(
        PLAIN,
        "duration = \"5 d\"",
        "duration = \"5 d\"\nkeep = 1.1",
        &["`keep`", "probability from 0 to 1"],
    );
    refuses(
        PLAIN,
        "duration = \"5 d\"",
        "duration = \"5 d\"\nrepeat = 0",
        &["`repeat`", "1 to 1000000"],
    );
    refuses(
        PLAIN,
        "replicates = 300",
        "replicates = 0",
        &["s.toml:4: `replicates` = 0", "1 to"],
    );
}

#[test]
fn names_are_checked_and_the_nearest_is_named() {
    refuses(
        PLAIN,
        "from = \"a\"",
        "from = \"A\"",
        &["= \"A\" is not one of the types", "did you mean `a`?"],
    );
    refuses(
        PLAIN,
        "name = \"b\"",
        "name = \"b_1\"",
        &["letters, digits and hyphens"],
    );
    refuses(PLAIN, "name = \"b\"", "name = \"a\"", &["is used twice"]);
    refuses(
        PLAIN,
        ", b = { birth = 0.7, death = 0.2 }",
        "",
        &["no entry for type \"b\""],
    );
    refuses(
        LABORATORY,
        "\"alectinib\"",
        "\"alectnib\"",
        &[
            "s.toml:8: `drug` in [[course]] = \"alectnib\" is not a drug",
            "did you mean `alectinib`?",
            "crizotinib",
        ],
    );
    refuses(
        LABORATORY,
        "\"alectinib\"",
        "\"larotrectinib\"",
        &[
            "s.toml:8: `drug` in [[course]] = \"larotrectinib\" does nothing known to NCI-H3122",
            "allowed: ",
            "alectinib",
        ],
    );
    refuses(
        LABORATORY,
        "\"H3122\"",
        "\"H3112\"",
        &["is not a line of the knowledge base", "did you mean `H3122`?"],
    );
    refuses(
        LABORATORY,
        "\"H3122\"",
        "\"MOLM-14\"",
        &[
            "is an assay system of the knowledge base",
            "did you mean `MOLM-13`?",
            "escalade new line",
        ],
    );
    refuses(
        LABORATORY,
        "[stop]",
        "[flask]\nvessel = \"T57\"\n[stop]",
        &["is not a vessel", "did you mean `T75`?"],
    );
}

#[test]
fn mutations_of_one_type_may_not_exceed_certainty() {
    let two = "per_division = 0.6 }, { from = \"a\", to = \"c\", per_division = 0.6 }";
    let text = changed(
        PLAIN,
        "{ name = \"b\", founders = 0 }",
        "{ name = \"b\", founders = 0 }, { name = \"c\", founders = 0 }",
    );
    let text = changed(
        &text,
        "b = { birth = 0.7, death = 0.2 }",
        "b = { birth = 0.7, death = 0.2 }, c = { birth = 0, death = 0 }",
    );
    refuses(&text, "per_division = 1e-3 }", two, &["sum to 1.2", "at most 1"]);
}

#[test]
fn sizes_must_lie_ahead_and_endless_phases_must_end() {
    let stop = |size: &str| format!("[plain.stop]\n{size}\n[record]");
    refuses(
        PLAIN,
        "[record]",
        &stop("total_cells = 100"),
        &["[plain.stop]", "already true at day 0"],
    );
    refuses(PLAIN, "[record]", &stop("total_cells = 0"), &["at least 1 cell"]);
    refuses(PLAIN, "[record]", &stop("type = \"b\""), &["does not name one size"]);
    refuses(
        PLAIN,
        "duration = \"5 d\"",
        "until = { type = \"a\", cells = 50 }\nduration = \"5 d\"",
        &["`until` in [[plain.phases]]", "already true at day 0"],
    );
    refuses(PLAIN, "duration = \"5 d\"", "", &["has no `duration`", "[plain.stop]"]);
    // A size of cells that no cell can become never ends a phase; beside one that is met it does no harm.
    let without = changed(PLAIN, "per_division = 1e-3", "per_division = 0");
    let endless = |until: &str| {
        let text = changed(&without, "duration = \"5 d\"", until);
        changed(&text, "[record]", &stop("type = \"b\"\ncells = 1e4"))
    };
    let bench = Bench::with(&endless(""));
    bench.refused(&["check", "s.toml"], &["waits for a type that no cell can become"]);
    let bench = Bench::with(&endless("until = { type = \"a\", cells = 1e4 }"));
    bench.good(&["check", "s.toml"]);
}

#[test]
fn impossible_protocols_are_refused_with_the_reason() {
    let course = |text: &str| changed(LABORATORY, "dose = \"300 nM\"", text);
    let cases = [
        ("start = \"2 uM\"\nfactor = 2\ngoal = \"1 uM\"", "below the start"),
        ("start = \"10 nM\"\nfactor = 1\ngoal = \"1 uM\"", "does not escalate"),
        ("doses = [\"30 nM\", \"20 nM\"]", "does not rise"),
        (
            "dose = \"30 nM\"\nfrom = \"20 d\"\nuntil = \"10 d\"",
            "is not after `from`",
        ),
        ("dose = \"30 nM\"\nfrom = \"100 d\"", "not before the end"),
        ("dose = \"30 nM\"\ngoal = \"1 uM\"", "does not go with `dose`"),
        ("start = \"30 nM\"", "no complete dosing"),
        ("dose = \"IC20%\"", "cannot be read"),
        ("dose = \"30 nM\"\non_crash = \"wait\"", "does not go with `dose`"),
    ];
    for (text, part) in cases {
        let bench = Bench::with(&course(text));
        bench.refused(&["run", "s.toml"], &["s.toml:", part]);
    }
    refuses(
        LABORATORY,
        "[stop]",
        "[flask]\nseed_cells = 1e9\n[stop]",
        &["does not fit the flask"],
    );
}

#[test]
fn files_that_are_no_scenarios_are_refused() {
    let bench = Bench::with(PLAIN);
    bench.refused(&["run", "t.toml"], &["t.toml: no such file", "did you mean `s.toml`?"]);
    bench.write("t.toml", "this is = = not TOML");
    bench.refused(&["run", "t.toml"], &["t.toml:1: not valid TOML"]);
    bench.write("t.toml", &changed(PLAIN, "schema = 1", "schema = 2"));
    bench.refused(&["run", "t.toml"], &["t.toml:2: `schema` = 2", "allowed: schema = 1"]);
    bench.write("t.toml", &changed(PLAIN, "schema = 1", ""));
    bench.refused(&["run", "t.toml"], &["`schema` is missing"]);
    bench.write("t.toml", "schema = 1\nname = \"empty\"\n");
    bench.refused(&["run", "t.toml"], &["neither a [line] nor a [plain] table"]);
    bench.write("t.toml", &format!("{PLAIN}\n[line]\nid = \"H3122\"\n"));
    bench.refused(&["run", "t.toml"], &["belongs to the laboratory form"]);
    bench.write("t.toml", &format!("seed = 1\n{PLAIN}"));
    bench.refused(&["run", "t.toml"], &["written twice"]);
    bench.refused(&["run", "."], &["is a folder"]);
}

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
fn a_killed_run_is_completed_to_the_same_bytes() {
    let bench = Bench::with(PLAIN);
    let many = ["--replicates", "200000", "--threads", "2"];
    let run = |out| [&["run", "s.toml", "--out", out][..], &many[..]].concat();
    bench.good(&run("whole"));
    let mut child = bench
        .command(&run("killed"))
        .stderr(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    wait_for_part(&bench, "killed");
    child.kill().unwrap();
    child.wait().unwrap();
    bench.good(&run("killed"));
    assert_same(&bench, "whole", "killed");
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_says_what_it_kept_and_goes_on() {
    let bench = Bench::with(PLAIN);
    let run = ["run", "s.toml", "--out", "r", "--replicates", "20000000"];
    let mut child = bench.command(&run).stderr(Stdio::piped()).spawn().unwrap();
    wait_for_part(&bench, "r");
    let killed = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(killed.unwrap().success());
    let status = child.wait().unwrap();
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert_eq!(status.code(), Some(130), "{told}");
    assert!(
        told.contains("of 20000000 replicates are kept") && told.contains("same command"),
        "{told}"
    );
    let names: Vec<String> = bench.run_files("r").into_iter().map(|(name, _)| name).collect();
    assert!(
        names
            .iter()
            .all(|name| name == "scenario.lock.toml" || name.ends_with(".part")),
        "{names:?}"
    );
}

fn wait_for_part(bench: &Bench, run: &str) {
    let start = Instant::now();
    let parts = bench.path(run).join("parts");
    let has_part = || {
        let entries = std::fs::read_dir(&parts).into_iter().flatten().flatten();
        entries
            .into_iter()
            .any(|entry| entry.file_name().to_string_lossy().ends_with(".part"))
    };
    while !has_part() {
        assert!(start.elapsed() < Duration::from_secs(60), "no part appeared");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// All files of two runs are equal, except logs.
fn assert_same(bench: &Bench, a: &str, b: &str) {
    let (first, second) = (bench.run_files(a), bench.run_files(b));
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&first), names(&second));
    for ((name, left), (_, right)) in first.iter().zip(&second) {
        assert!(left == right, "{name} differs");
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

#[test]
fn a_reader_who_leaves_early_sees_no_panic() {
    let bench = Bench::new();
    let mut child = bench
        .command(&["kb", "list"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::with_capacity(16, child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
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

/// A phase without duration that neither a size nor extinction can end.
#[test]
fn phases_that_cannot_end_are_refused() {
    let text = r#"
schema = 1
name = "rest"
replicates = 10
[plain]
types = [{ name = "S", founders = 1000 }, { name = "Q", founders = 10 }]
[[plain.phases]]
rates = { S = { birth = 0.3, death = 0.6 }, Q = { birth = 0.0, death = 0.0 } }
[plain.stop]
total_cells = 1e6
"#;
    Bench::with(text).refused(
        &["check", "s.toml"],
        &["entry 1 of `phases` in [plain]", "never ends", "\"Q\" never die"],
    );
    // It ends where the resting cells die, wake up, or the others grow.
    for (from, to) in [
        ("death = 0.0", "death = 0.01"),
        ("birth = 0.3", "birth = 0.7"),
        (
            "[[plain.phases]]",
            "switches = [{ from = \"Q\", to = \"S\", per_day = 0.1 }]\n[[plain.phases]]",
        ),
    ] {
        Bench::with(&changed(text, from, to)).good(&["check", "s.toml"]);
    }
    let room = changed(
        &changed(text, "birth = 0.3", "birth = 0.7"),
        "[plain]",
        "[plain]\ncapacity = 1e5",
    );
    Bench::with(&room).refused(&["check", "s.toml"], &["no room for", "capacity 100000"]);
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
