//! Work divided among machines: all shards merged are the undivided run, byte for byte; whatever is wrong with one is
//! told by its name.

use crate::support::{Bench, LABORATORY, PLAIN, changed};
use std::fs;

/// A laboratory's own knowledge.
const OVERLAY: &str = r#"
[[bypass]]
id = "met-amplification"
override = true
name = "MET by our own rate"
source = "met"
summary = "Made up."
reference = "dagogo-jack-2020"
inhibitors = ["capmatinib", "crizotinib"]
activity = { value = 1.0, range = [0.3, 2.0], assumed = "Made up." }
rate = { value = 1e-5, range = [1e-9, 1e-3], assumed = "Made up." }
"#;

/// The folder of shard i of n.
fn folder(i: u64, n: u64) -> String {
    format!("{i}of{n}")
}

/// Runs one shard of `s.toml`.
fn shard(bench: &Bench, i: u64, n: u64, more: &[&str]) -> String {
    let (share, out) = (format!("{i}/{n}"), folder(i, n));
    let run = ["run", "s.toml", "--quiet", "--shard", &share, "--out", &out];
    bench.good(&[&run, more].concat());
    out
}

fn merge<'a>(shards: &'a [String], out: &'a str) -> Vec<&'a str> {
    let shards = shards.iter().map(String::as_str);
    ["merge", "--quiet"]
        .into_iter()
        .chain(shards)
        .chain(["--out", out])
        .collect()
}

/// Runs all shards, the last first, and holds their merger against the undivided run.
fn merged_is_undivided(text: &str, n: u64, more: &[&str]) {
    let bench = Bench::with(text);
    bench.good(&[&["run", "s.toml", "--quiet", "--out", "whole"], more].concat());
    let shards: Vec<String> = (1..=n).rev().map(|i| shard(&bench, i, n, more)).collect();
    bench.good(&merge(&shards, "merged"));
    let (whole, merged) = (bench.run_files("whole"), bench.run_files("merged"));
    assert!(whole.len() > 5, "{} files", whole.len());
    assert_eq!(whole, merged, "{n} shards");
    assert!(bench.good(&["check", "merged"]).contains("as it was written"));
    assert!(bench.good(&merge(&shards, "merged")).contains("already complete"));
}

/// The same of any other command: undivided, in shards, and in shards from the request that a shard's folder holds.
fn merged_is_undivided_of(bench: &Bench, command: &[&str], n: u64) {
    let page = format!("{}.html", command[0]);
    merged_is_undivided_into(bench, command, "--out", &page, n);
}

/// The same where the option of the folder is `into` and the answer names the file `page`.
fn merged_is_undivided_into(bench: &Bench, command: &[&str], into: &str, page: &str, n: u64) {
    let with = |more: &[&str]| bench.good(&[command, &["--quiet"], more].concat());
    with(&[into, "whole"]);
    let shards: Vec<String> = (1..=n).rev().map(|i| folder(i, n)).collect();
    let share = |i: u64| format!("{i}/{n}");
    with(&["--shard", &share(n), into, &shards[0]]);
    for (i, out) in (1..n).rev().zip(&shards[1..]) {
        // Half of them as the command does it, half as another machine without the files does it.
        match i % 2 {
            0 => with(&["--shard", &share(i), into, out]),
            _ => {
                let elsewhere = Bench::new();
                let request = String::from_utf8(bench.read(&format!("{}/request.toml", shards[0]))).unwrap();
                elsewhere.write("request.toml", &request);
                let told = elsewhere.good(&["shard", "request.toml", &share(i), "--quiet", "--out", out]);
                std::fs::rename(elsewhere.path(out), bench.path(out)).unwrap();
                told
            }
        };
    }
    let told = bench.good(&merge(&shards, "merged"));
    assert!(told.contains(&format!("merged/{page}")), "{told}");
    let (whole, merged) = (bench.run_files("whole"), bench.run_files("merged"));
    assert!(whole.len() >= 5, "{} files", whole.len());
    assert_eq!(whole, merged, "{command:?} in {n} shards");
    assert!(bench.good(&["check", "merged"]).contains("as it was written"));
    assert!(bench.good(&merge(&shards, "merged")).contains("already complete"));
    // What is missing is told for these as for runs.
    let missing = format!("shard {n}/{n} is missing");
    if n > 1 {
        bench.refused(&merge(&shards[1..], "again"), &[&missing]);
    }
}

