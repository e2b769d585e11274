//! The records of the knowledge base as they stand in its files. Unknown keys are errors.
//!
//! Any file may hold any records; files are merged. Quantities carry their unit in text.

pub use super::sourced::{Quantity, Sourced, Transcription};
use crate::model::biology::StateClass;
use crate::model::endpoint::Endpoint;
use crate::units::{Days, Nanomolar};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

/// A pathway node.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeRecord {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub id: String,
    pub name: String,
    pub readout: String,
}

/// A source of signal beside the driver.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRecord {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub id: String,
    pub name: String,
    pub readout: String,
    /// Weight in each node's input, by node id; absent is 0.
    pub weights: BTreeMap<String, f64>,
    /// Range of the weights.
    pub range: (f64, f64),
    pub assumed: Option<String>,
    pub reference: Option<String>,
    pub transcription: Option<Transcription>,
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
    /// What an assay of the supernatant shows of it.
    #[serde(default)]
    pub readout: String,
    /// What level 1 stands for.
    pub level: String,
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

/// Doses by allele label ("WT", "G1202R", "D1203N+E1210K") and drug.
pub type PotencyTable = BTreeMap<String, BTreeMap<String, Nanomolar>>;

/// Potencies of one study, endpoint and system.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub id: String,
    pub family: String,
    pub reference: String,
    /// A line record.
    pub system: String,
    pub endpoint: Endpoint,
    /// Duration of the assay.
    pub duration: Option<Days>,
    pub transcription: Transcription,
    /// Where studies overlap, the lowest rank gives the value.
    pub rank: u32,
    /// Allele that stands in for a missing "WT" row.
    pub bridge: Option<String>,
    /// Allele that the copies carry anyway: folds of X are "background+X" over "background".
    pub background: Option<String>,
    pub note: Option<String>,
    pub ic50: PotencyTable,
    #[serde(default)]
    pub range: BTreeMap<String, BTreeMap<String, (Nanomolar, Nanomolar)>>,
    /// Slopes of the four-parameter fit.
    #[serde(default)]
    pub slope: BTreeMap<String, BTreeMap<String, f64>>,
    /// Numbers known only to lie above or below a dose; shown, not used.
    #[serde(default)]
    pub above: PotencyTable,
    #[serde(default)]
    pub below: PotencyTable,
}

/// Doses that halve viability of cells that do not need the driver.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToxicityTable {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub id: String,
    pub reference: String,
    pub system: String,
    pub duration: Option<Days>,
    pub transcription: Transcription,
    pub rank: u32,
    pub ic50: BTreeMap<String, Nanomolar>,
}

/// A potency change without a table: K of the allele over K of the unmutated driver.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FoldRecord {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub allele: String,
    pub drug: String,
    pub fold: Sourced<f64>,
}

/// A drug.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrugRecord {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub id: String,
    pub name: String,
    /// Family whose driver it hits; absent for partners.
    pub family: Option<String>,
    pub class: String,
    #[serde(rename = "type", default)]
    pub binding_type: String,
    pub generation: Option<u32>,
    /// Binds for good.
    #[serde(default)]
    pub covalent: bool,
    #[serde(default)]
    pub summary: String,
    /// What patients have of it.
    pub exposure: Option<Exposure>,
    /// Sites beside the driver.
    #[serde(default)]
    pub on: Vec<SiteRecord>,
}

/// Steady-state exposure of patients at the approved dose.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exposure {
    /// Total drug in plasma, mean over a dosing interval (or what stands for it).
    pub average: Sourced<Nanomolar>,
    /// Unbound share in plasma.
    pub free_fraction: Sourced<f64>,
}

impl Exposure {
    /// Nominal dose in medium with 10% serum that has the same free drug, nM: a tenth of the
    /// binding protein leaves 1 / (1 + 0.1 (1/fu - 1)) unbound.
    pub fn flask_equivalent(&self) -> f64 {
        let free = self.free_fraction.value;
        self.average.value.get() * free * (1.0 + 0.1 * (1.0 / free - 1.0))
    }
}

/// A site beside the driver: one source or one node.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteRecord {
    pub source: Option<String>,
    pub node: Option<String>,
    pub endpoint: Endpoint,
    pub half_dose: Sourced<Nanomolar>,
    pub slope: Option<Sourced<f64>>,
}

/// A cell line or assay system.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineRecord {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub id: String,
    pub name: String,
    /// Family of its driver; absent for cells without one.
    pub family: Option<String>,
    /// Gene of its driver, in families of several.
    pub gene: Option<String>,
    /// Only a system in which potencies were read.
    #[serde(default)]
    pub assay_only: bool,
    #[serde(default)]
    pub summary: String,
    /// Copies of the mutant driver; 1 if absent.
    pub copies: Option<Sourced<f64>>,
    /// Alleles that every one of those copies carries in the unaltered line.
    #[serde(default)]
    pub alleles: Vec<String>,
    /// Copies of the unmutated driver beside them (a heterozygous line).
    #[serde(default)]
    pub wild_type_copies: u32,
    pub doubling: Sourced<Days>,
    pub turnover: Option<Sourced<f64>>,
    pub kill_per_growth: Option<Sourced<f64>>,
    pub kill_fit: Option<KillFit>,
    pub kill_over: Option<Sourced<f64>>,
    pub birth_exponent: Option<Sourced<f64>>,
    pub saturation: Option<Sourced<f64>>,
    pub node_weights: Option<Weights>,
    /// Nodes that the driver does not feed; their outputs add to the fate signal.
    pub side_weights: Option<Weights>,
    /// Cells per cm2 of a vessel at confluence (or per cm2 of its floor, for suspensions).
    pub density: Option<Sourced<f64>>,
    #[serde(default)]
    pub harmless: Vec<Harmless>,
}

/// Net growth under a drug that k_max is fitted to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KillFit {
    pub drug: String,
    pub dose: Nanomolar,
    /// Net growth at that dose over undrugged net growth.
    pub growth_share: Sourced<f64>,
}

/// A dose up to which a drug is shown to do nothing to the line off its target.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Harmless {
    pub drug: String,
    pub up_to: Nanomolar,
    pub reference: String,
    pub transcription: Transcription,
    #[serde(default)]
    pub note: String,
}

/// Shares of nodes in the fate signal.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    pub value: BTreeMap<String, f64>,
    pub range: (f64, f64),
    pub assumed: Option<String>,
    pub reference: Option<String>,
    pub transcription: Option<Transcription>,
}

/// What a line has unless it says otherwise.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defaults {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub hill_slope: Sourced<f64>,
    pub toxicity_slope: Sourced<f64>,
    /// Death over birth.
    pub turnover: Sourced<f64>,
    /// k_max over net growth.
    pub kill_per_growth: Sourced<f64>,
    /// Per day and unit of excess signal.
    pub kill_over: Sourced<f64>,
    pub birth_exponent: Sourced<f64>,
    /// theta of every node.
    pub saturation: Sourced<f64>,
    pub node_weights: Weights,
}

/// Point-mutation supply.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupplyRecord {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    /// Per base pair and division.
    pub mutation_rate: Sourced<f64>,
    pub transition: Sourced<f64>,
    pub transversion: Sourced<f64>,
    pub cpg_transition: Sourced<f64>,
    /// Mean weight over the genome.
    pub mean_weight: Sourced<f64>,
}

/// A culture vessel.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VesselRecord {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub id: String,
    pub name: String,
    pub area_cm2: f64,
    pub capacity: Sourced<f64>,
    pub seeding: Sourced<f64>,
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
