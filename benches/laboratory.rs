//! What a laboratory flask costs, and what of it the variates alone: `cargo bench --bench laboratory`.
//!
//! The *floor* of a flask is the time to draw the growth of each of its compartments over each of its steps (survivors
//! and families of as many cells, with the same generator and samplers) and nothing else. Rounds of the compared
//! things alternate, and medians are printed, so that a drifting machine cancels out.

use escalade::engine::interval::Effort;
use escalade::engine::{Identity, Method, Settings, flask_pilot, run_flask_unless};
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
/// Patients grow for years, and a patient takes seconds.
const PATIENTS: u64 = 6;
const ROUNDS: usize = 7;

const RECIPES: [(&str, &str); 3] = [
    ("01", include_str!("../scenarios/01_alk_alectinib_escalation.toml")),
    ("14", include_str!("../scenarios/14_alk_alectinib_at_once.toml")),
    ("20", include_str!("../scenarios/20_flt3_quizartinib.toml")),
];

/// Courses by mouth, and the constant dose that is their average.
const BY_MOUTH: [(&str, &str, &str, &str); 3] = [
    (
        "33, patients on crizotinib",
        include_str!("../scenarios/33_alk_crizotinib_patients.toml"),
        "oral = { every = \"12 h\" }",
        "dose = \"130 nM\"",
    ),
    (
        "34, patients on quizartinib",
        include_str!("../scenarios/34_flt3_quizartinib_patients.toml"),
        "oral = { every = \"24 h\" }",
        "dose = \"42.1 nM\"",
    ),
    (
        "flasks of H3122 on alectinib",
        "schema = 1\nname = \"H3122\"\nreplicates = 1\nseed = 1\n[line]\nid = \"H3122\"\n[flask]\nvessel = \"T75\"\nseed_cells = 1e6\n\
         [[course]]\ndrug = \"alectinib\"\noral = { every = \"12 h\" }\n[stop]\nafter = \"120 d\"\n",
        "oral = { every = \"12 h\" }",
        "dose = \"140 nM\"",
    ),
];

fn laboratory(text: &str) -> Box<Laboratory> {
    let scenario = escalade::scenario::load("recipe", text.to_owned()).expect("a recipe of the crate");
    match scenario.body {
        Body::Laboratory(laboratory) => laboratory,
        Body::Plain(_) => panic!("the recipe has the laboratory form"),
    }
}

/// Milliseconds that `work` takes per flask, over so many.
fn time(flasks: u64, work: impl Fn(u64)) -> f64 {
    let start = Instant::now();
    (0..flasks).for_each(work);
    1e3 * start.elapsed().as_secs_f64() / flasks as f64
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
                .map(|flask| flask_pilot(biology, protocol, &SETTINGS, identity, 1, flask, u64::MAX).effort)
                .collect();
            let rounds = (0..ROUNDS).map(|_| {
                let flask = time(FLASKS, |flask| run(&laboratory, identity, flask));
                let floor = time(FLASKS, |flask| draw(&efforts[flask as usize], flask));
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
    println!("\nby mouth                           ms a flask  steps  over a constant dose");
    for (name, text, oral, constant) in BY_MOUTH {
        let by_mouth = laboratory(&text.replace(constant, oral));
        let constant = laboratory(&text.replace(oral, constant));
        let of = |laboratory: &Laboratory| time(PATIENTS, |flask| run(laboratory, Identity::Origins, flask));
        let rounds = (0..ROUNDS).map(|_| {
            let (one, other) = (of(&by_mouth), of(&constant));
            (one, one / other)
        });
        let (flasks, ratios) = rounds.unzip();
        let Laboratory { biology, protocol, .. } = &*by_mouth;
        let steps = |flask| {
            flask_pilot(biology, protocol, &SETTINGS, Identity::Origins, 1, flask, u64::MAX)
                .effort
                .steps
        };
        println!(
            "{name:34} {:10.2}  {:5.0}  {:20.1}",
            median(flasks),
            (0..PATIENTS).map(steps).sum::<u64>() as f64 / PATIENTS as f64,
            median(ratios)
        );
    }
}