/// A short laboratory scenario, the same at another dose, and an overlay.
fn laboratory() -> Bench {
    let bench = Bench::with(&changed(LABORATORY, "after = \"60 d\"", "after = \"30 d\""));
    let text = String::from_utf8(bench.read("s.toml")).unwrap();
    bench.write("t.toml", &changed(&text, "300 nM", "1 uM"));
    bench.write("k.toml", OVERLAY);
    bench
}

#[test]
fn merged_shards_of_a_comparison_are_the_undivided_one() {
    let compare = ["compare", "s.toml", "t.toml", "--worlds", "5"];
    merged_is_undivided_of(&laboratory(), &compare, 3);
    let more = ["--kb", "k.toml", "--want", "later", "--seed", "8"];
    merged_is_undivided_of(&laboratory(), &[&compare[..], &more[..]].concat(), 4);
}

#[test]
fn merged_shards_of_a_sweep_are_the_undivided_one() {
    let bench = laboratory();
    let text = String::from_utf8(bench.read("s.toml")).unwrap();
    let swept = "[[sweep]]\nkey = \"flask.seed_cells\"\nvalues = [1e5, 200000.0]\n";
    bench.write("s.toml", &format!("{text}{swept}"));
    let sweep = [
        "sweep",
        "s.toml",
        "--vary",
        "course.1.dose=100..400 nM:2 log",
        "--worlds",
        "3",
    ];
    merged_is_undivided_of(&bench, &[&sweep[..], &["--kb", "k.toml"]].concat(), 3);
}

#[test]
fn merged_shards_of_a_dose_matrix_over_given_worlds_are_the_undivided_one() {
    let bench = laboratory();
    bench.good(&["run", "s.toml", "--quiet", "--worlds", "4", "--out", "drawn"]);
    let matrix = ["sweep", "s.toml", "--matrix", "alectinib=0,300 nM", "crizotinib=0,1 uM"];
    let more = ["--hours", "48", "--replicates", "3", "--worlds", "drawn/worlds.csv"];
    merged_is_undivided_of(&bench, &[&matrix[..], &more[..]].concat(), 2);
}

#[test]
fn merged_shards_of_a_tornado_are_the_undivided_one() {
    merged_is_undivided_of(
        &laboratory(),
        &["tornado", "s.toml", "--replicates", "2", "--top", "5"],
        3,
    );
}

/// Rows of the plain form and of the laboratory's, each with values of its own; a row that cannot be run is told before any is,
/// unless the batch goes on.
#[test]
fn merged_shards_of_a_batch_are_the_undivided_one() {
    let plain = Bench::with(PLAIN);
    let rows = (1..=40).map(|row| format!("{},{}\n", 10 * row, row % 3 + 1));
    let table = "plain.types.1.founders,flasks\n".to_owned() + &rows.collect::<String>();
    plain.write("t.csv", &table);
    let batch = ["batch", "s.toml", "--table", "t.csv"];
    merged_is_undivided_into(&plain, &batch, "--folder", "results.csv", 3);
    // What streams is the same table.
    assert_eq!(plain.good(&batch).into_bytes(), plain.read("whole/results.csv"));
    assert_eq!(table.into_bytes(), plain.read("whole/draws.csv"));

    let bench = laboratory();
    bench.write(
        "t.csv",
        "course.1.dose,H3122/doubling\n100 nM,2\n300 nM,48 h\n0 nM,-2\n1 uM,2\n",
    );
    let options = [
        "--kb",
        "k.toml",
        "--flasks",
        "2",
        "--seed",
        "5",
        "--collect",
        "cells,resistant",
    ];
    let batch = [&batch[..], &options[..]].concat();
    let shard = [&batch[..], &["--shard", "1/2", "--folder", "1"][..]].concat();
    bench.refused(&shard, &["t.csv:4: row 3", "H3122/doubling", "-2"]);
    let batch = [&batch[..], &["--go-on"][..]].concat();
    merged_is_undivided_into(&bench, &batch, "--folder", "results.csv", 2);
    assert_eq!(bench.good(&batch).into_bytes(), bench.read("whole/results.csv"));
}

