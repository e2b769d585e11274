//! What more than one table, or more than the reader, leans on. Other defaults stand with their keys.

use crate::engine::{Method, Settings};
use crate::model::endpoint::USUAL_HOURS;

/// The version of the file format that this program reads.
pub const SCHEMA: u64 = 1;

/// Largest number of replicates of one run.
pub const MAX_REPLICATES: u64 = 1_000_000_000_000;

/// `[engine]`: the interval engine at a relative tolerance of 1%.
pub const ENGINE: Settings = Settings {
    method: Method::Interval,
    tolerance: 0.01,
};

/// What stands for "no such time": `until`, `or_every`, `or_after`, `give_up_after`.
pub const NEVER: &str = "never";

/// `step_when.growth` of an escalation, and `growth` of `[resistance]`.
pub const GROWTH: &str = "70% of parental";

/// `step_when.held_for`, and `held_for` of `[resistance]`.
pub const HELD_FOR: &str = "2 passages";

/// Serum in medium, as a share: what `oral.medium_free_fraction` is computed with, assumed.
pub const SERUM: f64 = 0.1;

/// Duration of the viability assay in which doses such as "IC20" are measured, hours.
pub const IC_HOURS: f64 = USUAL_HOURS;
