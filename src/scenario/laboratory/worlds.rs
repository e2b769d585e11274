//! `[worlds]`: how many draws of what is not known, and how many flasks in each.

use crate::scenario::checked::WorldPlan;
use crate::scenario::error::Checked;
use crate::scenario::keys::kinds::{Number, Whole};
use crate::scenario::keys::{May, Or, Rules, table};
use crate::scenario::value::Place;
use crate::statistics::worlds::SHARED;

/// Most worlds of a scenario.
pub const MOST_WORLDS: u64 = 100_000;

/// Most flasks in each.
pub const MOST_FLASKS: u64 = 1_000;

table! {
    /// Draws of everything that is not known, each with flasks of its own.
    #[derive(Default)]
    pub struct WorldsFile {
        /// Worlds [default: two for each replicate, at most 400]; 0 leaves them out.
        count: May<Whole> = Whole(0, MOST_WORLDS).may(),
        /// Flasks in each world; two part chance from what is not known.
        flasks: Or<Whole> = Whole(1, MOST_FLASKS).or(WorldPlan::DEFAULT.flasks),
        /// Part of the variance that values have in common with their class, from 0 (none) to 1 (all).
        shared: Or<Number> = Number { low: 0.0, high: 1.0, allowed: "shares from 0 to 1" }.or(SHARED),
    }
}

impl WorldsFile {
    /// The plan.
    pub fn check(&self, table: &Place) -> Checked<WorldPlan> {
        Ok(WorldPlan {
            count: self.count(table)?,
            flasks: self.flasks(table)?,
            shared: self.shared(table)?,
        })
    }

    /// The table of a plan.
    pub fn of(plan: &WorldPlan) -> Self {
        Self {
            count: plan.count.map(Into::into),
            flasks: Some(plan.flasks.into()),
            shared: Some(plan.shared.into()),
        }
    }
}