/// Shards of a comparison, a sweep, a run: told apart by the command, and by what differs in what was asked for.
#[test]
fn shards_of_other_work_are_told_by_its_kind() {
    let bench = laboratory();
    let sweep = |dose: &str, share: &str, out: &str| {
        let vary = format!("course.1.dose={dose}");
        let command = [
            "sweep", "s.toml", "--vary", &vary, "--worlds", "0", "--quiet", "--shard", share,
        ];
        bench.good(&[&command[..], &["--out", out]].concat());
    };
    sweep("100,200 nM", "1/3", "1");
    sweep("100,200 nM", "2/3", "2");
    sweep("100,400 nM", "3/3", "other");
    let compare = [
        "compare", "s.toml", "t.toml", "--worlds", "0", "--quiet", "--shard", "3/3",
    ];
    bench.good(&[&compare[..], &["--out", "compared"]].concat());
    let merge = |third: &str, parts: &[&str]| {
        bench.refused(&["merge", "1", "2", third, "--out", "m"], parts);
    };
    merge(
        "other",
        &[
            "other: is a shard of something else than 1",
            "points_hash",
            "shard 3/3 is missing",
        ],
    );
    merge(
        "compared",
        &[
            "compared: is a shard of something else than 1",
            "of compare, not of sweep",
        ],
    );
    sweep("100,200 nM", "3/3", "3");
    let path = bench.path("1/request.toml");
    let request = fs::read_to_string(&path).unwrap();
    fs::write(&path, changed(&request, "300 nM", "310 nM")).unwrap();
    merge("3", &["shard 1/3 is damaged (request.toml was changed)", "again"]);
    fs::remove_file(&path).unwrap();
    merge("3", &["shard 1/3 is damaged (request.toml is missing)"]);
    // A request that gives other work than the shard's lock says, its checksum mended.
    let sum = |text: &str| escalade::scenario::vary::fingerprint(std::iter::once(text));
    let other = changed(&request, "30 d", "29 d");
    let manifest = bench.path("1/manifest.sha256");
    let sums = fs::read_to_string(&manifest).unwrap();
    fs::write(&path, &other).unwrap();
    fs::write(&manifest, changed(&sums, &sum(&request), &sum(&other))).unwrap();
    merge(
        "3",
        &["shard 1/3 is damaged (manifest.sha256 is missing or cannot be read)"],
    );
    let (lines, seal) = sums.rsplit_once('#').unwrap();
    let mended = changed(lines, &sum(&request), &sum(&other));
    fs::write(
        &manifest,
        format!("{mended}#{}", changed(seal, &sum(lines), &sum(&mended))),
    )
    .unwrap();
    merge("3", &["1/request.toml holds no records of this run"]);
    fs::write(&path, request).unwrap();
    fs::write(&manifest, sums).unwrap();
    bench.good(&["merge", "1", "2", "3", "--quiet", "--out", "m"]);
}

/// Work whose steps follow from each other is not divided, and says why.
#[test]
fn what_has_no_shards_says_why() {
    let bench = Bench::with(PLAIN);
    for (command, why) in [
        (&["plan", "s.toml"][..], "which designs go on into a round"),
        (
            &["fit", "s.toml", "--data", "d.csv"],
            "come from the weights of all draws of the step before",
        ),
    ] {
        bench.refused(&[command, &["--shard", "1/2"]].concat(), &["--shard 1/2: ", why]);
    }
}

#[test]
fn a_request_is_read_as_it_is_written_or_refused() {
    let bench = Bench::with(PLAIN);
    let shard = ["shard", "s.toml", "1/2", "--out", "x"];
    bench.refused(&shard, &["s.toml: is not a request", "request.toml"]);
    bench.refused(
        &[
            "sweep",
            "s.toml",
            "--vary",
            "plain.types.1.founders=1,2",
            "--shard",
            "1/2",
        ],
        &["--shard belongs to sweeps of the laboratory form"],
    );
}

#[test]
fn merged_plain_shards_are_the_undivided_run() {
    for n in [1, 2, 7] {
        merged_is_undivided(PLAIN, n, &[]);
    }
}

#[test]
fn more_shards_than_replicates_are_no_harm() {
    merged_is_undivided(PLAIN, 7, &["--replicates", "5"]);
}

