//! Scaling with threads, as a ratio within one run: `cargo bench --bench ensemble`.
//!
//! Scenario-like flasks are run on one and on two threads in turn; the median of the time ratios is
//! printed. Needs at least two idle cores.

use escalade::engine::{Method, Settings, run_plain};
use escalade::model::plain::{BirthDeath, PlainModel, PlainMutation, PlainPhase, PlainType};
use rayon::prelude::*;
use std::hint::black_box;
use std::time::Instant;

const SETTINGS: Settings = Settings {
    method: Method::Interval,
    tolerance: 0.01,
};
const REPLICATES: u64 = 20_000;

/// A flask passaged weekly under a drug that halves growth, with ten routes out.
fn passaged() -> PlainModel {
    let rate = |birth, death| BirthDeath { birth, death };
    let mut types = vec![PlainType {
        name: "wild-type".into(),
        founders: 1_000_000,
    }];
    types.extend((1..=10).map(|i| PlainType {
        name: format!("route-{i}"),
        founders: 0,
    }));
    let mut rates = vec![rate(0.5, 0.1); 11];
    rates[0] = rate(0.4, 0.1);
    PlainModel {
        types,
        mutations: (1..=10)
            .map(|to| PlainMutation {
                from: 0,
                to,
                per_division: 1e-8,
            })
            .collect(),
        switches: Vec::new(),
        phases: vec![PlainPhase {
            duration: 7.0,
            rates,
            keep: 0.125,
            until: None,
            repeat: 12,
        }],
        stop: None,
        record_every: None,
    }
}

fn seconds(model: &PlainModel, threads: usize) -> f64 {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .expect("threads can be started");
    let start = Instant::now();
    pool.install(|| {
        (0..REPLICATES).into_par_iter().for_each(|i| {
            black_box(run_plain(model, &SETTINGS, 1, i));
        });
    });
    start.elapsed().as_secs_f64()
}

fn main() {
    let model = passaged();
    let mut ratios: Vec<f64> = (0..7).map(|_| seconds(&model, 1) / seconds(&model, 2)).collect();
    ratios.sort_by(f64::total_cmp);
    println!(
        "one thread over two threads: {:.2} (goal 1.8 or more on two idle cores)",
        ratios[3]
    );
}
