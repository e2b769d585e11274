//! Founding of many mutants by many cells within one step.
//!
//! The mother's count at the end of a stretch is drawn first. Between two drawn counts of at least
//! about [`GROUP_MIN`] cells her path is close to geometric, `n e^(rho s)` (the relative error of its
//! integral is of order the reciprocal of the count), and given the path founders are Poisson.
//! * Tracked channels: each founder has its own time.
//! * Pooled channels: the first founders have their own times; later ones, of which there are many,
//!   are drawn per bin of time at the bin's representative time, chosen so that the mean number of
//!   descendants is exact. Bins are so short that the variance is right to about the tolerance, and what founders found
//!   in turn late by an eighth of it.
//!
//! The path's own noise, of relative variance about `(b+d) / (|b-d| n)`, would add `m^2` times that to
//! the variance `m` of the number of founders: stretches are so short that this stays below the tolerance.

use super::bins::{Bins, Cut, GROUP_MIN, Path, cut_bins};
use super::draws::without_event;
use super::growth::leave;
use super::kind_step::KindStep;
use super::workspace::{Interval, Task};
use crate::engine::culture::Culture;
use crate::engine::population::{World, single};
use crate::model::branching::Branching;
use crate::sampling::{poisson, uniform};

/// Founders of a pooled channel that get their own times before binning starts.
const OWN_TIMES: f64 = 12.0;

/// Where mutants come from.
#[derive(Clone, Copy)]
struct Source {
    /// Of the mothers.
    compartment: usize,
    /// Mutation channel of their kind.
    channel: usize,
}

impl Interval {
    /// Longest stretch over which the path of so many cells may be taken as geometric and its own
    /// noise left out (see module docs). Noise comes in for a time of about `1 / |b-d|`, or, where that
    /// is longer, over the stretch, of which a twelfth is left once both ends are known.
    pub(super) fn longest_path(&self, process: &Branching, cells: u64) -> f64 {
        let turnover = (process.birth + process.death).max(1e-12);
        let growth = process.growth();
        let counts = self.tolerance() * growth.abs() / (turnover * process.event);
        let critical = libm::sqrt(12.0 * self.tolerance() / (turnover * process.event));
        let fewest = if growth < 0.0 { GROUP_MIN as f64 } else { cells as f64 };
        let wander = self.tolerance() * fewest / turnover;
        let geometric = if growth.abs() * wander >= 1.0 {
            f64::INFINITY
        } else {
            wander
        };
        counts.max(critical).min(geometric)
    }

    /// Founds mutants (and one-by-one switches) along a stretch of the mother's path; returns what
    /// she is at the end of the stretch, which is the end of the step unless she
    /// declines below [`GROUP_MIN`] before.
    pub(super) fn found_along<W: World>(&mut self, culture: &mut Culture<W>, task: Task, end: f64) -> Task {
        let kind = culture.population.kinds[task.compartment];
        let rates = self.kind_step(culture.world, kind);
        let mothers = rates.staying();
        let mut length = end - task.day;
        let growth = mothers.growth();
        length = length.min(self.longest_path(&rates.branching, task.cells));
        if growth < 0.0 {
            length = length.min(libm::log(task.cells as f64 / GROUP_MIN as f64) / -growth);
        }
        let stretch_end = if task.day + length >= end - 1e-12 {
            end
        } else {
            task.day + length
        };
        let cells = without_event(&mothers.after(length), task.cells, culture.rng);
        let rho = libm::log((cells.max(1)) as f64 / task.cells as f64) / length;
        let path = Path {
            day: task.day,
            cells: task.cells as f64,
            rho,
            length,
        };
        let mut few = Vec::new();
        let mut few_rate = 0.0;
        for channel in 0..rates.channels {
            let share = single(culture.world.channels(kind), channel);
            let rate = rates.birth * share;
            if rate * path.integral(length) <= 2.0 * OWN_TIMES || !culture.world.pooled(kind, channel) {
                few_rate += rate;
                few.push((channel, few_rate));
            } else {
                let source = Source {
                    compartment: task.compartment,
                    channel,
                };
                self.found_channel(culture, source, rate, &path, end);
            }
        }
        self.found_few(culture, task.compartment, &few, &path);
        self.leave_along(culture, task.compartment, &rates, &path);
        Task {
            cells,
            day: stretch_end,
            ..task
        }
    }

