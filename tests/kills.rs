//! Killed at any moment, or the disk full: the same command completes the work, with the bytes of work that nobody
//! disturbed, and leaves nothing behind.
//!
//! `cargo test --test kills -- --ignored` kills a thousand times; `ESCALADE_KILLS` says how often instead. Kills at system
//! calls that touch the disk need `strace`; without it kills come at random moments only, and the test says so.

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use support::{Bench, LABORATORY, PLAIN, changed};

/// Founders of a plain culture to be rescued, planned in no time.
const PLAN: &str = r#"
schema = 1
name = "rescue"
replicates = 10
seed = 3
[plain]
types = [{ name = "sensitive", founders = 1e3 }, { name = "resistant", founders = 0 }]
mutations = [{ from = "sensitive", to = "resistant", per_division = 1e-4 }]
[[plain.phases]]
duration = "60 d"
rates = { sensitive = { birth = 0.3, death = 0.6 }, resistant = { birth = 0.7, death = 0.3 } }
[plain.stop]
type = "resistant"
cells = 1e3
[plan]
goal = { kind = "flasks", at_least = 1, by = "60 d" }
limits = { flasks = 4 }
margin = "5%"
budget = 400
fresh_worlds = 20
[[plan.choice]]
key = "plain.types.1.founders"
values = [1e3, 3e3]
"#;

/// System calls that touch the disk; those that a machine does not have are passed over (`?`).
const CALLS: [&str; 15] = [
    "openat",
    "write",
    "fsync",
    "?rename",
    "?renameat",
    "?renameat2",
    "?link",
    "linkat",
    "?unlink",
    "unlinkat",
    "?mkdir",
    "?rmdir",
    "fchmod",
    "ftruncate",
    "flock",
];

/// A command on files that stand ready.
struct Work {
    command: Vec<&'static str>,
    bench: Bench,
    /// Every file afterwards, where nobody disturbs it.
    whole: Vec<(String, Vec<u8>)>,
    takes: Duration,
    calls: Vec<(String, u64)>,
}

