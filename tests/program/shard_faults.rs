//! Shards that do not belong together, cannot be, or are damaged: whatever is wrong with one is told by its name.

use crate::divided::{laboratory, merge, shard};
use crate::support::{Bench, PLAIN, changed};
use std::fs;

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
