//! What a step splits off, and how long it may be.
//!
//! Switching is split off where many changes are expected of a compartment, except of kinds of very few cells, which change one by one
//! within steps of so few changes: that is exact. Kinds that are left within the step in which cells come to them go with
//! those that they exchange cells with, whatever their number.
//!
//! What remains is of second order in rate times step, and the tolerance bounds the step:
//! * the shape of what grows from cells that changed early or late: their families' variance is too small by a share
//!   (rate step)^2 / 8, so its root by (rate step)^2 / 16, which is one tolerance at 4 sqrt(tolerance) / rate for every
//!   growth rate involved;
//! * the families of cells that leave soon: they divide for half a step before they are asked, so that the variance of what
//!   is there exceeds its mean x coth(x) times as much as it should, x being the rate of leaving times the step: by births over
//!   that rate where nothing else happens. Steps keep the error within five tolerances of the mean where the chance of so few
//!   cells exceeds the tolerance;
//! * cells that the changes take or add to make means exact (`mended.rs`) act as deaths and births: where few cells make chance
//!   matter they are at most a tolerance of those, so that extinction is as likely as it should be;
//! * the cell-days within the step of a kind that fills or empties, step^2 / 12 times the second derivative of its number,
//!   so of the mutants founded meanwhile: a good two tolerances at 5 sqrt(tolerance) over the root of that derivative relative to the kind,
//!   which is the rate of leaving where nothing comes back. Where as many cells come as go nothing remains;
//! * mutants that switch soon after their founding: (rate step)^2 / 12 of those founded within the step have left too
//!   rarely, which is half of the tolerance at sqrt(6 tolerance) / rate. Kinds of which few cells are so young count by
//!   their share;
//! * pairs of daughters of which one changes again within the step: their number is right to second order, and the step
//!   is bounded by their rates as it is by growth.

use super::census::{Alive, ways};
use super::split::Founding;
use super::workspace::Interval;
use crate::engine::population::{Kind, World, singles};
use crate::model::branching::{growth_integral, growth_time};

/// Above this many expected frequent changes of a compartment per step they are split off.
const SPLIT_ABOVE: f64 = 4.0;

/// Cells of a kind that change one by one, and how many changes there may be within a step.
const FEW: f64 = 16.0;
const CHANGES_OF_FEW: f64 = 64.0;

/// So few cells that come to a kind within a step may be wrong in number at its end.
const HARDLY_ANY: f64 = 1e-3;

/// Kinds that found a smaller share of all mutants may have their cell-days wrong by more than the tolerance.
const MATTERS: f64 = 0.01;

/// Excess of the variance of a kind's number that comes of families which should have left: so many tolerances of its mean.
const EXCESS: f64 = 5.0;

/// Changes of a cell within a step, at most: rows of more are long sums.
const MOST_CHANGES: f64 = 64.0;

/// Square of the bound on steps by filling, over that by switching of young mutants: 5^2 / 6.
const YOUNG: f64 = 25.0 / 6.0;

impl Interval {
    /// Decides what is split off in a step of at most `longest` days, and returns a step short
    /// enough for the splitting.
    pub(super) fn choose_split<W: World>(&mut self, world: &W, longest: f64) -> f64 {
        self.split.clear();
        let longest = longest.min(self.few_one_by_one());
        let mut growth = 0.0f64;
        for &Alive {
            kind,
            cells,
            largest,
            rates,
            ..
        } in &self.census.alive
        {
            let cell_days = largest as f64 * growth_integral(rates.growth(), longest);
            if rates.leaving() * cell_days > SPLIT_ABOVE && cells > FEW {
                self.split.switch(kind, cell_days);
            }
            let frequent = rates.mutation - world.rare_mutation(kind);
            if rates.birth * frequent * cell_days > SPLIT_ABOVE {
                self.split.founding.push(Founding { kind, channels: None });
                growth = growth.max(rates.birth * frequent).max(world.steepest());
            }
        }
        let mut next = 0;
        while next < self.split.switching().len() {
            growth = growth.max(self.follow(world, longest, &mut next));
            self.precede(world, longest);
        }
        let scale = libm::sqrt(self.tolerance());
        let families = 4.0 * scale / growth;
        if self.split.switching().is_empty() {
            return longest.min(families);
        }
        self.census.count_arrivals(world, longest);
        let filling = 5.0 * scale / self.relaxation();
        longest.min(families).min(filling).min(self.stay(world))
    }

    /// Days for which few cells may change one by one, which is exact: whether they die out is decided while they are few.
    fn few_one_by_one(&self) -> f64 {
        let few = (self.census.alive.iter()).filter(|alive| alive.cells <= FEW && alive.rates.leaving() > 0.0);
        let days = few.map(|alive| {
            let cell_days = CHANGES_OF_FEW / (alive.rates.leaving() * alive.cells);
            growth_time(alive.rates.growth(), cell_days)
        });
        days.fold(f64::INFINITY, f64::min)
    }

