//! Every default of a scenario, in one place. The lock file of a run writes them all out.

use crate::engine::{Method, Settings};

/// `replicates`
pub const REPLICATES: u64 = 100;
/// `seed`
pub const SEED: u64 = 1;
/// `[engine]`: the interval engine at a relative tolerance of 1%.
pub const ENGINE: Settings = Settings {
    method: Method::Interval,
    tolerance: 0.01,
};

// plain form

/// `keep` of a phase: all cells.
pub const KEEP: f64 = 1.0;
/// `repeat` of a phase: once.
pub const REPEAT: u32 = 1;