impl Work {
    fn new(files: &[(&str, &str)], before: &[&[&str]], command: &[&'static str]) -> Self {
        let bench = Bench::new();
        files.iter().for_each(|(name, text)| bench.write(name, text));
        before.iter().for_each(|command| drop(bench.good(command)));
        let mut work = Self {
            command: command.to_vec(),
            bench,
            whole: Vec::new(),
            takes: Duration::ZERO,
            calls: Vec::new(),
        };
        let bench = work.again();
        let start = Instant::now();
        bench.good(&work.command);
        work.takes = start.elapsed();
        work.whole = bench.files();
        work.calls = counted(&work.again(), &work.command);
        work
    }

    /// The files that stand ready, in a folder of their own.
    fn again(&self) -> Bench {
        let bench = Bench::new();
        copy(&self.bench.path(""), &bench.path(""));
        bench
    }

    /// The same command, undisturbed, completes what is there.
    fn completes(&self, bench: &Bench, after: &str) {
        let out = bench.run(&self.command);
        let told = String::from_utf8_lossy(&out.stderr).into_owned();
        // A table of results stands under its name once it is whole, and is never written over.
        let stands = told.contains("is there already") && self.command[0] == "batch";
        assert!(out.status.success() || stands, "{:?} {after}: {told}", self.command);
        let (found, whole) = (bench.files(), &self.whole);
        let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&found), names(whole), "{:?} {after}", self.command);
        for (found, whole) in found.iter().zip(whole) {
            assert!(found == whole, "{:?} {after}: {} differs", self.command, whole.0);
        }
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => {
                fs::create_dir(&to).unwrap();
                copy(&entry.path(), &to);
            }
            false => drop(fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// `strace` before the command.
fn traced(bench: &Bench, options: &[&str], command: &[&str]) -> Command {
    let mut traced = Command::new("strace");
    traced
        .args(["-f", "-qq"])
        .args(options)
        .arg(env!("CARGO_BIN_EXE_escalade"))
        .args(command);
    traced
        .current_dir(bench.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    traced
}

/// How often a command makes each call; none where calls cannot be traced here.
fn counted(bench: &Bench, command: &[&str]) -> Vec<(String, u64)> {
    let trace = format!("trace={}", CALLS.join(","));
    let status = traced(bench, &["-c", "-o", "counts.txt", "-e", &trace], command).status();
    if !status.is_ok_and(|status| status.success()) {
        eprintln!("calls cannot be traced here (no strace): kills come at random moments only");
        return Vec::new();
    }
    let counts = String::from_utf8(bench.read("counts.txt")).unwrap();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let name = cells.last().filter(|name| **name != "total")?;
        Some(((*name).to_owned(), cells.get(3)?.parse().ok()?))
    };
    counts.lines().filter_map(row).collect()
}

/// A generator of these tests alone (SplitMix64): kills come where chance says, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}

/// What was done to the commands.
#[derive(Debug, Default)]
struct Tally {
    at_calls: u64,
    at_random: u64,
    full_disks: u64,
    /// The command was done before its kill.
    too_late: u64,
}

/// Disturbs a work so many times, each time until it is done.
fn disturb(work: &Work, times: u64, chance: &mut Chance, tally: &mut Tally) {
    let calls: u64 = work.calls.iter().map(|(_, count)| count).sum();
    for _ in 0..times {
        let bench = work.again();
        let mut after = String::new();
        // Up to three disturbances before it may end.
        for _ in 0..=chance.below(3) {
            let kind = if calls == 0 { 2 } else { chance.below(4) };
            let told = match kind {
                2 => at_random(work, &bench, chance, tally),
                _ => at_call(work, &bench, kind == 3, chance.below(calls), tally),
            };
            after = format!("{after} {told}");
        }
        work.completes(&bench, &after);
    }
}

fn at_random(work: &Work, bench: &Bench, chance: &mut Chance, tally: &mut Tally) -> String {
    let wait = Duration::from_micros(chance.below(work.takes.as_micros() as u64 + 1));
    let mut command = bench.command(&work.command);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(wait);
    match child.try_wait().unwrap() {
        Some(_) => tally.too_late += 1,
        None => tally.at_random += 1,
    }
    child.kill().unwrap();
    child.wait().unwrap();
    format!("[killed after {wait:?}]")
}

/// At one of all calls: killed on entering it, or told that the disk is full.
fn at_call(work: &Work, bench: &Bench, full: bool, mut place: u64, tally: &mut Tally) -> String {
    let mut of = work.calls.iter();
    let (name, count) = loop {
        let (name, count) = of.next().unwrap();
        match place.checked_sub(*count) {
            Some(rest) => place = rest,
            None => break (name, place + 1),
        }
    };
    let full = full && ["openat", "write", "fsync", "mkdir"].contains(&name.as_str());
    let fault = if full { "error=ENOSPC" } else { "signal=KILL" };
    let trace = format!("trace={name}");
    let inject = format!("inject={name}:{fault}:when={count}");
    let mut command = traced(bench, &["-o", "/dev/null", "-e", &trace, "-e", &inject], &work.command);
    let status = command.status().unwrap();
    match (full, status.code()) {
        (true, Some(code)) => {
            assert!(
                [0, 1, 2].contains(&code),
                "{:?} with {inject}: exit code {code}",
                work.command
            );
            tally.full_disks += 1;
        }
        (false, Some(0)) => tally.too_late += 1,
        (false, None) => tally.at_calls += 1,
        // On a second attempt there may be nothing to do but to refuse: a table that stands.
        (false, Some(2)) if work.command.contains(&"out/b.csv") => tally.too_late += 1,
        other => panic!("{:?} with {inject}: {other:?}", work.command),
    }
    format!("[{inject}]")
}

/// Every command that fills a folder or a file, as small as it can be.
fn works() -> Vec<Work> {
    let short = changed(LABORATORY, "after = \"60 d\"", "after = \"20 d\"");
    let strong = changed(&short, "300 nM", "1 uM");
    let resistant = changed(
        &changed(LABORATORY, "dose = \"300 nM\"", "dose = \"30 nM\""),
        "after = \"60 d\"",
        "after = \"30 d\"",
    );
    let growth = "flask,day,type,cells\nA,2,a,150\nA,4,a,230\nB,2,a,140\nB,4,a,210\n";
    let plain = ("s.toml", PLAIN);
    let (laboratory, other) = (("l.toml", short.as_str()), ("m.toml", strong.as_str()));
    let one = ["--threads", "1", "--quiet"];
    let with = |command: &[&'static str]| [command, &one].concat();
    vec![
        Work::new(&[plain], &[], &with(&["run", "s.toml", "--out", "r"])),
        Work::new(
            &[laboratory],
            &[],
            &with(&["run", "l.toml", "--worlds", "4", "--out", "r"]),
        ),
        Work::new(&[plain], &[], &with(&["run", "s.toml", "--shard", "2/3", "--out", "r"])),
        Work::new(
            &[plain],
            &[
                &["run", "s.toml", "--quiet", "--shard", "1/2", "--out", "1"],
                &["run", "s.toml", "--quiet", "--shard", "2/2", "--out", "2"],
            ],
            &["merge", "1", "2", "--quiet", "--out", "r"],
        ),
        Work::new(
            &[laboratory, other],
            &[],
            &with(&["compare", "l.toml", "m.toml", "--worlds", "2", "--out", "r"]),
        ),
        Work::new(
            &[laboratory],
            &[],
            &with(&[
                "sweep",
                "l.toml",
                "--vary",
                "course.1.dose=100 nM,1 uM",
                "--worlds",
                "2",
                "--out",
                "r",
            ]),
        ),
        Work::new(
            &[laboratory],
            &[],
            &with(&["tornado", "l.toml", "--replicates", "2", "--out", "r"]),
        ),
        Work::new(&[("p.toml", PLAN)], &[], &with(&["plan", "p.toml", "--out", "r"])),
        Work::new(
            &[laboratory, other],
            &[
                &[
                    "compare", "l.toml", "m.toml", "--worlds", "2", "--quiet", "--shard", "1/2", "--out", "1",
                ],
                &[
                    "compare", "l.toml", "m.toml", "--worlds", "2", "--quiet", "--shard", "2/2", "--out", "2",
                ],
            ],
            &["merge", "1", "2", "--quiet", "--out", "r"],
        ),
        Work::new(
            &[laboratory],
            &[],
            &with(&["tornado", "l.toml", "--replicates", "2", "--shard", "2/3", "--out", "r"]),
        ),
        Work::new(
            &[plain, ("t.csv", "plain.types.1.founders\n10\n20\n30\n")],
            &[],
            &[
                "batch",
                "s.toml",
                "--table",
                "t.csv",
                "--threads",
                "1",
                "--out",
                "out/b.csv",
            ],
        ),
        Work::new(
            &[plain, ("t.csv", "plain.types.1.founders\n10\n20\n30\n")],
            &[],
            &with(&["batch", "s.toml", "--table", "t.csv", "--folder", "r"]),
        ),
        Work::new(
            &[laboratory, ("t.csv", "course.1.dose\n100 nM\n300 nM\n1 uM\n")],
            &[],
            &with(&["batch", "l.toml", "--table", "t.csv", "--shard", "2/2", "--folder", "r"]),
        ),
        Work::new(
            &[plain, ("d.csv", growth)],
            &[],
            &with(&[
                "fit",
                "s.toml",
                "--data",
                "d.csv",
                "--free",
                "plain.phases.1.rates.a.death=0.1..0.6",
                "--particles",
                "60",
                "--out",
                "r",
            ]),
        ),
        Work::new(
            &[("l.toml", resistant.as_str())],
            &[&["run", "l.toml", "--quiet", "--worlds", "0", "--out", "r"]],
            &["diagnose", "r", "--flasks", "0", "--workup", "cheap"],
        ),
    ]
}

fn kills(times: u64, seed: u64) {
    let (mut chance, mut tally) = (Chance(seed), Tally::default());
    let works = works();
    let each = times.div_ceil(works.len() as u64);
    for work in &works {
        disturb(work, each, &mut chance, &mut tally);
    }
    println!("{} commands disturbed {each} times each: {tally:?}", works.len());
    assert!(
        tally.at_random + tally.at_calls + tally.full_disks >= times / 2,
        "{tally:?}"
    );
}

#[test]
fn some_kills_lose_nothing() {
    kills(15, 1);
}

#[test]
#[ignore = "minutes: a thousand kills"]
fn a_thousand_kills_lose_nothing() {
    let times = std::env::var("ESCALADE_KILLS")
        .ok()
        .and_then(|times| times.parse().ok());
    kills(times.unwrap_or(1000), 2);
}
