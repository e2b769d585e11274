//! The resolved biology of one line under the drugs of one scenario: every number that the engine
//! needs, and the pure functions that turn a genotype, a cell state and doses into rates.

use serde::{Deserialize, Serialize};

/// Resolved biology (see module docs). Built by `knowledge`, stored whole in the lock file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Biology {}

/// A heritable make-up: driver copies with the alleles each carries, and bypass alterations.
/// Canonical (sorted), so equal genotypes compare equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Genotype {}

/// Rates of one genotype in one cell state at given doses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Phenotype {
    /// Per cell per day, without crowding.
    pub birth: f64,
    pub death: f64,
    /// Fate signal S (1 in the undrugged parental line).
    pub signal: f64,
    /// Driver activity (1 in the undrugged parental line).
    pub driver_activity: f64,
}

/// A way in which a division founds a mutant.
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    /// Probability per division that exactly one daughter has `child`.
    pub per_division: f64,
    pub child: Genotype,
    /// Founders are pooled by genotype, origin and time bin (many are expected) rather than
    /// each followed as its own lineage.
    pub pooled: bool,
}

/// A way in which a living cell changes its state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Switch {
    /// Index of the new state.
    pub to: usize,
    pub per_day: f64,
}

/// What a genotype is called and how it is classed in profiles, legends and tables.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mechanism {
    /// For example "G1202R", "MET amplification", "CCN1-high", "G1202R + MET amplification",
    /// "ALK x4"; "none" for the unaltered line.
    pub label: String,
    pub class: MechanismClass,
    /// Protein region of an on-target allele ("gatekeeper", "solvent front", ...), else empty.
    pub region: String,
    /// Place in the knowledge base's order; colours and legends follow it.
    pub order: u32,
}

/// Classes of the resistance profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MechanismClass {
    None,
    OnTarget,
    Amplification,
    Bypass,
    State,
    Transformed,
    Compound,
}
