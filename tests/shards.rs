//! Work divided among machines: all shards merged are the undivided run, byte for byte; whatever is wrong with one is
//! told by its name.

mod support;

use std::fs;
use support::{Bench, LABORATORY, PLAIN, changed};

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

/// The scripts are whole shell and workflow, name their number of shards as a constant, and their scenario gives the run.
#[test]
fn scripts_for_a_cluster_do_the_run() {
    let bench = Bench::with(PLAIN);
    bench.good(&["run", "s.toml", "--quiet", "--seed", "9", "--out", "whole"]);
    bench.good(&[
        "cluster",
        "slurm",
        "s.toml",
        "--seed",
        "9",
        "--shards",
        "3",
        "--threads",
        "2",
        "--out",
        "job",
    ]);
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
        "#SBATCH --job-name=s",
    ] {
        assert!(read("array.sh").lines().any(|known| known == line), "{line}");
    }
    // As Slurm does it, one element after the other.
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
    assert_eq!(bench.run_files("whole"), bench.run_files("job/merged"));
}
