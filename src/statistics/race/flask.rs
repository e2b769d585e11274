//! What a flask of a plan came to, and what it took.

use crate::engine::record::{FlaskRecord, PlainRecord};
use crate::statistics::worlds::WorldFlask;
use serde::{Deserialize, Serialize};

/// Steps of a flask that are kept at most: a course that goes on and off for a year has more.
const MOST_STEPS: usize = 64;

/// A flask of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanFlask {
    /// How it ended.
    pub end: WorldFlask,
    /// Looks at it after day 0.
    pub looks: u32,
    /// Days of its passages.
    pub passages: Vec<u16>,
    /// Changes of medium besides seeding and passages.
    pub feeds: u32,
    /// Changes of dose, the first dose among them.
    pub steps: Vec<DoseStep>,
    /// Doses of all fresh medium summed, nM, one entry per course.
    pub drug: Vec<f64>,
    /// What samples of it show, by day, then by depth; empty where it was not sequenced.
    #[serde(default)]
    pub sequenced: Vec<u8>,
}

/// A change of dose.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DoseStep {
    /// Day of the look.
    pub day: f64,
    /// Which course.
    pub course: u32,
    /// The dose from then on, nM.
    pub dose: f64,
}

impl PlanFlask {
    /// Of a flask's record.
    pub fn of(record: &FlaskRecord) -> Self {
        let passages: Vec<u16> = (record.looks.iter().filter(|look| look.passaged))
            .map(|look| look.day.clamp(0.0, 65_535.0) as u16)
            .collect();
        let feeds = record.work.medium_changes.saturating_sub(1 + passages.len() as u32);
        Self {
            end: WorldFlask::of(record),
            looks: record.looks.iter().filter(|look| look.day > 0.0).count() as u32,
            feeds,
            passages,
            steps: steps(record),
            drug: record.work.drug.clone(),
            sequenced: Vec::new(),
        }
    }

    /// Of a replicate of the plain form, which takes nothing.
    pub fn of_plain(record: &PlainRecord) -> Self {
        Self {
            end: WorldFlask::of_plain(record),
            looks: 0,
            passages: Vec::new(),
            feeds: 0,
            steps: Vec::new(),
            drug: Vec::new(),
            sequenced: Vec::new(),
        }
    }
}

/// Doses of a look are those since the one before.
fn steps(record: &FlaskRecord) -> Vec<DoseStep> {
    let mut steps = Vec::new();
    let (mut before, mut known) = (0.0, Vec::new());
    for look in &record.looks {
        known.resize(look.doses.len(), 0.0);
        for (course, (dose, last)) in look.doses.iter().zip(&mut known).enumerate() {
            if dose != last && steps.len() < MOST_STEPS {
                steps.push(DoseStep {
                    day: before,
                    course: course as u32,
                    dose: *dose,
                });
                *last = *dose;
            }
        }
        before = look.day;
    }
    steps
}

/// What the flasks of an experiment take together.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Use {
    /// Weeks until the last of them is done with.
    pub weeks: f64,
    /// Weeks of all flasks together.
    pub flask_weeks: f64,
    /// Looks at a flask, of all flasks.
    pub looks: f64,
    /// Days with a look.
    pub visits: f64,
    /// Passages of all flasks.
    pub passages: f64,
    /// Further changes of medium.
    pub feeds: f64,
    /// Changes of dose after the first, of all flasks.
    pub steps: f64,
    /// Doses of all fresh medium summed, nM, one entry per course.
    pub drug: Vec<f64>,
}

impl Use {
    /// Of the flasks of one experiment.
    pub fn of(flasks: &[PlanFlask]) -> Self {
        let sum = |of: &dyn Fn(&PlanFlask) -> f64| flasks.iter().map(of).sum::<f64>();
        let most = |of: &dyn Fn(&PlanFlask) -> f64| flasks.iter().map(of).fold(0.0, f64::max);
        let courses = flasks.first().map_or(0, |first| first.drug.len());
        Self {
            weeks: most(&|flask| flask.end.day) / 7.0,
            flask_weeks: sum(&|flask| flask.end.day) / 7.0,
            looks: sum(&|flask| f64::from(flask.looks)),
            visits: most(&|flask| f64::from(flask.looks)) + 1.0,
            passages: sum(&|flask| flask.passages.len() as f64),
            feeds: sum(&|flask| f64::from(flask.feeds)),
            steps: sum(&|flask| flask.steps.len().saturating_sub(courses) as f64),
            drug: (0..courses).map(|course| sum(&|flask| flask.drug[course])).collect(),
        }
    }

    /// Vessels that are filled with fresh medium: at seeding, passages and feeds.
    pub fn fills(&self, flasks: f64) -> f64 {
        flasks + self.passages + self.feeds
    }

    /// Mean of several experiments.
    pub fn mean<'a>(all: impl Iterator<Item = &'a Use> + Clone) -> Self {
        let n = all.clone().count().max(1) as f64;
        let mean = |of: &dyn Fn(&Use) -> f64| all.clone().map(of).sum::<f64>() / n;
        let courses = all.clone().next().map_or(0, |first| first.drug.len());
        Self {
            weeks: mean(&|one| one.weeks),
            flask_weeks: mean(&|one| one.flask_weeks),
            looks: mean(&|one| one.looks),
            visits: mean(&|one| one.visits),
            passages: mean(&|one| one.passages),
            feeds: mean(&|one| one.feeds),
            steps: mean(&|one| one.steps),
            drug: (0..courses).map(|course| mean(&|one| one.drug[course])).collect(),
        }
    }
}
