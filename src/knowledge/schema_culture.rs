//! Records of lines, of what holds unless a line says otherwise, of mutant supply and of vessels.

use super::sourced::{Sourced, Transcription};
use crate::units::{Days, Nanomolar};
use serde::Deserialize;
use std::collections::BTreeMap;

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
    /// Whose cells they are; "none" for purified kinases and for cells that are no particular line.
    #[serde(default = "human")]
    pub species: String,
    /// Line (id) whose DNA these cells have: the one that they were made from, or a sister line of the same
    /// donor. Typing cannot tell them apart.
    pub dna_of: Option<String>,
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

fn human() -> String {
    "human".to_owned()
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
    /// How many times as often point mutations come in fully stressed cells, where a scenario asks for it.
    pub induced_mutability: Option<Sourced<f64>>,
}

/// How substitutions share in all of them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpectrumRecord {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub summary: String,
    /// By substitution, such as "C>T": either all twelve, or six that stand for both strands each.
    pub shares: BTreeMap<String, f64>,
    pub reference: String,
    pub system: String,
    pub transcription: Transcription,
    /// Share of G and C among the bases in which they were counted.
    pub gc: Sourced<f64>,
}

/// A mutagen that cells are treated with before a screen.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MutagenRecord {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub summary: String,
    pub reference: String,
    /// What dose 1 is.
    pub treatment: String,
    /// Id of the spectrum.
    pub spectrum: String,
    /// Changes per base that one treatment leaves in a surviving cell.
    pub frequency: Sourced<f64>,
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
    /// Usual volume of medium, mL.
    pub medium: Option<Sourced<f64>>,
}
