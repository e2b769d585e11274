//! Scaling with threads, and laboratory flasks against plain ones: `cargo bench --bench ensemble`.
//!
//! Scenario-like flasks are run on one and on two threads in turn; the median of the time ratios is
//! printed. Needs at least two idle cores.

use escalade::engine::{Method, Settings, run_flask, run_plain};
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
                and: None,
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
            changes: None,
        }],
        capacity: None,
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

/// 1,000 flasks of 1.2e7 cells for 200 days: H3122 under alectinib raised to 1 uM as the flask recovers, every
/// escape route of the ALK family, simulated to the end. The baseline of the ratio is one thread's time for as
/// many plain cultures as above, so that it does not depend on the machine.
fn flasks() {
    const FLASKS: u64 = 1_000;
    let scenario = include_str!("../scenarios/01_alk_alectinib_escalation.toml").to_owned();
    let scenario = escalade::scenario::load("01", scenario).expect("a recipe of the crate");
    let escalade::scenario::Body::Laboratory(mut laboratory) = scenario.body else {
        panic!("recipe 01 has the laboratory form");
    };
    laboratory.protocol.stop.after = 200.0;
    laboratory.protocol.stop.at_resistance = false;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(2)
        .build()
        .expect("threads can be started");
    let run = |flask| run_flask(&laboratory.biology, &laboratory.protocol, &SETTINGS, 1, flask);
    let time = || {
        let start = Instant::now();
        pool.install(|| {
            (0..FLASKS).into_par_iter().for_each(|flask| {
                black_box(run(flask));
            });
        });
        start.elapsed().as_secs_f64()
    };
    let model = passaged();
    let mut rounds: Vec<(f64, f64)> = (0..3)
        .map(|_| {
            let plain = seconds(&model, 1) / REPLICATES as f64;
            let all = time();
            (all, all / FLASKS as f64 / plain)
        })
        .collect();
    rounds.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (all, ratio) = rounds[1];
    println!(
        "1000 flasks, 200 days, reactive escalation, two threads: {all:.1} s (goal below 10 s), {:.1} ms per flask, \
         {ratio:.0} times one plain culture on one thread",
        1e3 * all / FLASKS as f64
    );
}

fn main() {
    let model = passaged();
    let mut ratios: Vec<f64> = (0..7).map(|_| seconds(&model, 1) / seconds(&model, 2)).collect();
    ratios.sort_by(f64::total_cmp);
    flasks();
    println!(
        "one thread over two threads: {:.2} (goal 1.8 or more on two idle cores)",
        ratios[3]
    );
}
