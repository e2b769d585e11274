//! `escalade plan`: what it reads and refuses, that it finds the best of small grids whose truth is known, that its intervals
//! hold, and that threads and interruptions change nothing.

mod costs;
mod files;
mod hypotheses;
mod out_of_reach;
mod refusals;
mod savings;
mod small_grids;
#[path = "../support/mod.rs"]
mod support;
mod told;

use escalade::scenario::Books;
use escalade::session::plan::{Planned, Wanted};
use escalade::session::{Conduct, InMemory, Outcome};
use serde_json::Value;

/// A dying population that a mutant may rescue: of the plain form, so that its truth is known.
const RESCUE: &str = r#"
schema = 1
name = "rescue"
replicates = 10
seed = SEED
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
goal = { kind = "flasks", at_least = AT_LEAST, by = "200 d" }
limits = { flasks = FLASKS }
margin = "5%"
budget = 60000
fresh_worlds = 1000
"#;

/// A grid of founders and birth rates of the mutant.
pub struct Grid {
    pub at_least: u64,
    pub flasks: u64,
    pub founders: &'static [f64],
    pub births: &'static [f64],
}

impl Grid {
    pub fn text(&self, seed: u64) -> String {
        let text = RESCUE
            .replace("SEED", &seed.to_string())
            .replace("AT_LEAST", &self.at_least.to_string())
            .replace("FLASKS", &self.flasks.to_string());
        format!(
            "{text}[[plan.choice]]\nkey = \"plain.types.1.founders\"\nvalues = {:?}\n[[plan.choice]]\nkey = \
             \"plain.phases.1.rates.resistant.birth\"\nvalues = {:?}\n",
            self.founders, self.births
        )
    }

    /// The value of every design, in order. A founder's mutants are a Poisson stream to first order in the mutation rate
    /// (1e-5 here): u b / (d - b) of them on average, each of which lives on with probability 1 - d'/b'.
    pub fn truth(&self) -> Vec<f64> {
        let of = |founders: f64, birth: f64| {
            let rescued = 1.0 - (-founders * 1e-5 * 0.3 / 0.3 * (1.0 - 0.3 / birth)).exp();
            let n = self.flasks as i32;
            let choose = |k: i32| (0..k).fold(1.0, |all, i| all * f64::from(n - i) / f64::from(i + 1));
            let exactly = |k: i32| choose(k) * rescued.powi(k) * (1.0 - rescued).powi(n - k);
            1.0 - (0..self.at_least as i32).map(exactly).sum::<f64>()
        };
        let founders = self.founders.iter();
        founders
            .flat_map(|n| self.births.iter().map(move |birth| of(*n, *birth)))
            .collect()
    }
}

pub fn planned(text: String, threads: usize) -> Value {
    let planned = Planned::of("plan.toml", text, Wanted::default(), Books::Overlays(&[]), &[]).unwrap();
    let conduct = Conduct {
        threads,
        ..Conduct::quiet()
    };
    match planned.run(&InMemory, &conduct).unwrap() {
        Outcome::Done { result, .. } => serde_json::from_str(&result.json).unwrap(),
        Outcome::AlreadyComplete | Outcome::Share { .. } => panic!("memory holds nothing"),
    }
}

pub const LABORATORY: &str = r#"
schema = 1
name = "wells"
replicates = 4
seed = 5
[line]
id = "H3122"
[flask]
vessel = "6-well"
[[course]]
drug = "alectinib"
start = "IC20"
factor = 2
goal = "300 nM"
step_when = { growth = "50% of parental", held_for = "1 passage" }
[stop]
after = "120 d"
[plan]
goal = { kind = "flasks", of = "resistant", by = "100 d", probability = "60%" }
limits = { flasks = 2 }
budget = 400
fresh_worlds = 30
first_day = "2027-01-11"
[[plan.choice]]
key = "course.1.factor"
values = [1.5, 3]
[[plan.choice]]
key = "course.1.goal"
values = ["100 nM", "300 nM"]
"#;
