//! Runs that are killed, interrupted, or left by their reader: what they keep, and that they go on to the same bytes.

use crate::assert_same;
use crate::support::{Bench, PLAIN};
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;
use std::time::{Duration, Instant};

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
