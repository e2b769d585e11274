//! Frequent changes of kind in the interval engine, by Strang splitting: growth over half a step,
//! changes, growth over the other half.
//!
//! Two things are split off where many events are expected: switching between states, and frequent
//! pooled mutation channels (copy-number gain and loss).
//! * Switching: the changes in the middle are those that make the mean of every kind at the end of
//!   the step exact (matrix exponential of growth and switching together).
//! * Channels: rates are multiplied by sinh(x)/x, x = (growth difference) length / 2, which makes the
//!   mean founded by first-order changes exact for growth on either side.
//!
//! What remains is of second order in rate times step, and the tolerance bounds the step:
//! * the shape of what grows from cells that changed early or late: their families' variance is too small by a share
//!   (rate step)^2 / 8, so its root by (rate step)^2 / 16, which is one tolerance at 4 sqrt(tolerance) / rate for every
//!   growth rate involved;
//! * the families of cells that leave soon: they divide for half a step before they are asked, so that the variance of what
//!   is there exceeds its mean x coth(x) times as much as it should, x being the rate of leaving times the step: by births over
//!   that rate where nothing else happens. Steps keep the error within ten tolerances of the mean where the chance of so few
//!   cells exceeds the tolerance;
//! * cells that the changes take or add to make means exact act as deaths and births: where few cells make chance matter they are
//!   at most a tolerance of those, so that extinction is as likely as it should be;
//! * the cell-days within the step of a kind that fills or empties, step^2 / 12 times the second derivative of its number,
//!   so of the mutants founded meanwhile: a good two tolerances at 5 sqrt(tolerance) over the root of that derivative relative to the kind,
//!   which is the rate of leaving where nothing comes back. Where as many cells come as go nothing remains;
//! * mutants that switch soon after their founding: (rate step)^2 / 12 of those founded within the step have left too
//!   rarely, which is half of the tolerance at sqrt(6 tolerance) / rate. Kinds of which few cells are so young count by
//!   their share;
//! * pairs of daughters of which one changes again within the step: their number is right to second order, and the step
//!   is bounded by their rates as it is by growth.

use super::census::Alive;
use super::redistribution::scaled;
use super::split::{Founding, FrequentChannel};
use super::workspace::Interval;
use crate::engine::culture::Culture;
use crate::engine::population::{Kind, World, single, singles};
use crate::model::branching::growth_integral;
use crate::sampling::poisson;
use std::ops::Range;

/// Above this many expected frequent changes of a compartment per step they are split off.
const SPLIT_ABOVE: f64 = 4.0;

/// Kinds that found a smaller share of all mutants may have their cell-days wrong by more than the tolerance.
const MATTERS: f64 = 0.01;

/// Excess of the variance of a kind's number that comes of families which should have left: so many tolerances of its mean.
const EXCESS: f64 = 10.0;

/// Changes of a cell within a step, at most: rows of more are long sums.
const MOST_CHANGES: f64 = 64.0;

/// Square of the bound on steps by filling, over that by switching of young mutants: 5^2 / 6.
const YOUNG: f64 = 25.0 / 6.0;

/// `sinh(x) / x`.
fn stretch(x: f64) -> f64 {
    if x.abs() < 1e-6 { 1.0 } else { libm::sinh(x) / x }
}

impl Interval {
    /// Decides what is split off in a step of at most `longest` days, and returns a step short
    /// enough for the splitting.
    pub(super) fn choose_split<W: World>(&mut self, world: &W, longest: f64) -> f64 {
        self.split.clear();
        let mut growth = 0.0f64;
        for &Alive {
            kind, largest, rates, ..
        } in &self.census.alive
        {
            let own = rates.birth - rates.death;
            let cell_days = largest as f64 * growth_integral(own, longest);
            if rates.leaving() * cell_days > SPLIT_ABOVE {
                self.split.switching.push(kind);
                self.split.cell_days.push(cell_days);
            }
            let frequent = rates.mutation - world.rare_mutation(kind);
            if rates.birth * frequent * cell_days > SPLIT_ABOVE {
                self.split.founding.push(Founding { kind, channels: None });
                growth = growth.max(rates.birth * frequent).max(world.steepest());
            }
        }
        growth = growth.max(self.follow(world, longest));
        let scale = libm::sqrt(self.tolerance());
        let families = 4.0 * scale / growth;
        if self.split.switching.is_empty() {
            return longest.min(families);
        }
        self.census.count_arrivals(world, longest);
        let filling = 5.0 * scale / self.relaxation();
        longest.min(families).min(filling).min(self.stay())
    }

    /// Days for which families of cells that leave may divide before they are asked, and cells may change.
    fn stay(&self) -> f64 {
        let chance_matters = libm::pow(self.tolerance(), -2.0);
        let (mut days, mut fastest_of_few) = (f64::INFINITY, 0.0f64);
        for alive in &self.census.alive {
            let leaving = alive.rates.leaving();
            if leaving == 0.0 || !self.split.switching.contains(&alive.kind) {
                continue;
            }
            days = days.min(MOST_CHANGES / leaving);
            if alive.fills() >= chance_matters {
                continue;
            }
            fastest_of_few = fastest_of_few.max(leaving);
            if alive.rates.birth > 0.0 {
                // x coth(x) - 1 is within a sixth of x^2 / (3 + 0.75 x).
                let most = EXCESS * self.tolerance() * leaving / alive.rates.birth;
                let half = 0.375 * most;
                days = days.min((half + libm::sqrt(half * half + 3.0 * most)) / leaving);
            }
        }
        days.min(self.mended(fastest_of_few))
    }

