//! A scenario after every check: numbers that the engines take as they are.

use super::known::{Assumed, Overlay};
use crate::engine::Settings;
use crate::knowledge::Conditions;
use crate::model::biology::Biology;
use crate::model::plain::PlainModel;
use crate::model::protocol::Protocol;

/// A checked scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Title of the scenario.
    pub name: String,
    /// What the run is to answer.
    pub question: String,
    /// Independent replicates, 1 to [`MAX_REPLICATES`](super::MAX_REPLICATES).
    pub replicates: u64,
    /// Seed of all streams.
    pub seed: u64,
    /// Method and tolerance of the engine.
    pub settings: Settings,
    /// What is simulated.
    pub body: Body,
    /// Read from a lock file.
    pub locked: bool,
    /// Has `[[sweep]]` entries, which only `sweep` follows.
    pub sweeps: bool,
}

/// The two forms.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Types and rates as given.
    Plain(PlainModel),
    /// Flasks of a line under drugs.
    Laboratory(Box<Laboratory>),
}

/// A checked laboratory scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Laboratory {
    /// The line under the scenario's drugs, resolved.
    pub biology: Biology,
    /// Everything that happens to a flask.
    pub protocol: Protocol,
    /// What of the knowledge base the biology was resolved under.
    pub conditions: Conditions,
    /// Assumed, imputed and unchecked values that the scenario leans on.
    pub assumptions: Vec<Assumed>,
    /// Fingerprint of the knowledge base.
    pub knowledge_hash: String,
    /// The user's own part of it, by bare file names.
    pub overlays: Vec<Overlay>,
    /// Write `looks.csv`.
    pub record_looks: bool,
}