    /// Founders of channels (with cumulative rates) that bring few or that are tracked: each has a time of its own.
    fn found_few<W: World>(&mut self, culture: &mut Culture<W>, from: usize, channels: &[(usize, f64)], path: &Path) {
        let Some(&(_, total)) = channels.last() else { return };
        for _ in 0..poisson(culture.rng, total * path.integral(path.length)) {
            let at = uniform(culture.rng) * total;
            let (channel, _) = channels[channels.partition_point(|&(_, c)| c <= at).min(channels.len() - 1)];
            let source = Source {
                compartment: from,
                channel,
            };
            self.found_one(culture, source, path, path.length);
        }
    }

    /// One founder at its own time between the start of the path and `until`.
    fn found_one<W: World>(
        &mut self,
        culture: &mut Culture<W>,
        Source { compartment, channel }: Source,
        path: &Path,
        until: f64,
    ) {
        let day = path.day + path.time_at(uniform(culture.rng), until);
        let child = (culture.world).found(culture.population, compartment, channel, day, 1);
        self.add(child, 0);
        self.tasks.push(Task {
            compartment: child,
            cells: 1,
            day,
        });
    }

    /// Many founders of one pooled channel along a path.
    fn found_channel<W: World>(&mut self, culture: &mut Culture<W>, source: Source, rate: f64, path: &Path, end: f64) {
        let expected = rate * path.integral(path.length);
        let own_until = path.time_at(OWN_TIMES / expected, path.length);
        for _ in 0..poisson(culture.rng, OWN_TIMES) {
            self.found_one(culture, source, path, own_until);
        }
        self.found_in_bins(culture, source, rate, path, own_until, end);
    }

    /// Founders of a pooled channel after `first`, in bins.
    fn found_in_bins<W: World>(
        &mut self,
        culture: &mut Culture<W>,
        source: Source,
        rate: f64,
        path: &Path,
        first: f64,
        end: f64,
    ) {
        let Source {
            compartment: from,
            channel,
        } = source;
        let child = culture
            .world
            .found(culture.population, from, channel, path.day + first, 0);
        self.add(child, 0);
        let rates = self.kind_step(culture.world, culture.population.kinds[child]);
        let simple = rates.branching.event <= 0.0 && path.rho >= 0.0;
        let onward = match rates.branching.event > 0.0 {
            true => culture.world.ceiling().1.max(0.0),
            false => 0.0,
        };
        let bins = self.take_bins(Cut {
            process: rates.staying(),
            path: *path,
            first,
            end,
            onward,
        });
        let mut lost = 0.0;
        for bin in &bins.bins {
            if simple {
                let survivors = poisson(culture.rng, rate * bin.cell_days * bin.law.alive);
                lost += rate * bin.cell_days * bin.law.extinct;
                let pool = culture
                    .world
                    .found(culture.population, from, channel, bin.day, survivors);
                self.add(pool, survivors + bin.law.extra.sum(culture.rng, survivors));
            } else {
                let founders = poisson(culture.rng, rate * bin.cell_days);
                if founders > 0 {
                    let pool = culture
                        .world
                        .found(culture.population, from, channel, bin.day, founders);
                    self.add(pool, 0);
                    self.tasks.push(Task {
                        compartment: pool,
                        cells: founders,
                        day: bin.day,
                    });
                }
            }
        }
        if lost > 0.0 {
            let founders = poisson(culture.rng, lost);
            culture
                .world
                .found(culture.population, from, channel, path.day + path.length, founders);
        }
        self.bins = bins;
    }

    /// The bins for founders of a process along a path; kept, since many channels share them.
    fn take_bins(&mut self, cut: Cut) -> Bins {
        let mut known = std::mem::take(&mut self.bins);
        if known.cut != Some(cut) {
            known.cut = Some(cut);
            known.bins.clear();
            cut_bins(&cut, self.tolerance(), &mut known.bins);
        }
        known
    }

    /// The few switches and conversions along a path (frequent ones are split off).
    fn leave_along<W: World>(&mut self, culture: &mut Culture<W>, from: usize, rates: &KindStep, path: &Path) {
        for _ in 0..poisson(culture.rng, rates.leaving() * path.integral(path.length)) {
            let day = path.day + path.time_at(uniform(culture.rng), path.length);
            let gained = leave(culture, from, rates);
            self.begin(gained, day);
        }
    }
}
