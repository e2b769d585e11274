//! What a plan spends: `cargo bench --bench plan`, two threads.
//!
//! Flasks of the race against all designs in as many worlds as the final figures rest on, for grids of designs of the plain
//! form; counts, which are the same on every machine.

use escalade::scenario::Books;
use escalade::session::plan::{Planned, Wanted};
use escalade::session::{Conduct, InMemory, Outcome, Silent};
use std::sync::atomic::AtomicBool;

const RESCUE: &str = r#"
schema = 1
name = "rescue"
replicates = 10
seed = 7
[plain]
types = [{ name = "sensitive", founders = 1e4 }, { name = "resistant", founders = 0 }]
mutations = [{ from = "sensitive", to = "resistant", per_division = 1e-5 }]
[[plain.phases]]
duration = "200 d"
rates = { sensitive = { birth = 0.3, death = 0.6 }, resistant = { birth = 0.7, death = 0.3 } }
[plain.stop]
type = "resistant"
cells = 1e4
[plan]
goal = { kind = "flasks", at_least = 1, by = "200 d" }
limits = { flasks = 1 }
margin = "5%"
budget = 1000000
fresh_worlds = 1000
"#;

/// Founders times birth rates of the mutant, from poor to good.
fn grid(founders: usize, births: usize) -> String {
    let list = |n: usize, low: f64, high: f64| -> Vec<f64> {
        let step = |i: usize| low + (high - low) * i as f64 / (n - 1) as f64;
        (0..n).map(step).collect()
    };
    let founders: Vec<f64> = list(founders, 3.0, 5.3)
        .into_iter()
        .map(|x| libm::round(libm::exp10(x)))
        .collect();
    let births = list(births, 0.35, 1.0);
    format!(
        "{RESCUE}[[plan.choice]]\nkey = \"plain.types.1.founders\"\nvalues = {founders:?}\n[[plan.choice]]\nkey = \
         \"plain.phases.1.rates.resistant.birth\"\nvalues = {births:?}\n"
    )
}

fn main() {
    println!("{:>8} {:>10} {:>12} {:>7}", "designs", "flasks", "brute force", "ratio");
    for (founders, births) in [(4, 3), (8, 6), (14, 14)] {
        let planned = Planned::of(
            "s.toml",
            grid(founders, births),
            Wanted::default(),
            Books::Overlays(&[]),
            &[],
        )
        .expect("a plan");
        let conduct = Conduct {
            threads: 2,
            stop: &AtomicBool::new(false),
            progress: &Silent,
        };
        let Ok(Outcome::Done { result, .. }) = planned.run(&InMemory, &conduct) else {
            unreachable!("a plan in memory ends")
        };
        let plan: serde_json::Value = serde_json::from_str(&result.json).expect("plan.json");
        let number = |key: &str| plan["search"][key].as_u64().unwrap_or(0);
        let (flasks, brute) = (number("flasks"), number("brute_force"));
        println!(
            "{:>8} {flasks:>10} {brute:>12} {:>7.3}",
            founders * births,
            flasks as f64 / brute as f64
        );
    }
}
