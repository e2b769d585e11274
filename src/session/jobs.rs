//! What a replicate of a scenario is.

use crate::engine::record::{FlaskRecord, PlainRecord};
use crate::engine::{self, PlainPlan, Settings};
use crate::ensemble::Job;
use crate::model::plain::PlainModel;
use crate::scenario::{Laboratory, Scenario};
use std::sync::atomic::{AtomicBool, Ordering};

/// Replicates of a plain scenario.
pub struct PlainJob<'a> {
    plan: PlainPlan<'a>,
    settings: Settings,
    seed: u64,
}

impl<'a> PlainJob<'a> {
    pub fn of(scenario: &Scenario, model: &'a PlainModel) -> Self {
        Self {
            plan: PlainPlan::new(model),
            settings: scenario.settings,
            seed: scenario.seed,
        }
    }
}

impl Job for PlainJob<'_> {
    type Record = PlainRecord;
    fn simulate(&self, replicate: u64, stop: &AtomicBool) -> Option<PlainRecord> {
        (!stop.load(Ordering::Relaxed)).then(|| self.plan.run(&self.settings, self.seed, replicate))
    }
}

/// Flasks of a laboratory scenario.
pub struct FlaskJob<'a> {
    pub laboratory: &'a Laboratory,
    pub settings: Settings,
    pub seed: u64,
}

impl<'a> FlaskJob<'a> {
    pub fn of(scenario: &Scenario, laboratory: &'a Laboratory) -> Self {
        Self {
            laboratory,
            settings: scenario.settings,
            seed: scenario.seed,
        }
    }
}

impl Job for FlaskJob<'_> {
    type Record = FlaskRecord;
    fn simulate(&self, replicate: u64, stop: &AtomicBool) -> Option<FlaskRecord> {
        let Laboratory { biology, protocol, .. } = self.laboratory;
        (!stop.load(Ordering::Relaxed))
            .then(|| engine::run_flask(biology, protocol, &self.settings, self.seed, replicate))
    }
}
