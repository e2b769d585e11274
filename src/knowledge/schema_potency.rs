//! Records of drugs and of what they do to driver variants.

use super::sourced::{Sourced, Transcription};
use crate::model::endpoint::Endpoint;
use crate::model::pharmacokinetics::free_in_medium;
use crate::units::{Days, Nanomolar};
use serde::Deserialize;
use std::collections::BTreeMap;

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
    /// Elimination from plasma.
    pub half_life: Option<Sourced<Days>>,
}

impl Exposure {
    /// Nominal dose in medium with 10% serum that has the same free drug, nM.
    pub fn flask_equivalent(&self) -> f64 {
        let free = self.free_fraction.value;
        self.average.value.get() * free / free_in_medium(free, 0.1)
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

/// A source says that one drug changes the potency of another; without it a pair follows the model's rules.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairRecord {
    /// Takes the place of the record that an earlier file has under the same id.
    #[serde(default, rename = "override")]
    pub replaces: bool,
    /// The drug whose potency changes...
    pub drug: String,
    /// ...beside this one.
    pub beside: String,
    #[serde(default)]
    pub summary: String,
    /// K beside plenty of the other drug over K alone: below 1 potentiates, above 1 antagonises.
    pub k_factor: Sourced<f64>,
    /// Dose of the other drug that has half of the effect (on the logarithm of K).
    pub half_dose: Sourced<Nanomolar>,
}
