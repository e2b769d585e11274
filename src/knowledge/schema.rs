//! The records of the knowledge base as they stand in its files. Unknown keys are errors.
//!
//! Any file may hold any records; files are merged. Quantities carry their unit in text.

pub use super::schema_culture::*;
pub use super::schema_potency::*;
pub use super::schema_signal::*;
pub use super::sourced::{Quantity, Sourced, Transcription};
use crate::model::biology::StateClass;
use serde::{Deserialize, Serialize};

/// One file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct File {
    pub reference: Vec<Reference>,
    pub node: Vec<NodeRecord>,
    pub source: Vec<SourceRecord>,
    pub state: Vec<StateRecord>,
    pub switch: Vec<SwitchRecord>,
    pub family: Vec<Family>,
    pub allele: Vec<AlleleRecord>,
    pub compound: Vec<CompoundRecord>,
    pub bypass: Vec<BypassRecord>,
    pub niche: Vec<NicheRecord>,
    pub study: Vec<Study>,
    pub toxicity: Vec<ToxicityTable>,
    pub fold: Vec<FoldRecord>,
    pub drug: Vec<DrugRecord>,
    pub line: Vec<LineRecord>,
    pub vessel: Vec<VesselRecord>,
    pub pair: Vec<PairRecord>,
    pub spectrum: Vec<SpectrumRecord>,
    pub mutagen: Vec<MutagenRecord>,
    pub call: Vec<Call>,
    pub observation: Vec<Observation>,
    pub defaults: Option<Defaults>,
    pub supply: Option<SupplyRecord>,
}

/// A publication or other source.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub id: String,
    pub citation: String,
    /// DOI, PMID, PMC number or another way to find it.
    pub link: String,
}

/// A cell state; absent effects are those of naive cells.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateRecord {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub id: String,
    pub name: String,
    pub class: StateClass,
    #[serde(default)]
    pub marker: String,
    #[serde(default)]
    pub summary: String,
    pub reference: Option<String>,
    pub birth_factor: Option<Sourced<f64>>,
    pub death_factor: Option<Sourced<f64>>,
    pub sparing: Option<Sourced<f64>>,
    pub driver_share: Option<Sourced<f64>>,
    #[serde(default)]
    pub activates: Vec<Activation>,
}

/// Activity that a state gives to a source.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activation {
    pub source: String,
    pub activity: Sourced<f64>,
}

/// Switching from one state to another, rates per day; absent rates are 0 and exponents 1.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SwitchRecord {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub from: String,
    pub to: String,
    pub base: Option<Sourced<f64>>,
    pub induced: Option<Sourced<f64>>,
    pub induced_exponent: Option<Sourced<f64>>,
    pub relief: Option<Sourced<f64>>,
    pub relief_exponent: Option<Sourced<f64>>,
}

/// A driver family (a kinase, mostly).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub id: String,
    pub name: String,
    pub driver_name: String,
    pub driver_readout: String,
    /// Reference of the guide to resistance in lines of the family; absent where there is none.
    pub guide: Option<String>,
    /// Line record in which potencies are compared when a line has none of its own.
    pub reference_system: String,
    /// Related genes of the family, where it has several; its lines and alleles then name theirs.
    #[serde(default)]
    pub gene: Vec<GeneRecord>,
    /// Bypass alterations open to lines of the family.
    #[serde(default)]
    pub bypasses: Vec<String>,
    /// Cell states of lines of the family; the first is naive.
    pub states: Vec<String>,
    pub amplification: AmplificationRecord,
    /// Activity of a mutant copy relative to an unmutated one, where the allele has no own value.
    pub activity: Sourced<f64>,
    /// Most activity that one copy can have, relative to an unmutated one; absent for no limit.
    pub copy_ceiling: Option<Sourced<f64>>,
    /// Which stated folds stand in for a missing one.
    #[serde(default)]
    pub stated_folds: StatedFolds,
}

/// One gene of a family.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeneRecord {
    pub id: String,
    pub driver_name: String,
    pub driver_readout: String,
    pub reference_system: String,
}

/// Which stated folds of an allele stand in where it has no measured one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StatedFolds {
    /// Those for all drugs.
    #[default]
    AllDrugs,
    /// Those for drugs of the same type and generation, else of the same type, else for all.
    SameClassFirst,
}

/// Copy number of the driver; probabilities per division.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmplificationRecord {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub summary: String,
    pub max_copies: Sourced<f64>,
    pub first_gain: Sourced<f64>,
    pub further_gain: Sourced<f64>,
    pub loss: Sourced<f64>,
}

