//! How the flasks of worlds ended.

use crate::engine::record::{FlaskRecord, Outcome, PlainRecord, PlainStop};
use crate::model::biology::MechanismClass;
use serde::{Deserialize, Serialize};

/// How a flask of a world ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorldFlask {
    /// How it ended.
    pub outcome: Outcome,
    /// Day of the outcome.
    pub day: f64,
    /// Class of the mechanism with the most cells, where the flask is resistant.
    pub class: Option<MechanismClass>,
    /// Name of that mechanism.
    pub mechanism: Option<String>,
}

impl WorldFlask {
    /// Of a flask's record.
    pub fn of(record: &FlaskRecord) -> Self {
        let resistant = record.outcome == Outcome::Resistant;
        let dominant = record.composition.first().filter(|_| resistant);
        Self {
            outcome: record.outcome,
            day: record.outcome_day,
            class: dominant.map(|share| share.mechanism.class),
            mechanism: dominant.map(|share| share.mechanism.label.clone()),
        }
    }

    /// Of a replicate of the plain form: resistant where it reached the scenario's stop.
    pub fn of_plain(record: &PlainRecord) -> Self {
        let outcome = match record.stop {
            PlainStop::TotalCells | PlainStop::TypeCells => Outcome::Resistant,
            PlainStop::Extinct => Outcome::Extinct,
            PlainStop::PhasesDone | PlainStop::TooManyCells | PlainStop::Unending => Outcome::TimeOver,
        };
        Self {
            outcome,
            day: record.end_day,
            class: None,
            mechanism: None,
        }
    }

    /// Whether it became resistant.
    pub fn is_resistant(&self) -> bool {
        self.outcome == Outcome::Resistant
    }

    /// What is known of it on a day: nothing of what came later.
    pub fn until(&self, day: f64) -> Self {
        match self.day > day {
            false => self.clone(),
            true => Self {
                outcome: Outcome::TimeOver,
                day,
                class: None,
                mechanism: None,
            },
        }
    }

    /// Time to resistance within a horizon: the horizon where there was none before it.
    pub fn restricted(&self, horizon: f64) -> f64 {
        match self.is_resistant() {
            true => self.day.min(horizon),
            false => horizon,
        }
    }

    /// Whether it was resistant by a day.
    pub fn is_resistant_by(&self, day: f64) -> bool {
        self.is_resistant() && self.day <= day
    }
}

/// What became of a world.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorldRecord {
    /// Its number, from 0.
    pub world: u64,
    /// What was drawn, a number per value in its own unit.
    pub numbers: Vec<f64>,
    /// Its flasks, or why the experiment cannot be carried out there.
    pub flasks: Result<Vec<WorldFlask>, String>,
}

/// Worlds as they come.
#[derive(Debug, Clone, Default)]
pub struct WorldsAccumulator {
    /// Of each world, its flasks or why it has none.
    pub(super) worlds: Vec<Result<Vec<WorldFlask>, String>>,
}

impl WorldsAccumulator {
    /// Adds a world; they come in order.
    pub fn add(&mut self, record: &WorldRecord) {
        self.worlds.push(record.flasks.clone());
    }

    /// Said where worlds were drawn and [`Self::finish`] has nothing of them.
    pub fn none(&self) -> Option<NoWorld> {
        let all: Option<Vec<&String>> = self.worlds.iter().map(|flasks| flasks.as_ref().err()).collect();
        Some(NoWorld {
            worlds: self.worlds.len() as u64,
            why: (*all?.first()?).clone(),
        })
    }
}

/// Worlds in none of which the experiment can be carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoWorld {
    /// Worlds drawn.
    pub worlds: u64,
    /// Why not, in the first of them.
    pub why: String,
}
