//! The program from outside: what it is asked, what it answers and writes, what it refuses.

mod batch;
mod classroom;
mod cluster_scripts;
mod compare;
mod compare_pairs;
mod compare_unheld;
mod compared;
mod cost;
mod divided;
mod explained;
mod faults;
mod folder;
mod hostile;
mod interruptions;
mod limits;
mod mistakes;
mod names;
mod refused_names;
mod refused_numbers;
mod runs;
mod schema;
mod schema_keys;
mod shard_faults;
mod shards;
mod stories;
#[path = "../support/mod.rs"]
mod support;
mod sweep;
mod sweep_points;
mod sweep_requests;
mod validator;
mod warnings;

use serde_json::Value;
use support::{Bench, changed};

/// Checks that a changed scenario is refused by `check` and by `run`.
pub fn refuses(text: &str, from: &str, to: &str, parts: &[&str]) {
    let bench = Bench::with(&changed(text, from, to));
    bench.refused(&["check", "s.toml"], parts);
    bench.refused(&["run", "s.toml"], parts);
}

/// All files of two runs are equal, except logs.
pub fn assert_same(bench: &Bench, a: &str, b: &str) {
    let (first, second) = (bench.run_files(a), bench.run_files(b));
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&first), names(&second));
    for ((name, left), (_, right)) in first.iter().zip(&second) {
        assert!(left == right, "{name} differs");
    }
}

pub fn json(bench: &Bench, file: &str) -> Value {
    serde_json::from_slice(&bench.read(file)).expect("JSON")
}
