//! The resolved biology of one line under the drugs of one scenario: every number that the engine
//! needs, as plain data that does not know which kinase, drug or line it describes. [`super::phenotype`],
//! [`super::supply`] and [`super::mechanism`] turn a genotype, a cell state and doses into rates.

use super::fate::FateRule;
use super::signalling::{Node, Relay, Source};
use serde::{Deserialize, Serialize};

pub use super::genotype::{CopyGroup, Genotype};
pub use super::niche::Niche;
pub use super::states::{CellState, Rung, StateClass, Switch, Transition};

/// Resolved biology (see module docs). Built by `knowledge`, stored whole in the lock file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Biology {
    /// Knowledge identifier of the line.
    pub line_id: String,
    /// Label of the line in tables, for example "H3122".
    pub line_name: String,
    /// What the driver is called in the names of its copy-number gains.
    pub driver_name: String,
    /// What a western blot shows of the driver, for example "pALK".
    pub driver_readout: String,
    /// Most activity that one driver copy can have, relative to an unmutated copy; `None` for no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_ceiling: Option<f64>,
    /// From fate signal to birth and death rates.
    pub fate: FateRule,
    /// How driver copies are gained and lost.
    pub ladder: Ladder,
    /// Driver copies of the unaltered line.
    pub base_copies: Vec<CopyGroup>,
    /// Drugs of the scenario; doses follow their order.
    pub drugs: Vec<DrugAction>,
    /// Cell states; the first one is naive.
    pub states: Vec<CellState>,
    /// Names of states of the family that the line takes none of because its tissue is unknown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states_left_out: Vec<String>,
    /// Switches between cell states.
    pub transitions: Vec<Transition>,
    /// Pathway nodes that carry the fate signal.
    pub nodes: Vec<Node>,
    /// Sources of signal beside the driver.
    pub sources: Vec<Source>,
    /// Stages on the way to a node that a blot shows by themselves; rates do not ask for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relays: Vec<Relay>,
    /// Variants of the driver.
    pub alleles: Vec<Allele>,
    /// Allele combinations in cis whose potency was measured as such, largest first.
    pub compounds: Vec<Compound>,
    /// Heritable alterations outside the driver.
    pub bypasses: Vec<Bypass>,
    /// What the surroundings of the cells do to them.
    #[serde(default, skip_serializing_if = "Niche::is_none")]
    pub niche: Niche,
    /// Drugs that change the potency of another one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pairs: Vec<PairEffect>,
    /// What a mutagen does to the cells before they are seeded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mutagenesis: Option<Mutagenesis>,
    /// How many times as often point mutations come in fully stressed cells (1: no difference).
    #[serde(default = "usual", skip_serializing_if = "is_usual")]
    pub induced_mutability: f64,
}

fn usual() -> f64 {
    1.0
}

fn is_usual(factor: &f64) -> bool {
    *factor == 1.0
}

/// One drug changes the potency of another on all of that drug's sites:
/// ln K rises by ln(k_factor) C / (C + half_dose), where C is the dose of `by`. Toxicity stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PairEffect {
    /// Index of the drug whose K changes.
    pub drug: usize,
    /// Index of the drug that changes it.
    pub by: usize,
    /// K beside plenty of the other drug over K alone.
    pub k_factor: f64,
    /// nM.
    pub half_dose: f64,
}

/// One treatment with a mutagen: probabilities that a cell that survives it carries each change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mutagenesis {
    /// Label of the mutagen.
    pub name: String,
    /// Dose and treatment in words.
    pub told: String,
    /// Of each allele, per driver copy.
    pub per_copy: Vec<f64>,
    /// Of each bypass alteration.
    pub per_cell: Vec<f64>,
}

/// Copy number of the driver: a ladder with gain and loss. Probabilities per division.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Ladder {
    /// Most driver copies that a cell can have, altered and unaltered together; none is gained beyond.
    pub max_copies: u32,
    /// First extra copy.
    pub first_gain: f64,
    /// Each further copy, once amplified.
    pub further_gain: f64,
    /// Loss of an extra copy.
    pub loss: f64,
}

/// Dose that halves what a site does, and the Hill slope.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SiteAction {
    /// nM.
    pub half_dose: f64,
    /// Hill slope h, above 0.
    pub slope: f64,
}

/// Action of a drug on the source or node with this index.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct IndexedAction {
    /// Index into [`Biology::sources`] or [`Biology::nodes`].
    pub index: usize,
    /// What the drug does there.
    pub action: SiteAction,
}

