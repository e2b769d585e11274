//! A scenario after every check: numbers that the engines take as they are.

use super::known::{Assumed, Overlay};
use crate::engine::Settings;
use crate::knowledge::Conditions;
use crate::model::biology::Biology;
use crate::model::plain::PlainModel;
use crate::model::protocol::Protocol;
use crate::statistics::worlds::SHARED;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// Has a `[plan]`, which only `plan` follows.
    pub plans: bool,
    /// How many worlds are drawn; laboratory form.
    pub worlds: WorldPlan,
    /// Worlds from a table; what it does not name is drawn.
    pub given_worlds: Option<WorldTable>,
    /// What it was read from; absent in the plain form.
    pub origin: Option<Origin>,
}

/// What a laboratory scenario was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// Its name in messages.
    pub file: String,
    /// TOML.
    pub text: String,
    /// Knowledge values that were set by key: what is stated so is known in every world.
    pub values: BTreeMap<String, f64>,
}

/// A table of worlds, not yet read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorldTable {
    /// Its name in messages.
    pub file: String,
    /// CSV: a column per value, a row per world.
    pub text: String,
}

impl WorldTable {
    /// Of the text of a file with any ends of lines.
    pub fn new(file: String, text: &str) -> Self {
        Self {
            file,
            text: text.replace("\r\n", "\n").replace('\r', "\n"),
        }
    }
}

/// How many draws of what is not known, and how many flasks in each.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorldPlan {
    /// Worlds; absent: two for each replicate, at most [`WorldPlan::USUAL`].
    pub count: Option<u64>,
    /// Flasks in each.
    pub flasks: u64,
    /// Part of the variance that values have in common with their class, 0 to 1.
    pub shared: f64,
}

impl WorldPlan {
    /// Where a scenario says nothing.
    pub const DEFAULT: Self = Self {
        count: None,
        flasks: 2,
        shared: SHARED,
    };

    /// Worlds of an ensemble of many replicates.
    pub const USUAL: u64 = 400;
}

impl Scenario {
    /// What is simulated in the laboratory form; none in the plain form.
    pub fn laboratory(&self) -> Option<&Laboratory> {
        match &self.body {
            Body::Laboratory(laboratory) => Some(laboratory),
            Body::Plain(_) => None,
        }
    }

    /// Worlds to be drawn; none in the plain form.
    pub fn world_count(&self) -> u64 {
        match self.body {
            Body::Plain(_) => 0,
            Body::Laboratory(_) => {
                let usual = self.replicates.saturating_mul(2).min(WorldPlan::USUAL);
                self.worlds.count.unwrap_or(usual)
            }
        }
    }
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
