//! The laboratory protocol of one flask, as validated numbers: stock, vessel, courses, looks, stop rules.
//! Days, nanomolar, cells and fractions throughout.

use super::design::Design;
use serde::{Deserialize, Serialize};

/// Everything that happens to one flask.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Protocol {
    pub stock: Stock,
    pub flask: Flask,
    pub courses: Vec<Course>,
    pub resistance: ResistanceRule,
    pub stop: StopRule,
    /// Days between looks at the flask; passages, dose steps and rescues happen only at looks.
    pub look_every: f64,
    #[serde(default)]
    pub design: Design,
}

/// Where the cells come from, before any drug.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Stock {
    /// One cell, expanded without drug to `expand_to` cells, then seeded.
    Clone { expand_to: f64 },
    /// A clone that was then passaged without drug for `passaged_days` before seeding.
    Old { expand_to: f64, passaged_days: f64 },
}

/// The vessel and how it is passaged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Flask {
    pub vessel: String,
    /// Carrying capacity, cells (of all pooled vessels together): net growth is zero there.
    pub capacity: f64,
    /// Cells put into a fresh flask (into all pooled vessels together).
    pub seed_cells: u64,
    /// Passage at the first look with at least this share of the capacity.
    pub passage_at: f64,
    /// Also passage (at most back to `seed_cells`; all cells are kept where there are fewer) when
    /// this many days have gone by since the last one.
    pub passage_every: Option<f64>,
    /// Days between medium changes besides passages; `None` is at passages only. Matters where a
    /// drug decays.
    #[serde(default)]
    pub medium_every: Option<f64>,
    /// Share of cells carried over at a confluence passage (1:8 is 0.125).
    pub split: f64,
}

/// One drug over time. Several courses may run at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// Index into the biology's drugs.
    pub drug: usize,
    /// First day on this drug (day 0 is seeding, after the stock's expansion).
    pub from: f64,
    /// Day on which the drug is withdrawn; `None` is never.
    pub until: Option<f64>,
    /// Half-life of the drug in medium, days; `None` is stable.
    #[serde(default)]
    pub half_life: Option<f64>,
    pub dosing: Dosing,
}

/// How the dose of a course moves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Dosing {
    /// One dose throughout, nM.
    Constant { dose: f64 },
    /// Step-wise escalation that reacts to the flask.
    Escalation {
        /// Rising doses, nM; the last one is the goal.
        doses: Vec<f64>,
        /// Step up when growth over the last passage, as a share of the parental line's growth in
        /// the same flask without drug, is at least this...
        step_at_growth: f64,
        /// ...in this many passages in a row.
        held_for: u32,
        /// Also step up after this many days at a dose, whatever the growth.
        step_after: Option<f64>,
        /// Crash: viable cells below this share of the seeding number.
        crash_below: f64,
        on_crash: CrashRule,
        /// Give up this many days after the last step up.
        give_up_after: Option<f64>,
    },
}

/// What to do with a crashed flask until its cells are back above the crash level times two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CrashRule {
    /// Keep the dose and wait.
    Hold,
    /// Go back one dose step.
    StepBack,
    /// Drug-free medium until the flask is confluent again, then the same dose.
    Rescue,
}

/// When a flask counts as resistant: growth share, held for so many passages, at the goal dose
/// (in courses without escalation: total above its value at treatment start while on drug).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ResistanceRule {
    pub growth: f64,
    pub held_for: u32,
    /// Share of cells (or of driver copies, for alleles) above which a mechanism counts as present.
    pub detection_limit: f64,
}

/// When the experiment ends.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StopRule {
    /// Days after seeding.
    pub after: f64,
    /// Stop at resistance (default) or go on to `after`.
    pub at_resistance: bool,
}