    /// Days for which the changes in the middle mend means by few cells alone: what they take or add of those that leave at this
    /// rate is rate (rate + rate back) times the difference of growth times step^3 / 12 to first order, which acts as deaths and
    /// births beside those of the cells, of which it is at most a tolerance.
    fn mended(&self, leaving: f64) -> f64 {
        let (mut low, mut high, mut turnover, mut back) = (f64::INFINITY, f64::NEG_INFINITY, 0.0f64, 0.0f64);
        let exchanged = |alive: &&Alive| alive.arrivals > 0.0 || self.split.switching.contains(&alive.kind);
        for Alive { rates, .. } in self.census.alive.iter().filter(exchanged) {
            (low, high) = (low.min(rates.birth - rates.death), high.max(rates.birth - rates.death));
            (turnover, back) = (turnover.max(rates.birth + rates.death), back.max(rates.leaving()));
        }
        let mended = leaving * (leaving + back) * (high - low) / 12.0;
        // Where all grow alike nothing is mended, also where nothing is born and dies.
        match mended > 0.0 {
            true => libm::sqrt(self.tolerance() * turnover / mended),
            false => f64::INFINITY,
        }
    }

    /// Splits off what arriving cells do next, too: a kind without cells at the start of a step is left within it by those
    /// that come to it (a rung of a ladder that is about to be filled). Returns the fastest growth, per day and by absolute
    /// value, of all kinds that cells leave or come to.
    fn follow<W: World>(&mut self, world: &W, longest: f64) -> f64 {
        let mut growth = 0.0f64;
        let mut next = 0;
        while next < self.split.switching.len() {
            let (kind, cell_days) = (self.split.switching[next], self.split.cell_days[next]);
            let rates = world.rates(kind);
            growth = growth.max((rates.birth - rates.death).abs());
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
            next += 1;
        }
        growth
    }

    /// Expects `cells` to come to a kind within a step, on average in its middle, and splits off the kind's switching if many
    /// of them leave again. Returns the kind's growth by absolute value.
    fn arrive<W: World>(&mut self, world: &W, to: Kind, cells: f64, longest: f64) -> f64 {
        let rates = world.rates(to);
        if !self.split.switching.contains(&to) {
            let cell_days = self.split.come(to, 0.5 * cells * longest);
            if rates.leaving() * cell_days > SPLIT_ABOVE {
                self.split.switching.push(to);
                self.split.cell_days.push(cell_days);
            }
        }
        (rates.birth - rates.death).abs()
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
            let young = match self.split.switching.contains(&alive.kind) {
                true => alive.founders / (leaving * alive.cells).max(alive.founders).max(1e-300),
                false => 0.0,
            };
            filling.max(YOUNG * leaving * leaving * young)
        });
        libm::sqrt(squares.fold(0.0, f64::max))
    }

    /// All split-off changes over a step of `length` days around `day`.
    pub(super) fn change_kinds<W: World>(&mut self, culture: &mut Culture<W>, day: f64, length: f64) {
        if !self.split.founding.is_empty() {
            // Up and down again, so that chains of foundings within a step come out to second order.
            for i in 0..culture.population.cells.len() {
                self.found_frequent(culture, i, day, 0.5 * length);
            }
        }
        if !self.split.switching.is_empty() {
            self.redistribute(culture, length);
        }
        if !self.split.founding.is_empty() {
            for i in (0..culture.population.cells.len()).rev() {
                self.found_frequent(culture, i, day, 0.5 * length);
            }
        }
    }

    /// Founders by the frequent channels of one compartment. The mother's count stays.
    fn found_frequent<W: World>(&mut self, culture: &mut Culture<W>, from: usize, day: f64, length: f64) {
        let mothers = culture.population.cells[from];
        if mothers == 0 {
            return;
        }
        let Some(places) = self.frequent_channels(culture, from, day, length) else {
            return;
        };
        for i in places {
            let FrequentChannel {
                channel,
                gained,
                counted,
            } = self.split.channels[i];
            let cells = poisson(culture.rng, mothers as f64 * gained);
            if cells == 0 {
                continue;
            }
            let founders = scaled(culture.rng, cells, counted);
            let child = culture.world.found(culture.population, from, channel, day, founders);
            culture.population.cells[child] += cells;
        }
    }

    /// The split-off channels of a compartment's kind, as places in [`Split::channels`].
    fn frequent_channels<W: World>(
        &mut self,
        culture: &mut Culture<W>,
        from: usize,
        day: f64,
        length: f64,
    ) -> Option<Range<usize>> {
        let kind = culture.population.kinds[from];
        let place = self.split.founding.iter().position(|f| f.kind == kind)?;
        if let Some(known) = &self.split.founding[place].channels {
            return Some(known.clone());
        }
        let rates = self.kind_step(culture.world, kind);
        let own = rates.branching.growth();
        let first = self.split.channels.len();
        for channel in culture.world.rare_channels(kind)..culture.world.channels(kind).len() {
            let share = single(culture.world.channels(kind), channel);
            let child = culture.world.found(culture.population, from, channel, day, 0);
            let growth = self
                .kind_step(culture.world, culture.population.kinds[child])
                .branching
                .growth();
            let apart = stretch(length * (growth - own));
            self.split.channels.push(FrequentChannel {
                channel,
                gained: rates.birth * share * length * apart,
                // Founders are counted by the mother's integral, which is not quite what her count in
                // the middle and the descendants' mean ask for.
                counted: stretch(length * own) / apart,
            });
        }
        let known = first..self.split.channels.len();
        self.split.founding[place].channels = Some(known.clone());
        Some(known)
    }
}
