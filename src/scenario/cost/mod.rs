//! What a scenario will cost, told before it starts: rough, from the numbers of events, steps and records.
//!
//! Times are those of one processor of the machine that Escalade is developed on (`measured` there, within about a factor
//! of two); they decide what is told and what looks like a slip, never a result.

mod amount;
mod laboratory;
mod plain;

pub use amount::{Cost, MOST_BYTES, MOST_MEMORY, MOST_SECONDS};
pub use plain::record_bytes;

use super::{Body, Scenario, rules};

/// The cost of all replicates of a scenario, and of the flasks of its worlds.
pub fn of(scenario: &Scenario) -> Cost {
    flask(scenario).times(flasks_of(scenario))
}

fn flasks_of(scenario: &Scenario) -> u64 {
    let worlds = scenario.world_count().saturating_mul(scenario.worlds.flasks);
    scenario.replicates.saturating_add(worlds)
}

/// The cost of a run: the same, and the flasks that look at neighbouring values of its rules.
pub fn of_run(scenario: &Scenario) -> Cost {
    let Body::Laboratory(laboratory) = &scenario.body else {
        return of(scenario);
    };
    let rules = rules::of(laboratory);
    let of_rules = 2 * rules.len() as u64 * rules::flasks(&rules, scenario.replicates);
    let one = flask(scenario);
    one.clone().times(flasks_of(scenario)).and(one.times(of_rules))
}

/// The cost of several scenarios side by side.
pub fn of_all(scenarios: &[Scenario]) -> Cost {
    scenarios.iter().map(of).fold(Cost::NOTHING, Cost::and)
}

/// The cost of one replicate.
pub fn flask(scenario: &Scenario) -> Cost {
    match &scenario.body {
        Body::Plain(model) => plain::replicate(model, &scenario.settings),
        Body::Laboratory(laboratory) => laboratory::flask(laboratory, &scenario.settings, scenario.seed),
    }
}

/// Seconds of one processor that a command may take which does not simulate by itself.
pub const MOST_TOLD: f64 = 5.0;
