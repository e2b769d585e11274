//! What is worked out about a kind for one growth step.

use crate::model::branching::{Branching, Transition};

/// Rates of a kind during one growth step, crowding included.
#[derive(Debug, Clone, Copy)]
pub(super) struct KindStep {
    /// Mothers: births without mutants, deaths, and marked events (mutations, one-by-one switches).
    pub branching: Branching,
    /// All divisions.
    pub birth: f64,
    /// Founding by the first `channels` channels (the others are split off).
    pub mutation_rate: f64,
    /// One-by-one switches.
    pub switch_rate: f64,
    /// Divisions whose daughters both change, one by one.
    pub convert_rate: f64,
    pub channels: usize,
}

impl KindStep {
    /// Rate at which a cell is lost to another kind, one by one.
    pub fn leaving(&self) -> f64 {
        self.switch_rate + self.convert_rate
    }

    /// Cells that stay of the kind: those that leave are as good as dead, and nothing else that happens is marked.
    pub fn staying(&self) -> Branching {
        Branching::new(self.branching.birth, self.branching.death + self.leaving(), 0.0)
    }
}

/// What the whole of a growth step brings to a cell; most cells have all of it before them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whole {
    pub length: f64,
    pub law: Transition,
    /// Integral of the mean number of cells.
    pub cell_days: f64,
}

/// What is kept of a kind, and of which growth step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// Number of the step; older entries are stale.
    pub of: u64,
    pub step: KindStep,
    pub whole: Option<Whole>,
}
