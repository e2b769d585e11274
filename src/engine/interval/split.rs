//! What a step splits off: frequent switching and frequent mutation channels.

use crate::engine::population::Kind;
use std::ops::Range;

/// What is split off in the current step.
#[derive(Debug, Default)]
pub(super) struct Split {
    /// Kinds whose switching is split off.
    pub switching: Vec<Kind>,
    /// Expected cell-days within the step of each of them.
    pub cell_days: Vec<f64>,
    /// Expected cell-days of cells that come within the step to kinds that are not split off.
    arriving: Vec<(Kind, f64)>,
    /// Kinds whose frequent channels are split off.
    pub founding: Vec<Founding>,
    /// The channels of all of them.
    pub channels: Vec<FrequentChannel>,
}

/// A kind whose frequent channels are split off.
#[derive(Debug)]
pub(super) struct Founding {
    pub kind: Kind,
    /// Its place in [`Split::channels`], once worked out.
    pub channels: Option<Range<usize>>,
}

/// A frequent channel of a kind in the current step.
#[derive(Debug, Clone, Copy)]
pub(super) struct FrequentChannel {
    pub channel: usize,
    /// Cells that the middle of the step gains, per mother, such that their mean at its end is exact.
    pub gained: f64,
    /// Founders counted per cell gained.
    pub counted: f64,
}

impl Split {
    pub fn is_empty(&self) -> bool {
        self.switching.is_empty() && self.founding.is_empty()
    }

    pub fn clear(&mut self) {
        self.switching.clear();
        self.cell_days.clear();
        self.arriving.clear();
        self.founding.clear();
        self.channels.clear();
    }

    /// Adds cell-days of arriving cells to a kind, and returns all that were added.
    pub fn come(&mut self, to: Kind, cell_days: f64) -> f64 {
        match self.arriving.iter_mut().find(|(kind, _)| *kind == to) {
            Some((_, known)) => {
                *known += cell_days;
                *known
            }
            None => {
                self.arriving.push((to, cell_days));
                cell_days
            }
        }
    }

    /// Whether a kind's frequent channels are split off.
    pub fn founds(&self, kind: Kind) -> bool {
        self.founding.iter().any(|f| f.kind == kind)
    }
}
