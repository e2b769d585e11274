//! What a replicate of a scenario is.

use super::rules::RuleJob;
use super::worlds::Worlds;
use crate::engine::record::{FlaskRecord, PlainRecord};
use crate::engine::{self, PlainPlan, Settings};
use crate::ensemble::Job;
use crate::model::plain::PlainModel;
use crate::scenario::{Laboratory, Scenario, cost};
use crate::statistics::worlds::{WorldFlask, WorldRecord};
use serde::{Deserialize, Serialize};
use std::sync::atomic::AtomicBool;

/// Replicates of a plain scenario.
pub struct PlainJob<'a> {
    plan: PlainPlan<'a>,
    settings: Settings,
    seed: u64,
    bytes: f64,
}

impl<'a> PlainJob<'a> {
    pub fn of(scenario: &Scenario, model: &'a PlainModel) -> Self {
        Self {
            plan: PlainPlan::new(model),
            bytes: cost::record_bytes(model),
            settings: scenario.settings,
            seed: scenario.seed,
        }
    }
}

impl Job for PlainJob<'_> {
    type Record = PlainRecord;
    fn record_bytes(&self) -> f64 {
        self.bytes
    }
    fn simulate(&self, replicate: u64, stop: &AtomicBool) -> Option<PlainRecord> {
        self.plan.run_unless(stop, &self.settings, self.seed, replicate)
    }
}

/// Memory of a flask's record, with its looks and lineages.
const FLASK_BYTES: f64 = 4e4;

/// A run of the laboratory form: the flasks of the ensemble, its worlds, then flasks under other rules.
pub struct RunJob<'a> {
    pub flasks: FlaskJob<'a>,
    pub replicates: u64,
    pub worlds: Option<&'a Worlds>,
    pub rules: RuleJob<'a>,
}

/// What a run of the laboratory form is made of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum RunRecord {
    Flask(Box<FlaskRecord>),
    World(WorldRecord),
    Rule(WorldFlask),
}

impl RunJob<'_> {
    /// Flasks, worlds, and flasks under other rules.
    pub fn records(&self) -> u64 {
        self.before_rules() + self.rules.records()
    }

    fn before_rules(&self) -> u64 {
        self.replicates + self.worlds.map_or(0, Worlds::count)
    }
}

impl Job for RunJob<'_> {
    type Record = RunRecord;
    fn record_bytes(&self) -> f64 {
        FLASK_BYTES
    }
    fn simulate(&self, record: u64, stop: &AtomicBool) -> Option<RunRecord> {
        if let Some(record) = record.checked_sub(self.before_rules()) {
            return self.rules.simulate(record, stop).map(RunRecord::Rule);
        }
        match (record.checked_sub(self.replicates), self.worlds) {
            (Some(world), Some(worlds)) => worlds.simulate(world, stop).map(RunRecord::World),
            _ => self
                .flasks
                .simulate(record, stop)
                .map(|flask| RunRecord::Flask(Box::new(flask))),
        }
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
    fn record_bytes(&self) -> f64 {
        FLASK_BYTES
    }
    fn simulate(&self, replicate: u64, stop: &AtomicBool) -> Option<FlaskRecord> {
        let Laboratory { biology, protocol, .. } = self.laboratory;
        engine::run_flask_unless(
            stop,
            biology,
            protocol,
            &self.settings,
            engine::Identity::Lineages,
            self.seed,
            replicate,
        )
    }
}
