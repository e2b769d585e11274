//! What a step splits off: frequent switching and frequent mutation channels.

use crate::engine::population::Kind;
use std::ops::Range;

/// What is split off in the current step.
#[derive(Debug, Default)]
pub(super) struct Split {
    /// Kinds whose switching is split off.
    switching: Vec<Kind>,
    /// Expected cell-days within the step of each of them.
    cell_days: Vec<f64>,
    /// Where each kind stands among them, and of which step that is told.
    places: Vec<(u64, usize)>,
    step: u64,
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
        self.step += 1;
        self.switching.clear();
        self.cell_days.clear();
        self.arriving.clear();
        self.founding.clear();
        self.channels.clear();
    }

    /// Kinds whose switching is split off.
    pub fn switching(&self) -> &[Kind] {
        &self.switching
    }

    /// Splits off the switching of a kind of which so many cell-days are expected.
    pub fn switch(&mut self, kind: Kind, cell_days: f64) {
        let index = kind as usize;
        if index >= self.places.len() {
            self.places.resize(index + 1, (0, 0));
        }
        self.places[index] = (self.step, self.switching.len());
        self.switching.push(kind);
        self.cell_days.push(cell_days);
    }

    /// Place of a kind among those whose switching is split off.
    pub fn place(&self, kind: Kind) -> Option<usize> {
        let known = self.places.get(kind as usize);
        known.filter(|(step, _)| *step == self.step).map(|&(_, place)| place)
    }

    /// Whether a kind's switching is split off.
    pub fn switches(&self, kind: Kind) -> bool {
        self.place(kind).is_some()
    }

    /// Expected cell-days of a kind at a place among those whose switching is split off.
    pub fn cell_days(&self, place: usize) -> f64 {
        self.cell_days[place]
    }

    /// Kinds to which cells come within the step, with their cell-days; some may have been split off since.
    pub fn arriving(&self) -> &[(Kind, f64)] {
        &self.arriving
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