#[test]
fn merged_laboratory_shards_with_worlds_and_rules_are_the_undivided_run() {
    let rules = changed(
        LABORATORY,
        "dose = \"300 nM\"",
        "start = \"IC20\"\nfactor = 2.0\ngoal = \"1 uM\"\nstep_when = { growth = \"70% of parental\", held_for = \"1 passage\" }",
    );
    merged_is_undivided(&rules, 3, &["--worlds", "5"]);
}

#[test]
fn worlds_from_a_table_go_through_shards() {
    let bench = Bench::with(LABORATORY);
    bench.good(&["run", "s.toml", "--quiet", "--worlds", "6", "--out", "drawn"]);
    let given = ["--worlds", "drawn/worlds.csv"];
    bench.good(&[&["run", "s.toml", "--quiet", "--out", "whole"], &given[..]].concat());
    let shards: Vec<String> = (1..=2).map(|i| shard(&bench, i, 2, &given)).collect();
    bench.good(&merge(&shards, "merged"));
    assert_eq!(bench.run_files("whole"), bench.run_files("merged"));
}

#[test]
fn every_fault_of_a_shard_is_told_by_its_name() {
    let bench = Bench::with(PLAIN);
    let shards: Vec<String> = (1..=4).map(|i| shard(&bench, i, 4, &[])).collect();
    let all = |change: &dyn Fn(&mut Vec<String>), parts: &[&str]| {
        let mut shards = shards.clone();
        change(&mut shards);
        bench.refused(&merge(&shards, "merged"), parts);
    };
    all(&|shards| drop(shards.remove(2)), &["shard 3/4 is missing"]);
    all(&|shards| shards.truncate(1), &["shards 2, 3 and 4 of 4 are missing"]);
    all(
        &|shards| shards.push("1of4".to_owned()),
        &["shard 1/4 is there twice: 1of4 and 1of4"],
    );
    all(
        &|shards| shards[1] = "nowhere".to_owned(),
        &["nowhere: is not the folder of a shard", "shard 2/4 is missing"],
    );
    // Of another seed, of another division, a whole run.
    bench.good(&[
        "run", "s.toml", "--quiet", "--shard", "2/4", "--seed", "6", "--out", "seed6",
    ]);
    all(
        &|shards| shards[1] = "seed6".to_owned(),
        &[
            "seed6: is a shard of something else than 1of4",
            "seed: 6 there, 5 here",
            "shard 2/4 is missing",
        ],
    );
    shard(&bench, 2, 5, &[]);
    all(
        &|shards| shards[1] = "2of5".to_owned(),
        &["2of5: is a shard of something else", "one of 5 shards, not of 4"],
    );
    bench.good(&["run", "s.toml", "--quiet", "--out", "whole"]);
    all(
        &|shards| shards.push("whole".to_owned()),
        &["whole: is the folder of a whole run"],
    );
    // The first one is foreign: it is named, not the others.
    all(
        &|shards| shards[0] = "seed6".to_owned(),
        &["seed6: is a shard of something else than 2of4"],
    );
    // Another version.
    let path = bench.path("3of4/shard.lock.toml");
    let lock = fs::read_to_string(&path).unwrap();
    let version = format!("version = \"{}\"", env!("CARGO_PKG_VERSION"));
    fs::write(&path, lock.replace(&version, "version = \"0.1.7\"")).unwrap();
    all(&|_| (), &["3of4: was written by escalade 0.1.7"]);
    fs::write(&path, lock).unwrap();
    // Cut, unfinished, and a folder in the way of the result.
    let path = bench.path("3of4/records.bin");
    let records = fs::read(&path).unwrap();
    fs::write(&path, &records[..records.len() - 1]).unwrap();
    all(
        &|_| (),
        &["3of4: shard 3/4 is damaged (records.bin was changed)", "again"],
    );
    fs::remove_file(bench.path("3of4/shard.json")).unwrap();
    all(&|_| (), &["3of4: shard 3/4 is not finished", "again"]);
    // The command that made it makes it again.
    shard(&bench, 3, 4, &[]);
    bench.refused(
        &merge(&shards, "1of4"),
        &["1of4 is not empty and not the folder of a run"],
    );
    bench.good(&merge(&shards, "merged"));
    assert_eq!(bench.run_files("whole"), bench.run_files("merged"));
}

