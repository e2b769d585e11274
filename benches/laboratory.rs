//! What a laboratory flask costs, and what of it the variates alone: `cargo bench --bench laboratory`.
//!
//! The *floor* of a flask is the time to draw the growth of each of its compartments over each of its steps (survivors
//! and families of as many cells, with the same generator and samplers) and nothing else. Rounds of the compared
//! things alternate, and medians are printed, so that a drifting machine cancels out.

use escalade::engine::interval::Effort;
use escalade::engine::{Identity, Method, Settings, flask_effort, run_flask_unless};
use escalade::random::{Purpose, stream};
use escalade::sampling::{Geometric, binomial};
use escalade::scenario::{Body, Laboratory};
use std::hint::black_box;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

const SETTINGS: Settings = Settings {
    method: Method::Interval,
    tolerance: 0.01,
};
const FLASKS: u64 = 60;
const ROUNDS: usize = 7;

const RECIPES: [(&str, &str); 3] = [
    ("01", include_str!("../scenarios/01_alk_alectinib_escalation.toml")),
    ("14", include_str!("../scenarios/14_alk_alectinib_at_once.toml")),
    ("20", include_str!("../scenarios/20_flt3_quizartinib.toml")),
];

fn laboratory(text: &str) -> Box<Laboratory> {
    let scenario = escalade::scenario::load("recipe", text.to_owned()).expect("a recipe of the crate");
    match scenario.body {
        Body::Laboratory(laboratory) => laboratory,
        Body::Plain(_) => panic!("the recipe has the laboratory form"),
    }
}

/// Milliseconds that `work` takes per flask.
fn time(work: impl Fn(u64)) -> f64 {
    let start = Instant::now();
    (0..FLASKS).for_each(work);
    1e3 * start.elapsed().as_secs_f64() / FLASKS as f64
}

fn run(laboratory: &Laboratory, identity: Identity, flask: u64) {
    let never = AtomicBool::new(false);
    let Laboratory { biology, protocol, .. } = laboratory;
    black_box(run_flask_unless(
        &never, biology, protocol, &SETTINGS, identity, 1, flask,
    ));
}

/// The variates of what was carried.
fn draw(effort: &Effort, flask: u64) {
    let mut rng = stream(1, flask, Purpose::Growth);
    let family = Geometric {
        eta: 0.1,
        one_minus_eta: 0.9,
    };
    for (log, &times) in effort.carried.iter().enumerate() {
        for _ in 0..times {
            let survivors = binomial(&mut rng, 1 << log, 0.9);
            black_box(survivors + family.sum(&mut rng, survivors));
        }
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() {
    println!("recipe  lineages  ms a flask  steps  carried  over the floor");
    for (name, text) in RECIPES {
        let laboratory = laboratory(text);
        for (kept, identity) in [("kept", Identity::Lineages), ("pooled", Identity::Origins)] {
            let Laboratory { biology, protocol, .. } = &*laboratory;
            let efforts: Vec<Effort> = (0..FLASKS)
                .map(|flask| flask_effort(biology, protocol, &SETTINGS, identity, 1, flask))
                .collect();
            let rounds = (0..ROUNDS).map(|_| {
                let flask = time(|flask| run(&laboratory, identity, flask));
                let floor = time(|flask| draw(&efforts[flask as usize], flask));
                (flask, flask / floor)
            });
            let (flasks, ratios) = rounds.unzip();
            let mean = |of: &dyn Fn(&Effort) -> u64| efforts.iter().map(of).sum::<u64>() as f64 / FLASKS as f64;
            println!(
                "{name:6}  {kept:8}  {:10.2}  {:5.0}  {:7.0}  {:14.1}",
                median(flasks),
                mean(&|effort| effort.steps),
                mean(&|effort| effort.carried.iter().sum()),
                median(ratios)
            );
        }
    }
}
