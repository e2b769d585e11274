//! A checked `[plan]`.

use super::goal::Goal;
use super::kinds::FirstDay;
use super::limits::{Bench, Limits};
use crate::scenario::vary::Vary;

/// A checked `[plan]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What the experiment is for.
    pub goal: Goal,
    /// What it may use.
    pub limits: Limits,
    /// Keys and their values.
    pub choices: Vec<PlanChoice>,
    /// Named alternatives for the courses of the file; empty: the file's own.
    pub schedules: Vec<Schedule>,
    /// Flasks of the search, at most.
    pub budget: u64,
    /// What a design may be worse by than the best without mattering: a share, or days.
    pub margin: f64,
    /// Worlds of the final figures.
    pub fresh_worlds: u64,
    /// The date of day 0.
    pub first_day: Option<FirstDay>,
    /// What a visit takes, and what is frozen and sequenced.
    pub bench: Bench,
}

/// A key and the values to choose from.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanChoice {
    /// Key and values.
    pub vary: Vary,
    /// The schedules that have the key; empty: all.
    pub schedules: Vec<String>,
}

/// A named alternative for all courses.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// What it is called.
    pub name: String,
    /// `[[course]]` entries as in a file.
    pub courses: toml::Value,
}
