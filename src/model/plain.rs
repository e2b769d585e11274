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
    /// Ends the replicate at the first upward passage.
    pub stop: Option<Threshold>,
    /// Days between recorded trajectory points; `None` records nothing.
    pub record_every: Option<f64>,
}

/// A cell type and how many cells of it found the population.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlainType {
    /// Label in tables.
    pub name: String,
    /// Cells at day 0.
    pub founders: u64,
}

/// One daughter of a dividing `from` cell is of type `to` with this probability per division.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlainMutation {
    /// Index of the dividing type.
    pub from: usize,
    /// Index of the daughter's type.
    pub to: usize,
    /// Probability, 0 to 1.
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
