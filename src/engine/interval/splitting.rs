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
//! * the shape of what grows from cells that changed early or late, against every growth rate involved
//!   (3 sqrt(tolerance) / rate);
//! * the cell-days within the step of a kind that fills or empties, (rate step)^2 / 12 of what changes,
//!   so of the mutants founded meanwhile, against the switching rates (5 sqrt(tolerance) / rate: a
//!   good two tolerances). Where as many cells come as go nothing remains.

use super::census::Alive;
use super::redistribution::scaled;
use super::split::{Founding, FrequentChannel};
use super::workspace::Interval;
use crate::engine::culture::Culture;
use crate::engine::population::World;
use crate::model::branching::growth_integral;
use crate::sampling::poisson;
use std::ops::Range;

/// Above this many expected frequent changes of a compartment per step they are split off.
const SPLIT_ABOVE: f64 = 32.0;

/// `sinh(x) / x`.
fn stretch(x: f64) -> f64 {
    if x.abs() < 1e-6 { 1.0 } else { libm::sinh(x) / x }
}

impl Interval {
    /// Decides what is split off in a step of at most `longest` days, and returns a step short
    /// enough for the splitting.
    pub(super) fn choose_split<W: World>(&mut self, world: &W, longest: f64) -> f64 {
        self.split.clear();
        let (mut growth, mut change, mut length) = (0.0f64, 0.0f64, longest);
        for &Alive {
            kind, largest, rates, ..
        } in &self.census.alive
        {
            let own = rates.birth - rates.death;
            let cell_days = largest as f64 * growth_integral(own, longest);
            let leaving = rates.switching + rates.birth * rates.converting;
            if leaving * cell_days > SPLIT_ABOVE {
                self.split.switching.push(kind);
                growth = growth.max(own.abs());
                change = change.max(leaving);
                let pairs = world.conversions(kind).0.iter().flatten();
                for &to in world.switches(kind).0.iter().chain(pairs) {
                    let other = world.rates(to);
                    growth = growth.max((other.birth - other.death).abs());
                    change = change.max(other.switching + other.birth * other.converting);
                }
            }
            let frequent = rates.mutation - world.rare_mutation(kind);
            if rates.birth * frequent * cell_days > SPLIT_ABOVE {
                self.split.founding.push(Founding { kind, channels: None });
                growth = growth.max(rates.birth * frequent).max(world.steepest());
            }
        }
        let scale = libm::sqrt(self.tolerance());
        if growth > 0.0 {
            length = length.min(3.0 * scale / growth);
        }
        if change > 0.0 {
            length = length.min(5.0 * scale / change);
        }
        length
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
            let cumulative = culture.world.channels(kind);
            let share = cumulative[channel] - if channel == 0 { 0.0 } else { cumulative[channel - 1] };
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
