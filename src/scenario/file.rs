//! The two forms of a scenario file as TOML sees them. Unknown keys are errors; values are checked later.

pub use super::course::file::CourseFile;
use super::value::Scalar;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A whole file of either form. [`super::load`] decides which one it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFile {
    /// Checked before everything else.
    #[serde(rename = "schema")]
    pub _schema: Scalar,
    pub name: String,
    pub question: Option<String>,
    pub replicates: Option<Scalar>,
    pub seed: Option<Scalar>,
    pub engine: Option<EngineFile>,
    pub record: Option<RecordFile>,
    // plain form
    pub plain: Option<PlainFile>,
    // laboratory form
    pub line: Option<LineFile>,
    pub flask: Option<FlaskFile>,
    pub barcodes: Option<BarcodesFile>,
    pub course: Option<Vec<CourseFile>>,
    pub resistance: Option<ResistanceFile>,
    pub stop: Option<StopFile>,
    pub look_every: Option<Scalar>,
    pub niche: Option<BTreeMap<String, Scalar>>,
    pub routes: Option<RoutesFile>,
    /// Read by [`super::vary`].
    pub sweep: Option<toml::Value>,
    // lock files only
    pub locked: Option<LockedFile>,
    pub assumptions: Option<toml::Value>,
    pub biology: Option<toml::Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EngineFile {
    pub method: Option<String>,
    pub tolerance: Option<Scalar>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordFile {
    pub every: Option<Scalar>,
    pub looks: Option<bool>,
    pub samples: Option<Vec<Scalar>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlainFile {
    pub types: Vec<TypeFile>,
    #[serde(default)]
    pub mutations: Vec<MutationFile>,
    #[serde(default)]
    pub switches: Vec<SwitchFile>,
    pub phases: Vec<PhaseFile>,
    pub stop: Option<ThresholdFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeFile {
    pub name: String,
    pub founders: Scalar,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MutationFile {
    pub from: String,
    pub to: String,
    pub per_division: Scalar,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SwitchFile {
    pub from: String,
    pub to: String,
    pub per_day: Scalar,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhaseFile {
    pub duration: Option<Scalar>,
    pub rates: BTreeMap<String, RatesFile>,
    pub keep: Option<Scalar>,
    pub until: Option<ThresholdFile>,
    pub repeat: Option<Scalar>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatesFile {
    pub birth: Scalar,
    pub death: Scalar,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThresholdFile {
    pub total_cells: Option<Scalar>,
    pub r#type: Option<String>,
    pub cells: Option<Scalar>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineFile {
    pub id: String,
    pub stock: Option<String>,
    pub expand_to: Option<Scalar>,
    pub passaged: Option<Scalar>,
    pub spectrum: Option<String>,
    pub mutagen: Option<toml::Value>,
    pub arms: Option<Scalar>,
}

/// Which escape routes are open: true, false, or a list of names.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoutesFile {
    pub alleles: Option<toml::Value>,
    pub amplification: Option<bool>,
    pub bypass: Option<toml::Value>,
    pub states: Option<toml::Value>,
    pub induced_mutability: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BarcodesFile {
    pub library: Option<Scalar>,
    pub transduced: Option<Scalar>,
    pub moi: Option<Scalar>,
    pub cells_per_barcode: Option<Scalar>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlaskFile {
    pub vessel: Option<String>,
    pub capacity: Option<Scalar>,
    pub seed_cells: Option<Scalar>,
    pub pooled: Option<Scalar>,
    pub plating: Option<Scalar>,
    pub medium: Option<Scalar>,
    pub medium_change: Option<Scalar>,
    pub passage: Option<PassageFile>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassageFile {
    pub at: Option<Scalar>,
    pub or_every: Option<Scalar>,
    pub split: Option<Scalar>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResistanceFile {
    pub growth: Option<Scalar>,
    pub held_for: Option<Scalar>,
    pub detection_limit: Option<Scalar>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StopFile {
    pub after: Option<Scalar>,
    pub at_resistance: Option<bool>,
}

/// What a lock file says about the run that it reproduces.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedFile {
    pub version: String,
    pub scenario_hash: String,
    pub knowledge_hash: String,
}