#[test]
fn a_share_that_cannot_be_is_refused() {
    let bench = Bench::with(PLAIN);
    for share in ["0/3", "4/3", "3", "1/99999", "a/b"] {
        let out = bench.run(&["run", "s.toml", "--shard", share]);
        assert_eq!(out.status.code(), Some(2), "{share}");
        assert!(String::from_utf8_lossy(&out.stderr).contains("i/n"), "{share}");
    }
    assert_eq!(bench.files().len(), 1, "nothing is written");
}

/// A shard's folder is no run's: the undivided run does not go on in it, nor another shard.
#[test]
fn a_folder_belongs_to_one_shard() {
    let bench = Bench::with(PLAIN);
    shard(&bench, 1, 2, &[]);
    bench.refused(
        &["run", "s.toml", "--out", "1of2"],
        &["1of2 is not empty and not the folder of a run"],
    );
    bench.refused(
        &["run", "s.toml", "--shard", "2/2", "--out", "1of2"],
        &["there: shard = 1", "here: shard = 2"],
    );
    assert!(
        bench
            .good(&["run", "s.toml", "--shard", "1/2", "--out", "1of2"])
            .contains("already complete")
    );
}

/// As Slurm does it, one element after the other: the scripts are whole shell and workflow, name their number of shards (3)
/// as a constant, and give what the undivided command gives.
fn scripts_do(bench: &Bench, command: &[&str], name: &str) {
    let read = |name: &str| String::from_utf8(bench.read(&format!("job/{name}"))).unwrap();
    for name in [
        "array.sh",
        "merge.sh",
        "submit.sh",
        "Snakefile",
        "README.txt",
        "slurm/config.yaml",
    ] {
        let text = read(name);
        let upper = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_uppercase());
        assert!(!text.split('@').any(upper), "{name}: {text}");
    }
    for line in [
        "#SBATCH --array=1-3",
        "#SBATCH --cpus-per-task=2",
        &format!("#SBATCH --job-name={name}"),
    ] {
        assert!(read("array.sh").lines().any(|known| known == line), "{line}");
    }
    let script = |name: &str, element: &str| {
        let mut command = std::process::Command::new("bash");
        command.arg(name).current_dir(bench.path("job"));
        command.env("ESCALADE", env!("CARGO_BIN_EXE_escalade"));
        command
            .env("SLURM_ARRAY_TASK_ID", element)
            .env("SLURM_CPUS_PER_TASK", "2");
        command.output().unwrap()
    };
    for element in ["3", "1"] {
        let out = script("array.sh", element);
        assert!(out.status.success(), "{out:?}");
    }
    let out = script("merge.sh", "");
    assert_eq!(out.status.code(), Some(2), "{out:?}");
    assert!(
        String::from_utf8_lossy(&out.stderr).contains("shard 2/3 is missing"),
        "{out:?}"
    );
    assert!(script("array.sh", "2").status.success());
    assert!(script("merge.sh", "").status.success());
    bench.good(&[command, &["--quiet", "--out", "whole"]].concat());
    assert_eq!(bench.run_files("whole"), bench.run_files("job/merged"));
}

#[test]
fn scripts_for_a_cluster_do_the_run() {
    let bench = Bench::with(PLAIN);
    let job = ["--shards", "3", "--threads", "2", "--out", "job"];
    bench.good(&[&["cluster", "slurm", "s.toml", "--seed", "9"], &job[..]].concat());
    scripts_do(&bench, &["run", "s.toml", "--seed", "9"], "s");
}

#[test]
fn scripts_for_a_cluster_do_other_work() {
    let job = ["--shards", "3", "--threads", "2", "--out", "job"];
    for (command, name) in [
        (&["compare", "s.toml", "t.toml", "--worlds", "2"][..], "compare-s-t"),
        (
            &[
                "sweep",
                "s.toml",
                "--vary",
                "course.1.dose=100,300 nM",
                "--kb",
                "k.toml",
            ],
            "sweep-s",
        ),
        (&["tornado", "s.toml", "--replicates", "2"], "s-tornado"),
    ] {
        let bench = laboratory();
        bench.good(&[&["cluster", "slurm"], command, &job].concat());
        scripts_do(&bench, command, name);
    }
    let wrong = [
        "cluster",
        "slurm",
        "sweep",
        "s.toml",
        "--vary",
        "course.1.dose=1,2 nM",
        "--shard",
        "1/2",
    ];
    let out = laboratory().run(&[&wrong[..], &job].concat());
    assert_eq!(out.status.code(), Some(2), "{out:?}");
}
