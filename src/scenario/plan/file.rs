//! `[plan]` as it stands in a scenario file.

use super::goal_file::GoalFile;
use super::hypothesis::HypothesisFile;
use super::kinds::{Date, Margin};
use super::limits::{BenchFile, LimitsFile};
use crate::scenario::course::file::CourseFile;
use crate::scenario::keys::kinds::{Inside, List, Special, Text, Whole, inside};
use crate::scenario::keys::{May, Must, Or, Rules, table};
use serde_json::json;

/// Flasks of the search, at most, where nothing is said.
const BUDGET: u64 = 20_000;

/// Worlds of the final figures where nothing is said.
const FRESH_WORLDS: u64 = 1_000;

table! {
    /// What the experiment is to reach, within which limits, and what there is to choose from; `escalade plan` finds the best.
    #[derive(Default)]
    pub struct PlanFile {
        /// What the experiment is for.
        goal: Must<Inside<GoalFile>> = inside().must(),
        /// What it may use.
        limits: May<Inside<LimitsFile>> = inside().may(),
        /// Keys of this file with the values to choose from; all combinations are designs.
        choice: May<List<Inside<ChoiceFile>>> = List(inside(), 0).may(),
        /// Named alternatives for all courses of the file.
        schedule: May<List<Inside<ScheduleFile>>> = List(inside(), 0).may(),
        /// For tell: two ways in which things may be.
        hypothesis: May<List<Inside<HypothesisFile>>> = List(inside(), 0).may(),
        /// Flasks that the search may simulate; the final figures come on top.
        budget: Or<Whole> = Whole(100, 100_000_000).or(BUDGET),
        /// What a design may be worse by than the best without mattering, a share or a time [default: 5%, or 7 d].
        margin: May<Margin> = Margin.may(),
        /// New worlds in which the best designs are looked at again for the final figures.
        fresh_worlds: Or<Whole> = Whole(20, 100_000).or(FRESH_WORLDS),
        /// Date of day 0, for the calendar.
        first_day: May<Date> = Date.may(),
        /// What a visit takes, and what is frozen and sequenced: assumed, and yours to change.
        bench: May<Inside<BenchFile>> = inside().may(),
    }
}

table! {
    /// A key of this file and the values to choose from.
    #[derive(Default)]
    pub struct ChoiceFile {
        /// A dotted key of this file, such as flask.passage.split or course.1.factor.
        key: Must<Text> = Text.must(),
        /// The values, or a range in text such as "10..1000 nM:5 log".
        values: Must<Special<Values>> = Special::new(|what, _| json!({
            "description": what,
            "anyOf": [
                { "type": "array", "items": { "type": ["string", "number", "boolean"] }, "minItems": 1 },
                { "type": "string" },
            ],
        })).must(),
        /// The schedules that have the key [default: all].
        schedules: May<List<Text>> = List(Text, 1).may(),
    }
}

table! {
    /// A named alternative for all courses of the file.
    #[derive(Default)]
    pub struct ScheduleFile {
        /// What it is called.
        name: Must<Text> = Text.must(),
        /// Its courses, as [[course]] has them.
        course: Must<List<Inside<CourseFile>>> = List(inside(), 1).must(),
    }
}

/// Values of a choice as they stand in the file.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Values(pub toml::Value);

impl Default for Values {
    fn default() -> Self {
        Self(toml::Value::Array(Vec::new()))
    }
}
