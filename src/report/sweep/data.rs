//! What a sweep's report tells, as data.

use crate::report::AssumptionRow;
use crate::statistics::Proportion;
use crate::statistics::sweep::SweepPoint;
use crate::statistics::synergy::SynergyMatrix;
use serde::Serialize;

/// A key and its values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SweepKey {
    /// Path of the key, for example "course.1.dose".
    pub key: String,
    /// Its values as written, with their unit.
    pub values: Vec<String>,
}

/// The values of a point and what came of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PointResult {
    /// In the order of the keys.
    pub values: Vec<String>,
    /// Statistics of the point.
    #[serde(flatten)]
    pub result: SweepPoint,
}

impl PointResult {
    /// Resistant flasks, or positive wells (with the interval that goes with wells).
    pub fn counted(&self) -> &Proportion {
        let wells = self.result.wells.as_ref();
        wells.map_or(&self.result.resistant, |wells| &wells.positive)
    }
}

/// The short-term side of a dose matrix.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Synergy {
    /// Name of the drug of the rows.
    pub first_drug: String,
    /// Name of the drug of the columns.
    pub second_drug: String,
    /// Duration of the simulated viability assay.
    pub hours: f64,
    /// No other drug is given in the flasks.
    pub alone: bool,
    /// Viability and excess at each pair of doses.
    #[serde(flatten)]
    pub matrix: SynergyMatrix,
}

/// Everything that a sweep's page tells.
#[derive(Debug, Clone, PartialEq)]
pub struct SweepReport {
    /// Version of Escalade.
    pub version: String,
    /// Name of the scenario.
    pub name: String,
    /// The question of the scenario; may be empty.
    pub question: String,
    /// Seed of every point.
    pub seed: u64,
    /// Replicates per point.
    pub replicates: u64,
    /// See [`SAMPLER_VERSION`](crate::sampling::SAMPLER_VERSION).
    pub sampler_version: u32,
    /// Fingerprint of all points as resolved.
    pub points_hash: String,
    /// See [`Lock::knowledge_hash`](crate::scenario::lock::Lock::knowledge_hash).
    pub knowledge_hash: String,
    /// Method and tolerance, in words.
    pub engine: String,
    /// Days: the earliest end of any point.
    pub horizon: f64,
    /// What is varied.
    pub keys: Vec<SweepKey>,
    /// The last key moves fastest.
    pub points: Vec<PointResult>,
    /// Where two drugs' doses are varied against each other.
    pub synergy: Option<Synergy>,
    /// The protocol of the first point.
    pub protocol_words: Vec<String>,
    /// Assumed, imputed and unchecked values that any point leans on.
    pub assumptions: Vec<AssumptionRow>,
}

impl SweepReport {
    /// Every flask is a well of a plate.
    pub fn in_wells(&self) -> bool {
        !self.points.is_empty() && self.points.iter().all(|point| point.result.wells.is_some())
    }

    /// What one culture is called.
    pub fn culture(&self) -> &'static str {
        if self.in_wells() { "well" } else { "flask" }
    }
}

/// `course.1.dose = 100 nM, flask.seed_cells = 1000`
pub fn values(report: &SweepReport, point: &PointResult) -> String {
    let parts = report
        .keys
        .iter()
        .zip(&point.values)
        .map(|(key, value)| format!("{} = {value}", key.key));
    parts.collect::<Vec<_>>().join(", ")
}

/// Both doses of a matrix are 0 and there is no other drug: without one no flask can count as resistant.
pub fn untreated(report: &SweepReport, point: usize) -> bool {
    report
        .synergy
        .as_ref()
        .filter(|synergy| synergy.alone)
        .is_some_and(|synergy| {
            let matrix = &synergy.matrix;
            let columns = matrix.second_doses.len().max(1);
            matrix.first_doses.get(point / columns) == Some(&0.0)
                && matrix.second_doses.get(point % columns) == Some(&0.0)
        })
}
