//! What a scenario will cost, told before it starts: rough, from the numbers of events, steps and records.
//!
//! Times are those of one processor of the machine that Escalade is developed on (`measured` there, within about a factor
//! of two); they decide what is told and what looks like a slip, never a result.

mod amount;
mod laboratory;
mod plain;

pub use amount::{Cost, MOST_BYTES, MOST_MEMORY, MOST_SECONDS};
pub use plain::record_bytes;

use super::{Body, Scenario};

/// The cost of all replicates of a scenario, and of the flasks of its worlds.
pub fn of(scenario: &Scenario) -> Cost {
    let one = match &scenario.body {
        Body::Plain(model) => plain::replicate(model, &scenario.settings),
        Body::Laboratory(laboratory) => laboratory::flask(laboratory, &scenario.settings),
    };
    let worlds = scenario.world_count().saturating_mul(scenario.worlds.flasks);
    one.times(scenario.replicates.saturating_add(worlds))
}
