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
use super::split::{Founding, FrequentChannel};
use super::workspace::Interval;
use crate::engine::culture::Culture;
use crate::engine::population::{Kind, World};
use crate::model::branching::growth_integral;
use crate::random::Generator;
use crate::sampling::{binomial_pq, multinomial, poisson};
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
            if rates.switching * cell_days > SPLIT_ABOVE {
                self.split.switching.push(kind);
                growth = growth.max(own.abs());
                change = change.max(rates.switching);
                for &to in world.switches(kind).0 {
                    let other = world.rates(to);
                    growth = growth.max((other.birth - other.death).abs());
                    change = change.max(other.switching);
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

    /// Moves cells between kinds whose switching is split off. What arrives may differ by a trifle
    /// (of second order) from what leaves, since either has to have its exact mean.
    fn redistribute<W: World>(&mut self, culture: &mut Culture<W>, length: f64) {
        let kinds = std::mem::take(&mut self.split.switching);
        let mut parts = std::mem::take(&mut self.split.parts);
        let mut moved = std::mem::take(&mut self.split.moved);
        let rows: Vec<SwitchingRow> = kinds
            .iter()
            .map(|&kind| self.switching_row(culture.world, &kinds, kind, length))
            .collect();
        moved.clear();
        for from in 0..culture.population.cells.len() {
            if culture.population.cells[from] == 0 {
                continue;
            }
            let Some(row) = kinds.iter().position(|&k| k == culture.population.kinds[from]) else {
                continue;
            };
            let row = &rows[row];
            let leaving = binomial_pq(culture.rng, culture.population.cells[from], 1.0 - row.stay, row.stay);
            if leaving == 0 {
                continue;
            }
            culture.population.cells[from] -= leaving;
            parts.clear();
            parts.resize(row.arrive.len(), 0);
            multinomial(culture.rng, leaving, &row.arrive, &mut parts);
            let arriving: f64 = row.arrive.iter().sum();
            let share = arriving / (1.0 - row.stay).max(1e-300);
            for (&to, &cells) in row.kinds.iter().zip(&parts) {
                let cells = scaled(culture.rng, cells, share);
                if cells > 0 {
                    moved.push((culture.world.switched(culture.population, from, to), cells));
                }
            }
        }
        for &(to, cells) in &moved {
            culture.population.cells[to] += cells;
        }
        (self.split.switching, self.split.parts, self.split.moved) = (kinds, parts, moved);
    }

    /// What the middle of a step has to do to cells of kind `from`, so that with half a step of
    /// growth on either side the means are those of growth and switching together: the mean matrix
    /// `M = exp((G + Q) length)` with the growth of the two halves divided out.
    fn switching_row<W: World>(&mut self, world: &W, split: &[Kind], from: Kind, length: f64) -> SwitchingRow {
        let own = self.kind_step(world, from).branching.growth();
        let mut kinds = vec![from];
        // Growth above that of `from`, and flows, all times the step.
        let mut excess = vec![0.0];
        let mut flows: Vec<(usize, usize, f64)> = Vec::new();
        let mut next = 0;
        while next < kinds.len() {
            let kind = kinds[next];
            if split.contains(&kind) {
                let (targets, cumulative) = world.switches(kind);
                let mut before = 0.0;
                for (&to, &sum) in targets.iter().zip(cumulative) {
                    let index = kinds.iter().position(|&k| k == to).unwrap_or(kinds.len());
                    if index == kinds.len() {
                        kinds.push(to);
                        excess.push((self.kind_step(world, to).branching.growth() - own) * length);
                    }
                    flows.push((next, index, (sum - before) * length));
                    before = sum;
                }
            }
            next += 1;
        }
        let mut row = vec![0.0; kinds.len()];
        let mut term = vec![0.0; kinds.len()];
        let mut following = Vec::with_capacity(kinds.len());
        (row[0], term[0]) = (1.0, 1.0);
        // Power series of the matrix exponential; the step keeps its norm near one.
        for order in 1..=30 {
            following.clear();
            following.extend(term.iter().zip(&excess).map(|(t, e)| t * e / f64::from(order)));
            for &(i, j, rate) in &flows {
                let flow = term[i] * rate / f64::from(order);
                following[i] -= flow;
                following[j] += flow;
            }
            row.iter_mut().zip(&following).for_each(|(r, f)| *r += f);
            // Later terms fall faster still.
            if row.iter().zip(&following).all(|(r, f)| f.abs() <= 1e-15 * r.abs()) {
                break;
            }
            std::mem::swap(&mut term, &mut following);
        }
        let arrive = row
            .iter()
            .zip(&excess)
            .skip(1)
            .map(|(r, e)| (r * libm::exp(-0.5 * e)).max(0.0));
        SwitchingRow {
            stay: row[0].clamp(0.0, 1.0),
            arrive: arrive.collect(),
            kinds: kinds.split_off(1),
        }
    }
}

/// `cells` times a factor close to one, in the mean; none stays none.
fn scaled(rng: &mut Generator, cells: u64, factor: f64) -> u64 {
    if factor >= 1.0 {
        cells + poisson(rng, cells as f64 * (factor - 1.0))
    } else {
        binomial_pq(rng, cells, factor, 1.0 - factor)
    }
}

/// Mean changes of one kind in the middle of a step.
struct SwitchingRow {
    /// Share of cells that stay.
    stay: f64,
    /// Cells that arrive in each of `kinds`, per cell.
    arrive: Vec<f64>,
    kinds: Vec<Kind>,
}
