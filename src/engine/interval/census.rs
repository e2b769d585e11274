//! Who is alive at the start of a step, by kind: what crowding and splitting decide on.

use crate::engine::population::{Kind, KindRates, Population, World, singles};

/// Living cells of one kind at the start of a step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Alive {
    pub kind: Kind,
    /// All of them, and those of the largest compartment.
    pub cells: f64,
    pub largest: u64,
    pub rates: KindRates,
    /// Cells per day that come from other kinds alive, once counted; and founders among mutants, where their kind is known.
    pub arrivals: f64,
    pub founders: f64,
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
            let place = self.place(world, kind);
            let known = &mut self.alive[place];
            known.cells += cells as f64;
            known.largest = known.largest.max(cells);
        }
    }

    /// Counts what comes to each kind from others that are alive, as the rates are now.
    pub fn count_arrivals<W: World>(&mut self, world: &W) {
        for i in 0..self.alive.len() {
            let Alive { kind, cells, rates, .. } = self.alive[i];
            let (targets, cumulative) = world.switches(kind);
            for (&to, rate) in targets.iter().zip(singles(cumulative)) {
                self.arrive(world, to, cells * rate);
            }
            let (pairs, cumulative) = world.conversions(kind);
            for (daughters, share) in pairs.iter().zip(singles(cumulative)) {
                for &to in daughters {
                    self.arrive(world, to, cells * rates.birth * share);
                }
            }
            for (&to, share) in world.mutants(kind).iter().zip(singles(world.channels(kind))) {
                let place = self.place(world, to);
                self.alive[place].founders += cells * rates.birth * share;
            }
        }
    }

    /// A kind without cells that is come to is alive from now on.
    fn arrive<W: World>(&mut self, world: &W, kind: Kind, per_day: f64) {
        let place = self.place(world, kind);
        self.alive[place].arrivals += per_day;
    }

    /// Place of a kind in `alive`, made if need be.
    fn place<W: World>(&mut self, world: &W, kind: Kind) -> usize {
        let index = kind as usize;
        if index >= self.at.len() {
            self.at.resize(index + 1, usize::MAX);
        }
        if self.at[index] == usize::MAX {
            self.at[index] = self.alive.len();
            self.alive.push(Alive {
                kind,
                cells: 0.0,
                largest: 0,
                rates: world.rates(kind),
                arrivals: 0.0,
                founders: 0.0,
            });
        }
        self.at[index]
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
