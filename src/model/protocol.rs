//! The laboratory protocol of one flask, as validated numbers: stock, vessel, courses, looks, stop rules.
//! Days, nanomolar, cells and fractions throughout.

pub use super::course::{Adaptive, Course, CrashRule, Dosing, Holiday, Oral, Pulse, Recovery, StepRule, Timing, Vial};
use super::design::Design;
use super::vessel::Vessel;
use serde::{Deserialize, Serialize};

/// Everything that happens to one flask.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Protocol {
    /// Where the cells come from.
    pub stock: Stock,
    /// Vessel, seeding and passages.
    pub flask: Flask,
    /// Drugs over time; several may run at once.
    pub courses: Vec<Course>,
    /// When the flask counts as resistant.
    pub resistance: ResistanceRule,
    /// When the experiment ends.
    pub stop: StopRule,
    /// Days between looks at the flask; passages, dose steps and rescues happen only at looks.
    pub look_every: f64,
    /// Arms, pooling, barcodes, plating and samples.
    #[serde(default)]
    pub design: Design,
}

/// Where the cells come from, before any drug.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Stock {
    /// One cell, expanded without drug to `expand_to` cells, then seeded.
    Clone {
        /// Cells of the stock.
        expand_to: f64,
    },
    /// A clone that was then passaged without drug for `passaged_days` before seeding.
    Old {
        /// Cells of the stock.
        expand_to: f64,
        /// Days of passaging without drug before seeding.
        passaged_days: f64,
    },
}

impl Stock {
    /// Cells that it is expanded to.
    pub fn expand_to(&self) -> f64 {
        match self {
            Stock::Clone { expand_to } | Stock::Old { expand_to, .. } => *expand_to,
        }
    }
}

/// The vessel and how it is passaged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Flask {
    /// What the cells grow in.
    pub vessel: Vessel,
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

impl Flask {
    /// Days from one fresh medium to the next, as far as the calendar brings it; infinite where only growth does.
    pub fn medium_lasts(&self) -> f64 {
        let calendar = [self.medium_every, self.passage_every];
        calendar.into_iter().flatten().fold(f64::INFINITY, f64::min)
    }
}

/// When a flask counts as resistant: growth share, held for so many passages, at the goal dose
/// (in courses without escalation: total above its value at treatment start while on drug). Where
/// drugs are paused on purpose, growth is measured over the days on drug only, and a total above its
/// value at treatment start counts only where it has risen since the drugs came back.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ResistanceRule {
    /// Growth over a passage that is required, as a share of the parental growth in the same flask.
    pub growth: f64,
    /// Passages in a row that must reach it.
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
