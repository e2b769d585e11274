//! Who is alive at the start of a step, by kind: what crowding and splitting decide on.

use crate::engine::population::{Kind, KindRates, Population, World, singles};
use crate::model::branching::growth_integral;

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
    /// Cells that come within the step and are there at once, at most.
    coming: f64,
    /// How the exchange of cells speeds up: cells per day and day.
    pub turn: f64,
}

impl Alive {
    /// Cells, or those that it fills up to within the step, if these are more.
    pub fn fills(&self) -> f64 {
        self.cells.max(self.coming)
    }

    /// Cells per day that come more than go.
    fn gain(&self) -> f64 {
        self.arrivals - self.rates.leaving() * self.cells
    }

    /// Days of `longest` that a cell and what descends from it is of the kind.
    fn stay(&self, longest: f64) -> f64 {
        let shrinks = self.rates.growth().min(0.0);
        growth_integral(shrinks - self.rates.leaving(), longest)
    }
}

/// Every way from a kind to another, as a rate per cell.
pub(super) fn ways<W: World>(world: &W, kind: Kind, rates: &KindRates, mut way: impl FnMut(Kind, f64)) {
    let (targets, cumulative) = world.switches(kind);
    for (&to, rate) in targets.iter().zip(singles(cumulative)) {
        way(to, rate);
    }
    let (pairs, cumulative) = world.conversions(kind);
    for (daughters, share) in pairs.iter().zip(singles(cumulative)) {
        daughters.iter().for_each(|&to| way(to, rates.birth * share));
    }
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

    /// Counts what comes to each kind, as the rates are now. Kinds that are come to within a step of `longest` days, by several
    /// changes too, belong to those alive.
    pub fn count_arrivals<W: World>(&mut self, world: &W, longest: f64) {
        let mut i = 0;
        while i < self.alive.len() {
            let from = self.alive[i];
            i += 1;
            if from.fills() == 0.0 {
                continue;
            }
            let Alive { kind, cells, rates, .. } = from;
            let stays = from.stay(longest);
            // Living kinds count by their cells alone, whatever the order in which they stand.
            let source = if cells > 0.0 { cells } else { from.coming };
            ways(world, kind, &rates, |to, rate| {
                let to = self.place(world, to);
                let to = &mut self.alive[to];
                to.arrivals += cells * rate;
                to.coming += source * rate * to.stay(longest).min(stays);
            });
        }
        self.count_founders(world);
        self.count_turns(world);
    }

    /// Founders come last, so that what comes by changes goes on from where it comes to, whoever is founded there.
    fn count_founders<W: World>(&mut self, world: &W) {
        for i in 0..self.alive.len() {
            let Alive { kind, cells, rates, .. } = self.alive[i];
            if cells == 0.0 {
                continue;
            }
            for (&to, share) in world.mutants(kind).iter().zip(singles(world.channels(kind))) {
                let place = self.place(world, to);
                self.alive[place].founders += cells * rates.birth * share;
            }
        }
    }

    /// How arrivals and leaving speed up as the kinds that cells come from gain or lose.
    fn count_turns<W: World>(&mut self, world: &W) {
        for i in 0..self.alive.len() {
            let from = self.alive[i];
            let gain = from.gain();
            self.alive[i].turn -= from.rates.leaving() * gain;
            ways(world, from.kind, &from.rates, |to, rate| {
                let to = self.place(world, to);
                self.alive[to].turn += rate * gain;
            });
        }
    }

    /// Place of a kind in `alive`, made if need be.
    fn place<W: World>(&mut self, world: &W, kind: Kind) -> usize {
        if let Some(place) = self.known(kind) {
            return place;
        }
        let index = kind as usize;
        if index >= self.at.len() {
            self.at.resize(index + 1, usize::MAX);
        }
        self.at[index] = self.alive.len();
        self.alive.push(Alive {
            kind,
            cells: 0.0,
            largest: 0,
            rates: world.rates(kind),
            arrivals: 0.0,
            founders: 0.0,
            coming: 0.0,
            turn: 0.0,
        });
        self.at[index]
    }

    /// Place in `alive` of a kind that was counted.
    pub fn known(&self, kind: Kind) -> Option<usize> {
        self.at.get(kind as usize).copied().filter(|&place| place != usize::MAX)
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
