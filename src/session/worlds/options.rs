//! The worlds of several scenarios: the same draw and the same streams in each.

use super::of::{Shelf, Worlds};
use crate::scenario::Scenario;
use crate::session::SessionError;
use crate::statistics::worlds::OptionsRecord;
use std::sync::atomic::AtomicBool;

/// Scenarios in the same worlds.
pub struct Options {
    each: Vec<Worlds>,
    count: u64,
}

impl Options {
    /// Of scenarios with one seed and one number of worlds; `None` where any of them draws none.
    ///
    /// # Errors
    /// See [`Worlds::of`].
    pub fn of(scenarios: &[Scenario]) -> Result<Option<Self>, SessionError> {
        let mut shelf = Shelf::default();
        let mut each = Vec::new();
        for scenario in scenarios {
            match Worlds::of_shelf(scenario, &mut shelf)? {
                Some(worlds) => each.push(worlds),
                None => return Ok(None),
            }
        }
        let count = each.iter().map(Worlds::count).min();
        Ok(count.map(|count| Self { each, count }))
    }

    /// How many worlds.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// How many values are drawn, of any scenario.
    pub fn values(&self) -> u64 {
        let mut keys: Vec<String> = self.each.iter().flat_map(Worlds::keys).collect();
        keys.sort();
        keys.dedup();
        keys.len() as u64
    }

    /// The flasks of a world under every scenario; `None` on a stop.
    pub fn simulate(&self, world: u64, stop: &AtomicBool) -> Option<OptionsRecord> {
        let options = self
            .each
            .iter()
            .map(|worlds| Some(worlds.simulate(world, stop)?.flasks));
        Some(OptionsRecord {
            world,
            options: options.collect::<Option<_>>()?,
        })
    }
}
