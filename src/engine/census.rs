//! Who is alive at the start of a step, by kind: what crowding and splitting decide on.

use super::interval::Interval;
use super::population::{Kind, KindRates, Population, World};

/// Living cells of one kind at the start of a step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Alive {
    pub kind: Kind,
    /// All of them, and those of the largest compartment.
    pub cells: f64,
    pub largest: u64,
    pub rates: KindRates,
}

impl Interval {
    /// Sums up who is alive, by kind.
    pub(super) fn take_stock<W: World>(&mut self, world: &W, population: &Population) {
        self.alive.clear();
        self.alive_at.clear();
        for (&kind, &cells) in population.kinds.iter().zip(&population.cells) {
            if cells == 0 {
                continue;
            }
            let index = kind as usize;
            if index >= self.alive_at.len() {
                self.alive_at.resize(index + 1, usize::MAX);
            }
            match self.alive.get_mut(self.alive_at[index]) {
                Some(known) => {
                    known.cells += cells as f64;
                    known.largest = known.largest.max(cells);
                }
                None => {
                    self.alive_at[index] = self.alive.len();
                    self.alive.push(Alive {
                        kind,
                        cells: cells as f64,
                        largest: cells,
                        rates: world.rates(kind),
                    });
                }
            }
        }
    }

    /// All living cells at the start of the step.
    pub(super) fn alive_total(&self) -> f64 {
        self.alive.iter().map(|a| a.cells).sum()
    }
}
