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
//! What is split off, and how short steps have to be for it, is chosen in `choice.rs`.

use super::redistribution::scaled;
use super::split::FrequentChannel;
use super::workspace::Interval;
use crate::engine::culture::Culture;
use crate::engine::population::{World, single};
use crate::sampling::poisson;
use std::ops::Range;

/// `sinh(x) / x`.
fn stretch(x: f64) -> f64 {
    if x.abs() < 1e-6 { 1.0 } else { libm::sinh(x) / x }
}

impl Interval {
    /// All split-off changes over a step of `length` days around `day`.
    pub(super) fn change_kinds<W: World>(&mut self, culture: &mut Culture<W>, day: f64, length: f64) {
        if !self.split.founding.is_empty() {
            // Up and down again, so that chains of foundings within a step come out to second order.
            for i in 0..culture.population.cells.len() {
                self.found_frequent(culture, i, day, 0.5 * length);
            }
        }
        if !self.split.switching().is_empty() {
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
