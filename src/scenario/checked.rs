//! A scenario after every check: numbers that the engines take as they are.

use super::known::Assumed;
use crate::engine::Settings;
use crate::knowledge::Conditions;
use crate::model::biology::Biology;
use crate::model::plain::PlainModel;
use crate::model::protocol::Protocol;

/// A checked scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    pub name: String,
    /// What the run is to answer.
    pub question: String,
    pub replicates: u64,
    pub seed: u64,
    pub settings: Settings,
    pub body: Body,
    /// Read from a lock file.
    pub locked: bool,
    /// Has `[[sweep]]` entries, which only `sweep` follows.
    pub sweeps: bool,
}

/// The two forms.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    Plain(PlainModel),
    Laboratory(Box<Laboratory>),
}

/// A checked laboratory scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Laboratory {
    pub biology: Biology,
    pub protocol: Protocol,
    /// What of the knowledge base the biology was resolved under.
    pub conditions: Conditions,
    pub assumptions: Vec<Assumed>,
    pub knowledge_hash: String,
    /// Write `looks.csv`.
    pub record_looks: bool,
}