    /// Days for which families of cells that leave may divide before they are asked, and cells may change.
    fn stay<W: World>(&self, world: &W) -> f64 {
        let chance_matters = libm::pow(self.tolerance(), -2.0);
        let mut days = f64::INFINITY;
        for alive in &self.census.alive {
            let leaving = alive.rates.leaving();
            if leaving == 0.0 || !self.split.switches(alive.kind) {
                continue;
            }
            days = days.min(MOST_CHANGES / leaving);
            if alive.rates.birth > 0.0 && alive.fills() < chance_matters {
                // x coth(x) - 1 is within a sixth of x^2 / (3 + 0.75 x).
                let most = EXCESS * self.tolerance() * leaving / alive.rates.birth;
                let half = 0.375 * most;
                days = days.min((half + libm::sqrt(half * half + 3.0 * most)) / leaving);
            }
        }
        days.min(self.mended(world, chance_matters))
    }

    /// Splits off what arriving cells do next, too: a kind without cells at the start of a step is left within it by those
    /// that come to it (a rung of a ladder that is about to be filled). Begins at the split kind `next`. Returns the fastest
    /// growth, per day and by absolute value, of all kinds that cells leave or come to.
    fn follow<W: World>(&mut self, world: &W, longest: f64, next: &mut usize) -> f64 {
        let mut growth = 0.0f64;
        while let Some(&kind) = self.split.switching().get(*next) {
            let cell_days = self.split.cell_days(*next);
            let rates = world.rates(kind);
            growth = growth.max(rates.growth().abs());
            let (targets, cumulative) = world.switches(kind);
            for (&to, rate) in targets.iter().zip(singles(cumulative)) {
                growth = growth.max(self.arrive(world, to, rate * cell_days, longest));
            }
            let (pairs, cumulative) = world.conversions(kind);
            for (daughters, share) in pairs.iter().zip(singles(cumulative)) {
                growth = growth.max(rates.leaving());
                for &to in daughters {
                    growth = growth.max(world.rates(to).leaving());
                    growth = growth.max(self.arrive(world, to, rates.birth * share * cell_days, longest));
                }
            }
            *next += 1;
        }
        growth
    }

    /// Whether a cell is likely to leave within the step in which it comes, so that either has to be split off with the other:
    /// else those that are left at its end are wrong by (rate step)^2 / 12 of those that come, which is one tolerance here.
    fn leaves_soon(&self, leaving: f64, longest: f64) -> bool {
        leaving * longest > libm::sqrt(12.0 * self.tolerance())
    }

    /// Splits off the switching of kinds, however few, from which cells come to split kinds that are left soon.
    fn precede<W: World>(&mut self, world: &W, longest: f64) {
        for i in 0..self.census.alive.len() {
            let Alive { kind, cells, rates, .. } = self.census.alive[i];
            self.precede_by(world, kind, cells * growth_integral(rates.growth(), longest), longest);
        }
        for i in 0..self.split.arriving().len() {
            let (kind, cell_days) = self.split.arriving()[i];
            self.precede_by(world, kind, cell_days, longest);
        }
    }

    /// The same of one kind, of which so many cell-days are expected.
    fn precede_by<W: World>(&mut self, world: &W, kind: Kind, cell_days: f64, longest: f64) {
        let rates = world.rates(kind);
        if rates.leaving() * cell_days <= HARDLY_ANY || self.split.switches(kind) {
            return;
        }
        let mut come = 0.0;
        ways(world, kind, &rates, |to, rate| {
            if self.split.switches(to) && self.leaves_soon(world.rates(to).leaving(), longest) {
                come += rate * cell_days;
            }
        });
        if come > HARDLY_ANY {
            self.split.switch(kind, cell_days);
        }
    }

    /// Expects `cells` to come to a kind within a step, on average in its middle, and splits off the kind's switching if many
    /// of them leave again, or each of them soon. Returns the kind's growth by absolute value.
    fn arrive<W: World>(&mut self, world: &W, to: Kind, cells: f64, longest: f64) -> f64 {
        let rates = world.rates(to);
        if !self.split.switches(to) {
            let cell_days = self.split.come(to, 0.5 * cells * longest);
            let soon = cells > HARDLY_ANY && self.leaves_soon(rates.leaving(), longest);
            if soon || rates.leaving() * cell_days > SPLIT_ABOVE {
                self.split.switch(to, cell_days);
            }
        }
        rates.growth().abs()
    }

    /// How fast kinds fill or empty that exchange cells: the root of the second derivative of their number, relative to it. It
    /// matters for the mutants that they found: kinds that found less than [`MATTERS`] of them count by what they do.
    /// Kinds filled by mutants count by their young.
    fn relaxation(&self) -> f64 {
        let founding = |alive: &Alive| alive.rates.birth * alive.rates.mutation * alive.fills();
        let all: f64 = self.census.alive.iter().map(founding).sum();
        let squares = self.census.alive.iter().map(|alive| {
            let leaving = alive.rates.leaving();
            let turn = alive.turn.abs() / alive.fills().max(1e-300);
            let filling = turn * (founding(alive) / (MATTERS * all).max(1e-300)).min(1.0);
            let young = match self.split.switches(alive.kind) {
                true => alive.founders / (leaving * alive.cells).max(alive.founders).max(1e-300),
                false => 0.0,
            };
            filling.max(YOUNG * leaving * leaving * young)
        });
        libm::sqrt(squares.fold(0.0, f64::max))
    }
}
