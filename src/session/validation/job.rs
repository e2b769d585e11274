//! The flasks of every scenario, in every world and both halves.

use crate::ensemble::Job;
use crate::model::biology::MechanismClass;
use crate::scenario::{Scenario, WorldTable};
use crate::session::SessionError;
use crate::session::worlds::{Shelf, Worlds};
use crate::statistics::patients::findings;
use crate::statistics::validation::Finding;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

/// What is found in the flasks of a world, or why it has none.
pub type Findings = Result<Vec<Finding>, String>;

/// A scenario in one half.
pub struct Half {
    /// Its worlds.
    pub worlds: Worlds,
    findings: BTreeMap<String, MechanismClass>,
    flasks: u64,
}

impl Half {
    /// Of a scenario; what classes have in common stands in `given`, what values have of their own comes from `seed`.
    pub fn of(
        scenario: &Scenario,
        given: &WorldTable,
        worlds: u64,
        flasks: u64,
        seed: u64,
        shelf: &mut Shelf,
    ) -> Result<Option<Self>, SessionError> {
        let Some(laboratory) = scenario.laboratory() else {
            return Ok(None);
        };
        let mut scenario = scenario.clone();
        scenario.seed = seed;
        scenario.worlds.count = Some(worlds);
        scenario.given_worlds = Some(given.clone());
        Ok(Worlds::of_shelf(&scenario, shelf)?.map(|worlds| Self {
            worlds,
            findings: findings(&laboratory.biology),
            flasks,
        }))
    }
}

/// Record number w x halves + h is half h (of any scenario) in world w.
pub struct FlaskJob<'a> {
    /// Both halves of each scenario, one after the other.
    pub halves: &'a [Half],
}

impl Job for FlaskJob<'_> {
    type Record = Findings;

    fn record_bytes(&self) -> f64 {
        3e3
    }

    fn simulate(&self, record: u64, stop: &AtomicBool) -> Option<Findings> {
        let halves = self.halves.len() as u64;
        let half = &self.halves[(record % halves) as usize];
        let of = |record: &crate::engine::record::FlaskRecord| Finding::of(record, &half.findings);
        half.worlds.each(record / halves, half.flasks, stop, &of)
    }
}
