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
//! What remains, the shape of what grows from cells that changed early or late, is of second order in
//! growth times step; the tolerance bounds the step against every growth rate involved.

use super::census::Alive;
use super::interval::{Interval, SPLIT_ABOVE};
use super::population::{Kind, Population, World};
use crate::model::branching::growth_integral;
use crate::random::Generator;
use crate::sampling::{binomial_pq, multinomial, poisson};

/// What is split off in the current step.
#[derive(Debug, Default)]
pub(super) struct Split {
    /// Kinds whose switching is split off.
    pub switching: Vec<Kind>,
    /// Kinds whose frequent channels are split off.
    pub founding: Vec<Kind>,
}

impl Split {
    pub fn is_empty(&self) -> bool {
        self.switching.is_empty() && self.founding.is_empty()
    }

    pub fn clear(&mut self) {
        self.switching.clear();
        self.founding.clear();
    }
}

/// `sinh(x) / x`.
fn stretch(x: f64) -> f64 {
    if x.abs() < 1e-6 { 1.0 } else { libm::sinh(x) / x }
}

impl Interval {
    /// Decides what is split off in a step of at most `longest` days, and returns a step short
    /// enough for the splitting.
    pub(super) fn choose_split<W: World>(&mut self, world: &W, longest: f64) -> f64 {
        self.split.clear();
        let mut fastest = 0.0f64;
        for &Alive {
            kind, largest, rates, ..
        } in &self.alive
        {
            let own = rates.birth - rates.death;
            let cell_days = largest as f64 * growth_integral(own, longest);
            if rates.switching * cell_days > SPLIT_ABOVE {
                self.split.switching.push(kind);
                fastest = fastest.max(rates.switching).max(own.abs());
                for &to in world.switches(kind).0 {
                    let other = world.rates(to);
                    fastest = fastest.max((other.birth - other.death).abs()).max(other.switching);
                }
            }
            let frequent = rates.mutation - world.rare_mutation(kind);
            if rates.birth * frequent * cell_days > SPLIT_ABOVE {
                self.split.founding.push(kind);
                fastest = fastest.max(rates.birth * frequent).max(world.steepest());
            }
        }
        if fastest > 0.0 {
            longest.min(3.0 * libm::sqrt(self.tolerance()) / fastest)
        } else {
            longest
        }
    }

    /// All split-off changes over a step of `length` days around `day`.
    pub(super) fn change_kinds<W: World>(
        &mut self,
        world: &mut W,
        population: &mut Population,
        (day, length): (f64, f64),
        rng: &mut Generator,
    ) {
        if !self.split.founding.is_empty() {
            // Up and down again, so that chains of foundings within a step come out to second order.
            for i in 0..population.cells.len() {
                self.found_frequent(world, population, i, (day, 0.5 * length), rng);
            }
        }
        if !self.split.switching.is_empty() {
            self.redistribute(world, population, length, rng);
        }
        if !self.split.founding.is_empty() {
            for i in (0..population.cells.len()).rev() {
                self.found_frequent(world, population, i, (day, 0.5 * length), rng);
            }
        }
    }

    /// Founders by the frequent channels of one compartment. The mother's count stays.
    fn found_frequent<W: World>(
        &mut self,
        world: &mut W,
        population: &mut Population,
        from: usize,
        (day, length): (f64, f64),
        rng: &mut Generator,
    ) {
        let kind = population.kinds[from];
        if population.cells[from] == 0 || !self.split.founding.contains(&kind) {
            return;
        }
        let rates = self.kind_step(world, kind);
        let own = rates.branching.growth();
        for channel in world.rare_channels(kind)..world.channels(kind).len() {
            let cumulative = world.channels(kind);
            let share = cumulative[channel] - if channel == 0 { 0.0 } else { cumulative[channel - 1] };
            let expected = rates.birth * share * population.cells[from] as f64 * length;
            let child = world.found(population, from, channel, day, 0);
            let growth = self.kind_step(world, population.kinds[child]).branching.growth();
            let cells = poisson(rng, expected * stretch(length * (growth - own)));
            // Founders are counted by the mother's integral, which is not quite what her count in
            // the middle and the descendants' mean ask for.
            let counted = stretch(length * own) / stretch(length * (growth - own));
            let founders = if counted >= 1.0 {
                cells + poisson(rng, cells as f64 * (counted - 1.0))
            } else {
                binomial_pq(rng, cells, counted, 1.0 - counted)
            };
            if cells > 0 {
                let child = world.found(population, from, channel, day, founders);
                population.cells[child] += cells;
            }
        }
    }

    /// Moves cells between kinds whose switching is split off. What arrives may differ by a trifle
    /// (of second order) from what leaves, since either has to have its exact mean.
    fn redistribute<W: World>(&mut self, world: &mut W, population: &mut Population, length: f64, rng: &mut Generator) {
        let kinds = std::mem::take(&mut self.split.switching);
        let rows: Vec<SwitchingRow> = kinds
            .iter()
            .map(|&kind| self.switching_row(world, &kinds, kind, length))
            .collect();
        let mut moved: Vec<(usize, u64)> = Vec::new();
        for from in 0..population.cells.len() {
            let Some(row) = kinds.iter().position(|&k| k == population.kinds[from]) else {
                continue;
            };
            let row = &rows[row];
            if population.cells[from] == 0 {
                continue;
            }
            let leaving = binomial_pq(rng, population.cells[from], 1.0 - row.stay, row.stay);
            population.cells[from] -= leaving;
            let mut parts = vec![0; row.arrive.len()];
            multinomial(rng, leaving, &row.arrive, &mut parts);
            let arriving: f64 = row.arrive.iter().sum();
            let share = arriving / (1.0 - row.stay).max(1e-300);
            for (&to, &cells) in row.kinds.iter().zip(&parts) {
                let cells = if share >= 1.0 {
                    cells + poisson(rng, cells as f64 * (share - 1.0))
                } else {
                    binomial_pq(rng, cells, share, 1.0 - share)
                };
                if cells > 0 {
                    moved.push((world.switched(population, from, to), cells));
                }
            }
        }
        for (to, cells) in moved {
            population.cells[to] += cells;
        }
        self.split.switching = kinds;
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
        (row[0], term[0]) = (1.0, 1.0);
        // Power series of the matrix exponential; the step keeps its norm near one.
        for order in 1..=30 {
            let mut following: Vec<f64> = term
                .iter()
                .zip(&excess)
                .map(|(t, e)| t * e / f64::from(order))
                .collect();
            for &(i, j, rate) in &flows {
                let flow = term[i] * rate / f64::from(order);
                following[i] -= flow;
                following[j] += flow;
            }
            row.iter_mut().zip(&following).for_each(|(r, f)| *r += f);
            // Later terms fall faster still.
            if row.iter().zip(&following).all(|(r, f)| f.abs() <= 1e-17 * r.abs()) {
                break;
            }
            term = following;
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

/// Mean changes of one kind in the middle of a step.
struct SwitchingRow {
    /// Share of cells that stay.
    stay: f64,
    /// Cells that arrive in each of `kinds`, per cell.
    arrive: Vec<f64>,
    kinds: Vec<Kind>,
}