/// A variant of the driver.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlleleRecord {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub id: String,
    pub family: String,
    /// Label, unique in the family; study tables use it.
    pub name: String,
    pub residue: u32,
    pub region: String,
    /// Gene, in families of several.
    pub gene: Option<String>,
    #[serde(default)]
    pub summary: String,
    /// Single-nucleotide paths...
    #[serde(default)]
    pub paths: Vec<Path>,
    pub paths_reference: Option<String>,
    pub paths_transcription: Option<Transcription>,
    /// ...or the rate per division and copy itself...
    pub rate: Option<Sourced<f64>>,
    /// ...or second changes of the codon, each out of another allele at the residue.
    #[serde(default)]
    pub steps: Vec<StepRecord>,
    pub activity: Option<Sourced<f64>>,
    /// Ids of alleles at the same place in related kinases.
    #[serde(default)]
    pub paralogues: Vec<String>,
}

/// A single-nucleotide change.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Path {
    pub coding: String,
    pub from: String,
    pub to: String,
    pub kind: PathKind,
}

/// The second change of an allele that differs in two nucleotides.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepRecord {
    /// Id of the allele with the first change.
    pub after: String,
    pub coding: String,
    pub from: String,
    pub to: String,
    pub kind: PathKind,
}

/// Kind of a single-nucleotide change, which sets its weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PathKind {
    Transition,
    Transversion,
    CpgTransition,
}

/// A combination of alleles in cis that sources name.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompoundRecord {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub id: String,
    pub family: String,
    pub alleles: Vec<String>,
    #[serde(default)]
    pub summary: String,
}

/// A heritable alteration outside the driver.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BypassRecord {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub id: String,
    pub name: String,
    pub source: String,
    #[serde(default)]
    pub summary: String,
    pub reference: String,
    /// Drugs that close the route; empty if none is known.
    #[serde(default)]
    pub inhibitors: Vec<String>,
    pub activity: Sourced<f64>,
    /// Per division...
    pub rate: Option<Sourced<f64>>,
    /// ...or single-nucleotide paths of the gene, each of whose copies can change.
    #[serde(default)]
    pub paths: Vec<Path>,
    pub paths_reference: Option<String>,
    pub paths_transcription: Option<Transcription>,
    #[serde(default = "two")]
    pub gene_copies: u32,
}

fn two() -> u32 {
    2
}

/// A factor of the cells' surroundings. A scenario sets its level from 0 to 1 (the stated one).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NicheRecord {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub id: String,
    pub name: String,
    /// Families whose lines it can surround.
    pub families: Vec<String>,
    #[serde(default)]
    pub summary: String,
    /// What an assay of the supernatant shows of it; a file may write one as a text.
    #[serde(default, deserialize_with = "one_or_more")]
    pub readout: Vec<String>,
    /// What level 1 stands for.
    pub level: String,
    /// The same as a concentration in the medium, ng/ml, where there is one.
    pub ng_per_ml: Option<f64>,
    pub reference: String,
    /// Added to the activity of driver copies below the copies' ceiling, in shares of each.
    pub ligand: Option<Sourced<f64>>,
    /// Source that it feeds, and how strongly.
    pub source: Option<String>,
    pub activity: Option<Sourced<f64>>,
    /// Share of killing that becomes arrest.
    pub sparing: Option<Sourced<f64>>,
    /// Share of the dose that is left of each of these drugs.
    pub dose_left: Option<Sourced<f64>>,
    #[serde(default)]
    pub drugs: Vec<String>,
    /// Drugs that take it away; empty if none is known.
    #[serde(default)]
    pub inhibitors: Vec<String>,
    /// Other factors that it brings along, each at the same level.
    #[serde(default)]
    pub brings: Vec<String>,
}

/// A list that may be written as one text.
fn one_or_more<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        One(String),
        More(Vec<String>),
    }
    Ok(match Written::deserialize(deserializer)? {
        Written::One(text) => vec![text],
        Written::More(list) => list,
    })
}

impl NicheRecord {
    /// Whether it breaks a drug down (id).
    pub fn breaks_down(&self, drug: &str) -> bool {
        self.dose_left.is_some() && self.drugs.iter().any(|id| id == drug)
    }
}

/// What a guide says an allele resists.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    /// Label; "A+B" in cis.
    pub allele: String,
    pub family: String,
    #[serde(default)]
    pub resists: Vec<String>,
    #[serde(default)]
    pub sensitive_to: Vec<String>,
    pub reference: String,
}

/// A finding that no parameter carries.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observation {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub id: String,
    /// Id of the record it is about.
    pub about: String,
    pub text: String,
    pub reference: String,
    pub transcription: Transcription,
}
