//! What a diagnosis can say.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Kind of mechanism, as the guides sort them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

/// One mechanism that the read-outs speak for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
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

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.names.is_empty() {
            true => write!(f, "{}", self.kind),
            false => write!(f, "{}: {}", self.kind, self.names.join(", ")),
        }
    }
}

/// Steps of the work-up, in the guides' order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    Potency,
    Identity,
    Resistance,
    Holiday,
    DriverSequencing,
    Switch,
    Blot,
    Array,
    Panel,
    AddBack,
    Markers,
    Cytokines,
    DrugLevel,
}

impl Step {
    /// What the step is called.
    pub fn name(self) -> &'static str {
        match self {
            Step::Potency => "drug potency",
            Step::Identity => "identity of the line",
            Step::Resistance => "dose-response against parental",
            Step::Holiday => "re-test after a holiday",
            Step::DriverSequencing => "driver sequencing",
            Step::Switch => "switch test",
            Step::Blot => "western blot",
            Step::Array => "phospho-array",
            Step::Panel => "gene panel",
            Step::AddBack => "add-back of a pathway inhibitor",
            Step::Markers => "lineage markers",
            Step::Cytokines => "cytokines of the co-culture",
            Step::DrugLevel => "drug left over the co-culture",
        }
    }
}

/// What one step showed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    pub step: Step,
    /// With its numbers.
    pub text: String,
    /// What it speaks for; `None` for a step that says nothing, or only against.
    pub speaks_for: Option<Kind>,
}

/// What the read-outs of one culture say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Diagnosis {
    pub culture: String,
    /// Never empty; the one that explains most comes first.
    pub calls: Vec<Call>,
    /// Found, but carried by too few cells to explain the culture.
    pub minor: Vec<Call>,
    pub evidence: Vec<Evidence>,
    /// What the advice takes from the culture's own tests.
    #[serde(default)]
    pub shown: Shown,
}

/// Results of a culture's own tests that say what helps it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// New alleles of the driver with the share of cells that each would carry, one copy in each; together
    /// they can come to more than 1, and then some cells carry several.
    pub alleles: Vec<(String, f64)>,
    /// Copies of the driver were counted.
    pub copies_counted: bool,
    /// Days of the holiday, and the share of the resistance that it took (log scale).
    pub holiday: Option<(f64, f64)>,
    /// Partners that re-sensitised the culture.
    pub helped: Vec<Helped>,
    /// Next-generation inhibitors that stop the culture as they stop the parental line.
    pub stopped_by: Vec<String>,
}

/// A partner that re-sensitised the culture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Helped {
    pub partner: String,
    pub partner_id: String,
    /// Routes (ids of sources) that it closes.
    pub closes: Vec<String>,
    /// It acts behind the routes, on a pathway that other signals share.
    pub downstream: bool,
    /// IC50 of the drug over that beside the partner.
    pub ic50_fold: f64,
    /// The fold is only a lower bound.
    pub at_least: bool,
}

impl Diagnosis {
    /// Whether a step was done and left its evidence.
    pub fn did(&self, step: Step) -> bool {
        self.evidence.iter().any(|row| row.step == step)
    }

    /// The mechanism that explains most.
    pub fn first(&self) -> Option<&Call> {
        self.calls.first()
    }

    /// The call in words, with what too few cells carry.
    pub fn all_words(&self) -> String {
        let minor: Vec<String> = self.minor.iter().map(Call::to_string).collect();
        match minor.is_empty() {
            true => self.words(),
            false => format!("{} (in few cells: {})", self.words(), minor.join(", ")),
        }
    }

    /// The call in words, such as "on-target: G1202R + bypass: MET".
    pub fn words(&self) -> String {
        let words: Vec<String> = self.calls.iter().map(Call::to_string).collect();
        words.join(" + ")
    }
}
