//! Who is alive at the start of a step, by kind: what crowding and splitting decide on.

use crate::engine::population::{Kind, KindRates, Population, World};

/// Living cells of one kind at the start of a step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Alive {
    pub kind: Kind,
    /// All of them, and those of the largest compartment.
    pub cells: f64,
    pub largest: u64,
    pub rates: KindRates,
}

/// See module docs.
#[derive(Debug, Default)]
pub(super) struct Census {
    pub alive: Vec<Alive>,
    /// Place of each kind in `alive`.
    at: Vec<usize>,
}

impl Census {
    /// Sums up who is alive, by kind.
    pub fn take<W: World>(&mut self, world: &W, population: &Population) {
        self.alive.clear();
        self.at.clear();
        for (&kind, &cells) in population.kinds.iter().zip(&population.cells) {
            if cells == 0 {
                continue;
            }
            let index = kind as usize;
            if index >= self.at.len() {
                self.at.resize(index + 1, usize::MAX);
            }
            match self.alive.get_mut(self.at[index]) {
                Some(known) => {
                    known.cells += cells as f64;
                    known.largest = known.largest.max(cells);
                }
                None => {
                    self.at[index] = self.alive.len();
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

    /// Takes the rates of the interval that was prepared.
    pub fn refresh<W: World>(&mut self, world: &W) {
        self.alive.iter_mut().for_each(|a| a.rates = world.rates(a.kind));
    }

    /// All living cells.
    pub fn total(&self) -> f64 {
        self.alive.iter().map(|a| a.cells).sum()
    }
}
