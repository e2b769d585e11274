//! The folder of a run: one writer, damage found and mended, nothing foreign overwritten, nothing left behind.

use crate::support::{Bench, PLAIN};
use std::fs;
use std::path::Path;

/// Files of a folder and those in it, by path, but for the log.
fn files(root: &Path) -> Vec<(String, Vec<u8>)> {
    fn walk(root: &Path, folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            match path.is_dir() {
                true => walk(root, &path, found),
                false if name == "run.log" => {}
                false => found.push((name, fs::read(&path).unwrap())),
            }
        }
    }
    let mut found = Vec::new();
    walk(root, root, &mut found);
    found.sort();
    found
}

const RUN: [&str; 5] = ["run", "s.toml", "--quiet", "--out", "r"];

#[test]
fn every_file_that_was_cut_or_removed_is_found_and_made_again() {
    let bench = Bench::with(PLAIN);
    bench.good(&RUN);
    let root = bench.path("r");
    let whole = files(&root);
    assert!(bench.good(&["check", "r"]).contains("as it was written"));
    // The lock names the run: without it the folder is nobody's, which is refused.
    let others = whole.iter().filter(|(name, _)| name != "scenario.lock.toml");
    let mut tried = 0;
    for (name, bytes) in others {
        for cut in [true, false] {
            match cut {
                true => fs::write(root.join(name), &bytes[..bytes.len() / 2]).unwrap(),
                false => fs::remove_file(root.join(name)).unwrap(),
            }
            let out = bench.run(&RUN);
            assert!(out.status.success(), "{name}: {out:?}");
            assert!(
                !String::from_utf8_lossy(&out.stdout).contains("already complete"),
                "{name}"
            );
            assert_eq!(files(&root), whole, "{name}");
            tried += 1;
        }
    }
    assert!(tried > 10, "{tried}");
    assert!(bench.good(&RUN).contains("already complete"));
}

#[test]
fn check_names_what_is_damaged() {
    let bench = Bench::with(PLAIN);
    bench.good(&RUN);
    fs::remove_file(bench.path("r/report.html")).unwrap();
    fs::write(bench.path("r/replicates.csv"), "replicate\n").unwrap();
    bench.refused(
        &["check", "r"],
        &["report.html is missing", "replicates.csv was changed"],
    );
}

/// A manifest that lost all or some of its lines vouches for nothing, whatever the rest of it says.
#[test]
fn a_manifest_without_all_its_lines_is_none() {
    let bench = Bench::with(PLAIN);
    bench.good(&RUN);
    let (manifest, table) = (bench.path("r/manifest.sha256"), bench.path("r/replicates.csv"));
    let (whole, rows) = (fs::read_to_string(&manifest).unwrap(), fs::read(&table).unwrap());
    let first: String = whole.lines().take(2).flat_map(|line| [line, "\n"]).collect();
    for cut in [String::new(), first] {
        fs::write(&manifest, cut).unwrap();
        fs::write(&table, "replicate\n").unwrap();
        bench.refused(&["check", "r"], &["manifest.sha256 is missing or cannot be read"]);
        assert!(!bench.good(&RUN).contains("already complete"));
        assert_eq!(
            (fs::read_to_string(&manifest).unwrap(), fs::read(&table).unwrap()),
            (whole.clone(), rows.clone())
        );
    }
}

/// What is foreign and what a kill left is named; the lock in the folder is enough to make again what is damaged.
#[test]
fn check_names_what_is_foreign_and_how_to_mend_the_rest() {
    let bench = Bench::with(PLAIN);
    bench.good(&RUN);
    let whole = files(&bench.path("r"));
    fs::write(bench.path("r/notes.txt"), "mine").unwrap();
    fs::write(bench.path("r/figures/mine.svg"), "mine").unwrap();
    fs::write(bench.path("r/figures/.escalade-abc"), "half").unwrap();
    let told = bench.good(&["check", "r"]);
    for part in [
        "as it was written",
        "notes.txt was not written by escalade",
        "figures/mine.svg was not written by escalade",
        "figures/.escalade-abc was left by a killed process",
    ] {
        assert!(told.contains(part), "{told}");
    }
    assert_eq!(told.lines().count(), 4, "{told}");
    for name in ["notes.txt", "figures/mine.svg", "figures/.escalade-abc"] {
        fs::remove_file(bench.path("r").join(name)).unwrap();
    }
    fs::remove_file(bench.path("r/report.html")).unwrap();
    let command = "escalade run r/scenario.lock.toml --out r";
    bench.refused(&["check", "r"], &["report.html is missing", command]);
    fs::remove_file(bench.path("r/summary.json")).unwrap();
    bench.refused(&["check", "r"], &["r: is not finished", command]);
    bench.good(&command.split(' ').skip(1).collect::<Vec<_>>());
    assert_eq!(files(&bench.path("r")), whole);
    // The lock itself, and a folder that holds nothing of ours.
    fs::write(bench.path("r/scenario.lock.toml"), "mine").unwrap();
    bench.refused(&["check", "r"], &["scenario.lock.toml was changed", "another --out"]);
    fs::create_dir(bench.path("empty")).unwrap();
    bench.refused(&["check", "empty"], &["empty: is not a folder that escalade filled"]);
    bench.refused(&["check", "nowhere"], &["nowhere: no such file"]);
}

