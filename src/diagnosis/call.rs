//! What a diagnosis can call.

use serde::Serialize;
use std::fmt;

/// Kind of mechanism, as the guides sort them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A mutation of the driver.
    OnTarget,
    /// More copies of the driver.
    Amplification,
    /// Another route.
    Bypass,
    /// A state that goes when the drug goes.
    Reversible,
    /// Another lineage.
    Transformed,
    /// Protection by the surroundings.
    Niche,
    /// The culture is not resistant in the assay.
    NotResistant,
    /// The drug stock or the line is not what the label says.
    Material,
    /// The read-outs name nothing.
    Undetermined,
}

impl Kind {
    /// All, in the order of tables.
    pub const ALL: [Kind; 9] = [
        Kind::OnTarget,
        Kind::Amplification,
        Kind::Bypass,
        Kind::Reversible,
        Kind::Transformed,
        Kind::Niche,
        Kind::NotResistant,
        Kind::Material,
        Kind::Undetermined,
    ];

    /// The word in tables and in answers of the quiz.
    pub fn word(self) -> &'static str {
        match self {
            Kind::OnTarget => "on-target",
            Kind::Amplification => "amplification",
            Kind::Bypass => "bypass",
            Kind::Reversible => "reversible",
            Kind::Transformed => "transformed",
            Kind::Niche => "niche",
            Kind::NotResistant => "not-resistant",
            Kind::Material => "material",
            Kind::Undetermined => "undetermined",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What can be wrong with the material.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// The drug stock holds less than its label says.
    WeakStock,
    /// Cells of another line are in the culture, or are the culture.
    ForeignCells,
}

impl Fault {
    /// All, in the order in which they are looked for.
    pub const ALL: [Fault; 2] = [Fault::WeakStock, Fault::ForeignCells];

    /// The name in calls and in answers of the quiz.
    pub fn word(self) -> &'static str {
        match self {
            Fault::WeakStock => "weak drug stock",
            Fault::ForeignCells => "cells of another line",
        }
    }
}

/// One mechanism that the read-outs speak for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Call {
    /// The kind of mechanism.
    pub kind: Kind,
    /// What exactly: alleles ("G1202R"), the route's name ("MET"), the marker ("CCN1"), factors; empty
    /// where the read-outs do not tell.
    pub names: Vec<String>,
    /// Route (id of a source), for a bypass.
    pub route: Option<String>,
    /// Share of the cells that it is taken to carry, 0 to 1.
    pub weight: f64,
    /// A functional test agrees.
    pub confirmed: bool,
}

impl Call {
    /// A call that stands alone and rests on no route: the whole culture.
    pub(super) fn of_all(kind: Kind, names: Vec<String>) -> Self {
        Self {
            kind,
            names,
            route: None,
            weight: 1.0,
            confirmed: true,
        }
    }
}

/// As answers of the quiz are written: "bypass: MET".
impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.names.is_empty() {
            true => write!(f, "{}", self.kind),
            false => write!(f, "{}: {}", self.kind, self.names.join(", ")),
        }
    }
}

/// As names are compared: lower case, spaces for dashes.
pub(super) fn plain(text: &str) -> String {
    text.trim().to_lowercase().replace(['-', '_'], " ")
}

/// Whether a name is a known one, or whole words of it: "NRAS" of "NRAS G12D".
pub(super) fn means(name: &str, known: &str) -> bool {
    let words = |text: &str| format!(" {} ", plain(text));
    words(known).contains(&words(name))
}
