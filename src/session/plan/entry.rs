//! A design in a race.

use crate::scenario::plan::Limited;

/// A design in a race.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What simulates its flasks: designs that differ in the number of them alone share it.
    pub runner: usize,
    /// Flasks.
    pub flasks: u64,
    /// What its needs are worked out from.
    pub limited: Limited,
}
