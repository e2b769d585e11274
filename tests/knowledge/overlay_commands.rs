//! Overlays on the command line, in the folder of a run and by name in a scenario.

use crate::made_up::{ALK, TRK};
use crate::support::Bench;

#[test]
fn every_command_takes_overlays() {
    let bench = Bench::new();
    let root = env!("CARGO_MANIFEST_DIR");
    let overlay = format!("{root}/scenarios/overlays/alk_in_28.toml");
    let demo = format!("{root}/scenarios/overlays/demo_alk_in_28.toml");
    let kb = ["--kb", overlay.as_str()];
    let good = |args: &[&str]| bench.good(&args.iter().copied().chain(kb).collect::<Vec<_>>());
    assert!(good(&["check", &demo]).contains("My ALK line under ALK-IN-28"));
    assert!(good(&["explain", &demo]).contains("made up"));
    assert!(good(&["kb", "show", "alk-in-28"]).contains("made up"));
    assert!(good(&["kb", "list", "--kind", "line", "--family", "alk"]).contains("my-alk-line"));
    assert!(good(&["kb", "matrix", "--family", "alk", "--csv"]).contains("alk,G1202R,solvent front,alk-in-28,45,"));
    assert!(good(&["kb", "export", "--format", "csv"]).contains("alk-in-28"));
    let json: serde_json::Value = serde_json::from_str(&good(&["kb", "check", "--json"])).unwrap();
    assert_eq!(json["not_closed"].as_array().unwrap().len(), 0);
    let json: serde_json::Value = serde_json::from_str(&good(&["kb", "export"])).unwrap();
    assert!(json["records"].as_array().unwrap().len() > 200);
    let template = bench.good(&["new", "drug"]);
    assert!(template.contains("made-up") && template.contains("[[drug]]"));
}

#[test]
fn a_run_folder_knows_its_overlay() {
    let bench = Bench::new();
    let demo = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/overlays/demo_alk_in_28.toml");
    bench.write("mine.toml", ALK);
    bench.write("other.toml", &ALK.replace("\"15 nM\"", "\"16 nM\""));
    let run = |overlay: &'static str| {
        [
            "run",
            demo,
            "--kb",
            overlay,
            "--out",
            "out",
            "--replicates",
            "2",
            "--quiet",
        ]
        .map(str::to_owned)
    };
    let words = |overlay| run(overlay).to_vec();
    let mine = words("mine.toml");
    bench.good(&mine.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(
        bench
            .good(&mine.iter().map(String::as_str).collect::<Vec<_>>())
            .contains("already complete")
    );
    let other = words("other.toml");
    bench.refused(
        &other.iter().map(String::as_str).collect::<Vec<_>>(),
        &["knowledge base"],
    );
    // The lock file carries the overlay's values, and needs no overlay.
    let lock = bench.path("out").join("scenario.lock.toml");
    let lock = lock.to_str().unwrap();
    assert!(bench.good(&["check", lock]).contains("ALK-IN-28"));
    bench.refused(&["check", lock, "--kb", "mine.toml"], &["lock file", "--kb"]);
}

/// Recipe 25 names its overlay: every command takes it without --kb, from another folder too, and no output tells where
/// it lay. Naming it with --kb as well changes nothing; the run's folder needs neither file.
#[test]
fn a_scenario_names_its_own_overlay() {
    let bench = Bench::new();
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let recipe = std::fs::read_to_string(format!("{root}/25_own_compound.toml")).unwrap();
    std::fs::create_dir_all(bench.path("mine/overlays")).unwrap();
    bench.write("mine/overlays/trk_in_10.toml", TRK);
    let recipe = recipe.replace("270 d", "40 d").replace("120 d", "30 d");
    bench.write("mine/a.toml", &recipe.replace("replicates = 100", "replicates = 2"));
    bench.write(
        "mine/b.toml",
        &recipe
            .replace("replicates = 100", "replicates = 2")
            .replace("factor = 2", "factor = 3"),
    );
    bench.good(&["check", "mine/a.toml"]);
    assert!(bench.good(&["explain", "mine/a.toml"]).contains("Trk-IN-10"));
    bench.good(&["run", "mine/a.toml", "--out", "run", "--quiet"]);
    bench.good(&["compare", "mine/a.toml", "mine/b.toml", "--out", "compare", "--quiet"]);
    bench.good(&[
        "sweep",
        "mine/a.toml",
        "--vary",
        "course.1.factor=2,3",
        "--out",
        "sweep",
        "--quiet",
    ]);
    bench.good(&[
        "tornado",
        "mine/a.toml",
        "--replicates",
        "2",
        "--top",
        "1",
        "--out",
        "tornado",
        "--quiet",
    ]);
    bench.write("draws.csv", "course.1.factor\n2\n");
    bench.good(&["batch", "mine/a.toml", "--table", "draws.csv"]);
    let twice = [
        "run",
        "mine/a.toml",
        "--kb",
        "mine/overlays/../overlays/trk_in_10.toml",
        "--out",
        "again",
        "--quiet",
    ];
    bench.good(&twice);
    assert_eq!(bench.run_files("run"), bench.run_files("again"));
    let folder = bench.path("mine").display().to_string();
    for (name, content) in bench.files() {
        let told = String::from_utf8_lossy(&content).contains(&folder);
        assert!(!told, "{name} tells where the overlay lay");
    }
    std::fs::remove_dir_all(bench.path("mine")).unwrap();
    bench.good(&["run", "run/scenario.lock.toml", "--out", "locked", "--quiet"]);
    assert_eq!(bench.run_files("run"), bench.run_files("locked"));
    let assayed = bench.good(&[
        "assay",
        "dose-response",
        "--run",
        "run",
        "--flask",
        "0",
        "--drug",
        "trk-in-10",
    ]);
    assert!(assayed.contains("Trk-IN-10"), "{assayed}");
}

#[test]
fn an_overlay_that_is_not_there_is_told_with_its_line() {
    let text = crate::support::changed(
        crate::support::LABORATORY,
        "schema = 1",
        "schema = 1\noverlays = [\"mien.toml\"]",
    );
    let bench = Bench::with(&text);
    bench.write("mine.toml", TRK);
    let told = [
        "s.toml:3",
        "= \"mien.toml\" cannot be taken: no such file",
        "did you mean `mine.toml`?",
        "starts in the folder of the scenario",
    ];
    bench.refused(&["check", "s.toml"], &told);
    bench.write("s.toml", &text.replace("[\"mien.toml\"]", "\"mine.toml\""));
    bench.refused(&["check", "s.toml"], &["s.toml:3", "overlays"]);
    let plain = crate::support::changed(
        crate::support::PLAIN,
        "schema = 1",
        "schema = 1\noverlays = [\"mine.toml\"]",
    );
    bench.write("s.toml", &plain);
    bench.refused(&["check", "s.toml"], &["plain"]);
    // A program that does not read the files is told which are missing.
    let error = escalade::scenario::load("s.toml", text).unwrap_err();
    assert!(error.to_string().contains("are not at hand"), "{error}");
}
