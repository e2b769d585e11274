//! What a sweep's report tells, as data.

use crate::report::choice::OverWorlds;
use crate::report::story::in_no_world;
use crate::report::{Aim, AssumptionRow};
use crate::scenario::warnings::{About, Warning};
use crate::statistics::Proportion;
use crate::statistics::sweep::SweepPoint;
use crate::statistics::synergy::SynergyMatrix;
use crate::statistics::worlds::NoWorld;
use crate::words;
use serde::Serialize;

/// A key and its values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SweepKey {
    /// Path of the key, for example "course.1.dose".
    pub key: String,
    /// Its values as written, with their unit.
    pub values: Vec<String>,
    /// The key in words.
    #[serde(skip)]
    pub words: String,
    /// Its values in words, in the same order.
    #[serde(skip)]
    pub told: Vec<String>,
    /// The key with each of its values in short, in the same order: `alectinib 100 nM`, `cells seeded = 1000`.
    #[serde(skip)]
    pub short: Vec<String>,
}

impl SweepKey {
    /// A value in words.
    pub fn value<'a>(&'a self, written: &'a str) -> &'a str {
        self.among(&self.told, written)
    }

    fn among<'a>(&'a self, texts: &'a [String], written: &'a str) -> &'a str {
        let found = self.values.iter().position(|value| value == written);
        found.and_then(|i| texts.get(i)).map_or(written, String::as_str)
    }
}

/// The values of a point and what came of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PointResult {
    /// In the order of the keys.
    pub values: Vec<String>,
    /// The doses hold the unaltered cells; where they do not, flasks count as resistant without any change.
    pub unaltered_held: bool,
    /// No drug is given: nothing can count as resistant.
    pub untreated: bool,
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
    /// Replicates are patients, at every point.
    pub of_patients: bool,
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
    /// What choosing a point would mean over worlds; absent where none was drawn.
    pub worlds: Option<OverWorlds>,
    /// Where worlds were drawn and the experiment can be carried out in none.
    pub no_world: Option<NoWorld>,
    /// What is taken for better.
    pub aim: Aim,
    /// What the scenarios of the points may not mean, each once.
    pub warnings: Vec<Warning>,
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
        match (self.in_wells(), self.of_patients) {
            (true, _) => "well",
            (false, true) => "patient",
            (false, false) => "flask",
        }
    }
}

/// `dose of alectinib = 100 nM, cells seeded = 1000`
pub fn values(report: &SweepReport, point: &PointResult) -> String {
    let parts = report
        .keys
        .iter()
        .zip(&point.values)
        .map(|(key, value)| format!("{} = {}", key.words, key.value(value)));
    parts.collect::<Vec<_>>().join(", ")
}

/// The same in short where doses are varied: `alectinib 100 nM, cells seeded = 1000`
pub fn short(report: &SweepReport, point: &PointResult) -> String {
    let parts = report.keys.iter().zip(&point.values);
    let parts: Vec<&str> = parts.map(|(key, value)| key.among(&key.short, value)).collect();
    parts.join(", ")
}

/// The values of a point in words, in the order of the keys.
pub fn told(report: &SweepReport, point: &PointResult) -> Vec<String> {
    let values = report.keys.iter().zip(&point.values);
    values.map(|(key, value)| key.value(value).to_owned()).collect()
}

/// Points whose doses do not hold the unaltered cells, as `3 of 12 points`; `None` where there is none.
pub fn not_held(report: &SweepReport) -> Option<String> {
    let open = report.points.iter().filter(|point| !point.unaltered_held).count();
    (open > 0).then(|| format!("{open} of {}", words::counted(report.points.len() as u64, "point")))
}

/// What the points' scenarios may not mean, a sentence each: what does not hold unaltered cells in one, all else as it
/// was warned of.
pub fn warned(report: &SweepReport) -> Vec<String> {
    let open = not_held(report).map(|points| {
        format!(
            "At {points} the doses do not hold the unaltered cells: {}s there count as resistant without any change. They \
             are marked.",
            report.culture()
        )
    });
    let untreated = report.points.iter().filter(|point| point.untreated).count();
    let untreated = (untreated > 0).then(|| {
        format!(
            "At {untreated} of {} no drug is given, and without one nothing counts as resistant.",
            words::counted(report.points.len() as u64, "point")
        )
    });
    let told = [About::NotHeld, About::NoDrug];
    let others = report.warnings.iter().filter(|warning| !told.contains(&warning.about));
    let no_world = report.no_world.iter().map(in_no_world);
    no_world
        .chain(open)
        .chain(untreated)
        .chain(others.map(|warning| format!("{}.", words::capital(&warning.text))))
        .collect()
}

impl PointResult {
    /// It may be chosen: something is given that holds the unaltered cells. What grows elsewhere is no resistant line, and its
    /// days say nothing of a drug that lasts.
    pub fn may_be_chosen(&self) -> bool {
        !self.untreated && self.unaltered_held
    }
}
