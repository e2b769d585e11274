//! The plain model: cell types with given rates, no knowledge base. For theory, teaching and other fields.

use serde::{Deserialize, Serialize};

/// A validated plain model. Types are referred to by their index in `types`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlainModel {
    /// Cell types.
    pub types: Vec<PlainType>,
    /// Changes of type at division.
    pub mutations: Vec<PlainMutation>,
    /// Changes of type of living cells.
    pub switches: Vec<PlainSwitch>,
    /// Stretches of time, in order.
    pub phases: Vec<PlainPhase>,
    /// Cells that there is room for: births slow down as the total comes near; `None` is unlimited.
    pub capacity: Option<u64>,
    /// Ends the replicate at the first upward passage.
    pub stop: Option<Threshold>,
    /// Days between recorded trajectory points; `None` records nothing.
    pub record_every: Option<f64>,
}

impl PlainModel {
    /// Day on which its last phase is over; infinite where one is open.
    pub fn last_day(&self) -> f64 {
        self.phases.iter().map(|phase| phase.duration).sum()
    }

    /// Probability per division of every mutation, in phases that say nothing else.
    pub fn per_division(&self) -> Vec<f64> {
        self.mutations.iter().map(|mutation| mutation.per_division).collect()
    }

    /// Rate per day of every switch, in phases that say nothing else.
    pub fn per_day(&self) -> Vec<f64> {
        self.switches.iter().map(|switch| switch.per_day).collect()
    }

    /// Names of the types that a mutation leads from and to (of both daughters where both change).
    pub fn path(&self, mutation: &PlainMutation) -> Vec<String> {
        let types = [Some(mutation.from), Some(mutation.to), mutation.and];
        let names = types.into_iter().flatten().map(|kind| self.types[kind].name.clone());
        names.collect()
    }

    /// A mutation as "from -> to", or "from -> to + to" where both daughters change.
    pub fn arrow(&self, mutation: &PlainMutation) -> String {
        let path = self.path(mutation);
        format!("{} -> {}", path[0], path[1..].join(" + "))
    }
}

/// A cell type and how many cells of it found the population.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlainType {
    /// Label in tables.
    pub name: String,
    /// Cells at day 0.
    pub founders: u64,
}

/// A dividing `from` cell has a daughter of another type, or two, with this probability per division.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlainMutation {
    /// Type of the mother.
    pub from: usize,
    /// Type of the daughter.
    pub to: usize,
    /// Type of the other daughter where both change; else she is as her mother.
    pub and: Option<usize>,
    /// Probability per division, 0 to 1, in phases that say nothing else.
    pub per_division: f64,
}

/// A living `from` cell becomes a `to` cell at this rate per day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlainSwitch {
    /// Index of the type that is left.
    pub from: usize,
    /// Index of the type that is entered.
    pub to: usize,
    /// Rate per cell per day.
    pub per_day: f64,
}

/// A stretch of time with constant rates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlainPhase {
    /// Days; infinite where the phase ends only by `until`, a stop or extinction.
    pub duration: f64,
    /// Birth and death rate per cell per day, one entry per type.
    pub rates: Vec<BirthDeath>,
    /// Probability for each cell to be kept at the end of the phase (1 keeps all).
    pub keep: f64,
    /// Ends the phase early at the first upward passage within the phase.
    pub until: Option<Threshold>,
    /// How many times in a row the phase runs, at least 1.
    pub repeat: u32,
    /// Rates of change of its own; `None` takes those of the model.
    pub changes: Option<PhaseChanges>,
}

/// Rates of change in one phase, in the order of the model's lists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PhaseChanges {
    /// Probability per division of each mutation.
    pub per_division: Vec<f64>,
    /// Rate per day of each switch.
    pub per_day: Vec<f64>,
}

impl PlainPhase {
    /// Probability per division of every mutation of the model in this phase.
    pub fn per_division(&self, model: &PlainModel) -> Vec<f64> {
        match &self.changes {
            Some(own) => own.per_division.clone(),
            None => model.per_division(),
        }
    }

    /// Rate per day of every switch of the model in this phase.
    pub fn per_day(&self, model: &PlainModel) -> Vec<f64> {
        match &self.changes {
            Some(own) => own.per_day.clone(),
            None => model.per_day(),
        }
    }
}

/// Rates per cell per day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BirthDeath {
    /// Birth rate.
    pub birth: f64,
    /// Death rate.
    pub death: f64,
}

/// A population size whose first upward passage ends something.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Threshold {
    /// `None` watches the total, else the count of one type.
    pub of_type: Option<usize>,
    /// The size, cells.
    pub cells: u64,
}
