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

/// A flask of a world over one of the scenario itself: in many worlds more kinds of cells live beside each other (`measured` in
/// instructions: 0.8 to 1.4 in six recipes).
const OF_WORLD: f64 = 1.2;
/// Seconds of drawing a world and working out its cells (`measured`).
const WORLD: f64 = 2.5e-3;
/// Flasks of a scenario that is run alone which are followed beforehand: one may cost half or twice as much as another.
const PILOTS: u64 = 4;

/// The cost of all replicates of a scenario, and of the flasks of its worlds.
pub fn of(scenario: &Scenario) -> Cost {
    of_flasks(scenario, flask(scenario))
}

/// The same, one of them costing so much.
fn of_flasks(scenario: &Scenario, one: Cost) -> Cost {
    let worlds = scenario.world_count();
    let mut of_worlds = one.clone().times(worlds.saturating_mul(scenario.worlds.flasks));
    of_worlds.seconds = of_worlds.seconds * OF_WORLD + worlds as f64 * WORLD;
    one.times(scenario.replicates).and(of_worlds)
}

/// The cost of a run: the same, and the flasks that look at neighbouring values of its rules.
pub fn of_run(scenario: &Scenario) -> Cost {
    let Body::Laboratory(laboratory) = &scenario.body else {
        return of(scenario);
    };
    let rules = rules::of(laboratory);
    let of_rules = 2 * rules.len() as u64 * rules::flasks(&rules, scenario.replicates);
    let one = laboratory::flask(laboratory, &scenario.settings, scenario.seed, PILOTS);
    of_flasks(scenario, one.clone()).and(one.times(of_rules))
}

/// The cost of several scenarios side by side.
pub fn of_all(scenarios: &[Scenario]) -> Cost {
    scenarios.iter().map(of).fold(Cost::NOTHING, Cost::and)
}

/// The cost of one replicate.
pub fn flask(scenario: &Scenario) -> Cost {
    match &scenario.body {
        Body::Plain(model) => plain::replicate(model, &scenario.settings),
        Body::Laboratory(laboratory) => laboratory::flask(laboratory, &scenario.settings, scenario.seed, 1),
    }
}

/// Seconds of one processor that a command may take which does not simulate by itself.
pub const MOST_TOLD: f64 = 5.0;