#[test]
fn check_looks_into_folders_that_other_commands_filled() {
    let bench = Bench::with(crate::support::LABORATORY);
    bench.good(&[
        "run", "s.toml", "--quiet", "--worlds", "0", "--export", "survival", "--out", "r",
    ]);
    let told = bench.good(&["check", "r"]);
    assert_eq!(told.lines().count(), 1, "{told}");
    let export = files(&bench.path("r/export"));
    let name = &export.iter().find(|(name, _)| name.ends_with(".csv")).unwrap().0;
    fs::write(bench.path("r/export").join(name), "mine").unwrap();
    bench.refused(&["check", "r"], &[&format!("export/{name} was changed"), "remove it"]);
}

#[test]
fn a_folder_has_one_writer() {
    let bench = Bench::with(PLAIN);
    fs::create_dir(bench.path("r")).unwrap();
    let held = fs::File::create(bench.path("r/.escalade-writer")).unwrap();
    held.lock().unwrap();
    fs::write(bench.path("r/.escalade-writer"), "process 7 since Monday\n").unwrap();
    bench.refused(&RUN, &["r is being written by process 7 since Monday", "--out"]);
    // A process that is gone holds nothing, and its file goes.
    drop(held);
    bench.good(&RUN);
    assert!(
        files(&bench.path("r"))
            .iter()
            .all(|(name, _)| !name.starts_with(".escalade"))
    );
}

/// Two seeds at once: exactly one of them fills the folder, and all of it; the other says so.
#[test]
fn two_processes_never_mix() {
    let bench = Bench::with(PLAIN);
    let seeds = ["1", "2"];
    let whole = seeds.map(|seed| {
        let out = format!("alone{seed}");
        bench.good(&["run", "s.toml", "--quiet", "--seed", seed, "--out", &out]);
        files(&bench.path(&out))
    });
    for round in 0..10 {
        let out = format!("both{round}");
        let start = |seed| {
            let mut command = bench.command(&["run", "s.toml", "--quiet", "--seed", seed, "--out", &out]);
            command
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::piped());
            command.spawn().unwrap()
        };
        let ended = seeds.map(start).map(|child| child.wait_with_output().unwrap());
        let mut codes = ended.each_ref().map(|out| out.status.code().unwrap());
        let won = usize::from(codes[1] == 0);
        codes.sort_unstable();
        assert_eq!(codes, [0, 2], "{ended:?}");
        assert_eq!(files(&bench.path(&out)), whole[won], "round {round}");
    }
}

#[test]
fn nothing_foreign_is_overwritten() {
    let bench = Bench::with(PLAIN);
    // A name of dots gives no folder; a way out of a folder that is not there leads nowhere.
    fs::copy(bench.path("s.toml"), bench.path("...toml")).unwrap();
    bench.refused(&["run", "...toml"], &["--out"]);
    bench.refused(&["run", "s.toml", "--out", "nowhere/.."], &["nowhere"]);
    assert!(!bench.path("nowhere").exists() && !bench.path("report.html").exists());
    // Files beside a run.
    let assay = [
        "assay",
        "dose-response",
        "--line",
        "H3122",
        "--drug",
        "alectinib",
        "--out",
        "plates",
    ];
    fs::create_dir(bench.path("plates")).unwrap();
    fs::write(bench.path("plates/dose_response.svg"), "mine").unwrap();
    bench.refused(&assay, &["plates/dose_response.svg", "not written by escalade"]);
    assert_eq!(
        files(&bench.path("plates")),
        [("dose_response.svg".to_owned(), b"mine".to_vec())]
    );
    fs::remove_file(bench.path("plates/dose_response.svg")).unwrap();
    bench.good(&assay);
    // What escalade wrote is replaced, unless somebody worked on it since.
    bench.good(&[&assay[..], &["--seed", "2"]].concat());
    let svg = bench.path("plates/dose_response.svg");
    fs::write(&svg, [&fs::read(&svg).unwrap()[..], b"<!-- mine -->"].concat()).unwrap();
    bench.refused(&assay, &["plates/dose_response.svg"]);
    fs::write(bench.path("table.svg"), "mine").unwrap();
    bench.refused(
        &["kb", "matrix", "--family", "alk", "--svg", "table.svg"],
        &["table.svg"],
    );
    assert_eq!(bench.read("table.svg"), b"mine");
}

#[test]
fn what_a_kill_leaves_is_cleared_and_links_are_not_followed() {
    let bench = Bench::with(PLAIN);
    bench.good(&RUN);
    let root = bench.path("r");
    let whole = files(&root);
    // As a kill may leave it: no mark yet, temporary files, a folder in place of a part.
    fs::remove_file(root.join("summary.json")).unwrap();
    fs::write(root.join("figures/.escalade-abc"), "half").unwrap();
    fs::create_dir_all(root.join("parts/0000000000000-0000000000300.part")).unwrap();
    bench.good(&RUN);
    assert_eq!(files(&root), whole);
    assert!(!root.join("parts").exists());
    #[cfg(unix)]
    {
        fs::remove_file(root.join("summary.json")).unwrap();
        fs::create_dir(bench.path("elsewhere")).unwrap();
        fs::write(bench.path("elsewhere/mine"), "mine").unwrap();
        std::os::unix::fs::symlink(bench.path("elsewhere"), root.join("parts")).unwrap();
        bench.refused(&RUN, &["r/parts", "not written by escalade"]);
        assert_eq!(bench.read("elsewhere/mine"), b"mine");
    }
}
