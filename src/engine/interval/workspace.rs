//! What the interval engine keeps between its draws; the files beside this one each add one part of the work.

use super::bins::Bins;
use super::census::Census;
use super::exchange::Redistribution;
use super::kind_step::Known;
use super::split::Split;
use crate::model::branching::Branching;
use crate::random::Generator;
use crate::sampling::exponential;

/// Cells of one compartment that start at a day and are to be carried to the end of the step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Task {
    pub compartment: usize,
    pub cells: u64,
    pub day: f64,
}

/// Families that died out within the step, for the day of extinction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extinction {
    pub branching: Branching,
    pub founders: u64,
    pub day: f64,
    pub length: f64,
}

/// What the engine did, to say what it costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effort {
    /// Steps, split or not.
    pub steps: u64,
    /// Compartments carried over a step, or over half of a split one, by the binary logarithm of their cells.
    pub carried: [u64; 64],
}

impl Effort {
    /// Compartments carried, of all sizes.
    pub fn compartments(&self) -> u64 {
        self.carried.iter().sum()
    }
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            steps: 0,
            carried: [0; 64],
        }
    }
}

/// The engine's work space; reused between steps and replicates.
#[derive(Debug, Default)]
pub struct Interval {
    /// See [`crate::engine::Settings::tolerance`].
    tolerance: f64,
    pub(super) next: Vec<u64>,
    pub(super) tasks: Vec<Task>,
    /// Rates and laws per kind, worked out once per step.
    pub(super) known: Vec<Option<Known>>,
    pub(super) step_number: u64,
    pub(super) extinctions: Vec<Extinction>,
    /// Mean of N/C over the current step.
    pub(super) crowding: f64,
    pub(super) bins: Bins,
    /// What is split off in the current step.
    pub(super) split: Split,
    pub(super) redistribution: Redistribution,
    pub(super) effort: Effort,
    /// Who is alive at the start of the current step.
    pub(super) census: Census,
}

impl Interval {
    /// An empty work space for steps of this tolerance.
    pub fn new(tolerance: f64) -> Self {
        Self {
            tolerance,
            ..Self::default()
        }
    }

    /// What it did so far.
    pub fn effort(&self) -> &Effort {
        &self.effort
    }

    pub(super) fn tolerance(&self) -> f64 {
        self.tolerance
    }

    /// Adds cells to a compartment's count at the end of the step; makes room for new compartments.
    #[inline]
    pub(super) fn add(&mut self, compartment: usize, cells: u64) {
        if compartment >= self.next.len() {
            self.next.resize(compartment + 1, 0);
        }
        self.next[compartment] = (self.next[compartment] + cells).min(crate::units::MAX_CELLS);
    }

    /// The day on which the last family died, given that none lives at the end of the step.
    pub(super) fn extinction_day(&mut self, start: f64, rng: &mut Generator) -> f64 {
        let mut last = start;
        for i in 0..self.extinctions.len() {
            let Extinction {
                branching,
                founders,
                day,
                length,
            } = self.extinctions[i];
            last = last.max(day + branching.extinction_day(founders, length, -exponential(rng)));
        }
        last
    }
}
