//! Helpers: work in shards, each run into its own folder, and merged.

use crate::support::{Bench, LABORATORY, changed};

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
pub fn folder(i: u64, n: u64) -> String {
    format!("{i}of{n}")
}

/// Runs one shard of `s.toml`.
pub fn shard(bench: &Bench, i: u64, n: u64, more: &[&str]) -> String {
    let (share, out) = (format!("{i}/{n}"), folder(i, n));
    let run = ["run", "s.toml", "--quiet", "--shard", &share, "--out", &out];
    bench.good(&[&run, more].concat());
    out
}

pub fn merge<'a>(shards: &'a [String], out: &'a str) -> Vec<&'a str> {
    let shards = shards.iter().map(String::as_str);
    ["merge", "--quiet"]
        .into_iter()
        .chain(shards)
        .chain(["--out", out])
        .collect()
}

/// A short laboratory scenario, the same at another dose, and an overlay.
pub fn laboratory() -> Bench {
    let bench = Bench::with(&changed(LABORATORY, "after = \"60 d\"", "after = \"30 d\""));
    let text = String::from_utf8(bench.read("s.toml")).unwrap();
    bench.write("t.toml", &changed(&text, "300 nM", "1 uM"));
    bench.write("k.toml", OVERLAY);
    bench
}
