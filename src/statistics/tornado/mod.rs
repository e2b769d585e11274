//! How far an answer moves when one value moves: two ensembles on the same streams, flask by flask.

mod noise;
mod shift;
#[cfg(test)]
mod tests;

pub use noise::{MOST_FLASKS, Noise, Test};
pub use shift::{Shift, category, largest, shift, tested};

use crate::knowledge::Certainty;
use serde::{Deserialize, Serialize};

/// One value and what its ends do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Key of the value in the knowledge base.
    pub key: String,
    /// What the value is, in words.
    pub what: String,
    /// The unit of the numbers in [`Self::over`]; empty where they have none.
    pub unit: String,
    /// The value as used, with its unit.
    pub value: String,
    /// The range it is moved over, in words.
    pub range: String,
    /// Both as numbers.
    pub over: Over,
    /// How sure the value is.
    pub certainty: Certainty,
    /// `None` where that end is the value itself, or the biology cannot be resolved there.
    pub low: Option<Shift>,
    /// See [`Self::low`].
    pub high: Option<Shift>,
    /// The larger effect of the two ends.
    pub effect: f64,
}

/// A value and the ends of its range, in the row's unit. Weights are moved with the largest of them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Over {
    /// As used.
    pub value: f64,
    /// Low end.
    pub low: f64,
    /// High end.
    pub high: f64,
    /// The value's record states the ends.
    pub stated: bool,
}

/// What so many flasks can find at all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reach {
    /// Flasks that all have to change the same way, at least.
    pub fewest: u64,
    /// The least by which the share of a mechanism has to move to be found with a probability of 80%, where all that
    /// changes goes one way; `None` where so few flasks find nothing.
    pub smallest: Option<f64>,
    /// The largest movement that is within noise.
    pub largest: Option<Largest>,
}

/// The largest movement within noise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Largest {
    /// Key of the value.
    pub key: String,
    /// By how much the share of one mechanism moved.
    pub moved: f64,
    /// Flasks with which one like it is found with a probability of 80%; `None` where it takes more than are looked at.
    pub flasks: Option<u64>,
}

impl Reach {
    /// Of so many flasks at each end.
    pub fn new(noise: Noise, flasks: u64) -> Self {
        Self {
            fewest: noise.fewest(),
            smallest: noise.smallest(flasks),
            largest: None,
        }
    }

    /// Holds a movement within noise against the largest until now: by how much a share moved, and how much of it changed.
    pub fn consider(&mut self, key: &str, moved: Option<(f64, f64)>, noise: Noise) {
        let Some((moved, changed)) = moved.filter(|(moved, _)| *moved > 0.0) else {
            return;
        };
        if self.largest.as_ref().is_none_or(|largest| moved > largest.moved) {
            self.largest = Some(Largest {
                key: key.to_owned(),
                moved,
                flasks: noise.flasks(moved, changed),
            });
        }
    }
}

/// Values by how far they move the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tornado {
    /// Name of the scenario.
    pub scenario: String,
    /// Flasks per point.
    pub replicates: u64,
    /// Seed of every point.
    pub seed: u64,
    /// End of the run, days.
    pub horizon: f64,
    /// Share of resistant flasks and mean time to resistance within the horizon, as the scenario is.
    pub resistant: f64,
    /// See [`Self::resistant`].
    pub days: f64,
    /// Unaltered cells dominate most of those: nothing had to arise, since the dose never held them.
    pub never_held: bool,
    /// What so many flasks can find.
    pub reach: Reach,
    /// Values that were moved.
    pub rows: Vec<Row>,
    /// Keys whose whole range leaves every rate of the run as it is.
    pub without_part: Vec<String>,
    /// Keys that could not be moved, with the reason.
    pub not_moved: Vec<(String, String)>,
}

impl Tornado {
    /// Largest effect first; ties by the raw distance of the profile.
    pub fn rank(&mut self) {
        let raw = |row: &Row| {
            let ends = [row.low, row.high].into_iter().flatten();
            ends.map(|shift| shift.profile).fold(0.0, f64::max)
        };
        self.rows.sort_by(|a, b| {
            let order = b.effect.total_cmp(&a.effect).then(raw(b).total_cmp(&raw(a)));
            order.then(a.key.cmp(&b.key))
        });
    }
}
