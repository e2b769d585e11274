//! A design in a race.

use crate::scenario::plan::PlanDesign;

/// A design in a race.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// What simulates its flasks: designs that differ in the number of them alone share it.
    pub runner: usize,
    /// The design.
    pub design: &'a PlanDesign,
}

/// Designs that share their flasks.
pub struct Shared {
    /// What simulates them.
    pub runner: usize,
    /// As many as the one with the most has.
    pub flasks: u64,
    /// The designs, by their places among the entries.
    pub designs: Vec<usize>,
}