/// Share of parental growth left whatever the target: 1 / (1 + (excess/K)^h), excess over `harmless_up_to`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Toxicity {
    /// nM.
    pub half_dose: f64,
    /// Hill slope h, above 0.
    pub slope: f64,
    /// Dose up to which data of the line itself show no loss, nM.
    pub harmless_up_to: f64,
}

/// One drug of the scenario; `doses` slices follow the order of [`Biology::drugs`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DrugAction {
    /// Knowledge identifier.
    pub id: String,
    /// Label in tables, for example "alectinib".
    pub name: String,
    /// On an unmutated driver copy; `None` for a drug that leaves the driver alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub driver: Option<SiteAction>,
    /// Harm whatever the target; `None` where none is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toxicity: Option<Toxicity>,
    /// Actions on sources beside the driver.
    pub on_sources: Vec<IndexedAction>,
    /// Actions on pathway nodes.
    pub on_nodes: Vec<IndexedAction>,
}

impl DrugAction {
    /// Whether it does anything but harm.
    pub fn acts(&self) -> bool {
        self.driver.is_some() || !self.on_sources.is_empty() || !self.on_nodes.is_empty()
    }
}

/// How an allele changes the potency of one drug on the copy that carries it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AllelePotency {
    /// K of the copy over K of an unmutated copy.
    pub fold: f64,
    /// The allele's own slope; without it the drug's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slope: Option<f64>,
}

/// A variant of the driver.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Allele {
    /// Knowledge identifier.
    pub id: String,
    /// Label in tables, for example "G1202R".
    pub name: String,
    /// Protein region ("solvent front").
    pub region: String,
    /// Position in the protein: a copy holds one allele per residue.
    pub residue: u32,
    /// Activity of a copy without drug, relative to an unmutated copy.
    pub activity: f64,
    /// Probability per division and driver copy that one daughter carries it.
    pub per_division: f64,
    /// One entry per drug.
    pub potency: Vec<AllelePotency>,
    /// Second changes of the same codon that make this allele out of another one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<AlleleStep>,
}

/// A copy with the allele `from` becomes one with the allele that this belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AlleleStep {
    /// Index of the allele that is replaced.
    pub from: u32,
    /// Probability per division and copy.
    pub per_division: f64,
}

/// A measured combination of alleles on one copy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compound {
    /// Sorted allele indices.
    pub alleles: Vec<u32>,
    /// One entry per drug that was measured on it.
    pub potency: Vec<CompoundPotency>,
}

/// Potency of one drug on a measured combination.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CompoundPotency {
    /// Index into [`Biology::drugs`].
    pub drug: usize,
    /// K over K of an unmutated copy.
    pub fold: f64,
}

/// A heritable alteration outside the driver.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bypass {
    /// Knowledge identifier.
    pub id: String,
    /// Label in tables, for example "MET amplification".
    pub name: String,
    /// Probability per division that one daughter has it.
    pub per_division: f64,
    /// It is a point mutation.
    #[serde(default)]
    pub point: bool,
    /// Activity it gives to each source.
    pub activity: Vec<f64>,
}

/// Rates of one genotype in one cell state at given doses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Phenotype {
    /// Per cell per day, without crowding.
    pub birth: f64,
    /// Per cell per day.
    pub death: f64,
    /// Fate signal S (1 in the undrugged parental line).
    pub signal: f64,
    /// Driver activity (1 in the undrugged parental line).
    pub driver_activity: f64,
}

impl Phenotype {
    /// Birth minus death, per day.
    pub fn net(&self) -> f64 {
        self.birth - self.death
    }
}

/// A way in which a division founds a mutant.
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    /// Probability per division that exactly one daughter has `child`.
    pub per_division: f64,
    /// Genotype of that daughter.
    pub child: Genotype,
    /// By a point mutation, which stress can make more frequent.
    pub point: bool,
    /// Many founders are expected: pooled by genotype, origin and time bin, no lineages of their own.
    pub pooled: bool,
}

/// What a genotype is called and how it is classed in profiles, legends and tables.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mechanism {
    /// Such as "G1202R + MET amplification" or "CCN1-high"; see [`Mechanism::is_unaltered`] for the unaltered line.
    pub label: String,
    /// Its class in profiles.
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
    /// The unaltered line in its usual state.
    None,
    /// One allele of the driver.
    OnTarget,
    /// More copies of the driver.
    Amplification,
    /// One alteration beside the driver.
    Bypass,
    /// A tolerant or adapted cell state without a heritable alteration.
    State,
    /// Another lineage of cells, such as small-cell carcinoma.
    Transformed,
    /// Two or more heritable alterations.
    Compound,
}
