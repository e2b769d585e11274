//! The interval engine: exact birth-death transitions over whole intervals, whatever the number of
//! cells; mutants founded at their times inside the interval.
//!
//! A mutating division leaves the mother's count alone, so mothers are a birth-death process with
//! births `b(1-U)`, and mutants are a Poisson stream of intensity `b U N(t)` along it.
//! * *Few events expected*: the day of the next mutation or switch is drawn by inverting the
//!   probability of none; the count at that day is the size-biased law of the same process. Exact
//!   for any number of cells ([`Branching`]).
//! * *Many events expected from many cells*: the count at the end is drawn first, founders are
//!   Poisson along the geometric path between the two drawn ends, and founders of pooled channels
//!   are drawn in groups ([`super::founding`]).
//! * *Frequent switching and copy-number changes*: Strang splitting ([`super::splitting`]).
//! * *Crowding*: births lowered by the predicted mean of N/C ([`super::crowding`]).
//! * *Close to a small watched size*: watched kinds event by event ([`super::near`]).

use super::census::Alive;
use super::exact::Advance;
use super::founding::{Bins, GROUP_MIN};
use super::kind_step::{Known, Whole};
use super::population::{Crowding, Population, World};
use super::splitting::Split;
use super::threshold::{Horizon, Watch};
use crate::model::branching::{Branching, Transition, growth_integral};
use crate::random::Generator;
use crate::sampling::{binomial_pq, exponential, pick_cumulative, uniform};

/// Up to this many expected events per group of cells and stretch are drawn one by one.
const EVENTS_ONE_BY_ONE: f64 = 16.0;
/// Above this many expected frequent changes of a compartment per step they are split off.
pub(super) const SPLIT_ABOVE: f64 = 32.0;

/// Cells of one compartment that start at a day and are to be carried to the end of the step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Task {
    pub compartment: usize,
    pub cells: u64,
    pub day: f64,
}

/// Families that died out within the step, for the day of extinction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extinction {
    pub branching: Branching,
    pub founders: u64,
    pub day: f64,
    pub length: f64,
}

/// The engine's work space; reused between steps and replicates.
#[derive(Debug, Default)]
pub struct Interval {
    /// See [`super::Settings::tolerance`].
    tolerance: f64,
    pub(super) next: Vec<u64>,
    pub(super) tasks: Vec<Task>,
    /// Rates and laws per kind, worked out once per step.
    pub(super) known: Vec<Option<Known>>,
    pub(super) step_number: u64,
    pub(super) extinctions: Vec<Extinction>,
    /// Mean of N/C over the current step.
    pub(super) crowding: f64,
    pub(super) bins: Bins,
    /// What is split off in the current step.
    pub(super) split: Split,
    /// Who is alive at the start of the current step.
    pub(super) alive: Vec<Alive>,
    /// Place of each kind in `alive`.
    pub(super) alive_at: Vec<usize>,
}

impl Interval {
    pub fn new(tolerance: f64) -> Self {
        Self {
            tolerance,
            ..Self::default()
        }
    }

    pub(super) fn tolerance(&self) -> f64 {
        self.tolerance
    }

    /// Advances the whole population from day `from` to day `to`.
    pub fn advance<W: World>(
        &mut self,
        world: &mut W,
        population: &mut Population,
        crowding: &Crowding,
        (from, to): (f64, f64),
        watches: &mut [Watch],
        rng: &mut Generator,
    ) -> Advance {
        let mut day = from;
        if population.total() == 0 {
            return Advance::Extinct(from);
        }
        while day < to {
            let mut length = (to - day).min(world.steady_for(day));
            self.take_stock(world, population);
            length = self.crowding_step(world, crowding, length);
            length = self.choose_split(world, length);
            let mut by_event = false;
            for watch in watches.iter_mut() {
                let horizon = watch.horizon(world, population, length);
                watch.close = matches!(horizon, Horizon::ByEvent(_));
                by_event |= watch.close;
                let (Horizon::Step(h) | Horizon::ByEvent(h)) = horizon;
                length = length.min(h);
            }
            // A step that would leave a sliver takes the rest as well.
            let end = if to - day - length < 1e-9 * to.abs().max(1.0) {
                to
            } else {
                day + length
            };
            world.prepare(population, day, end);
            self.alive.iter_mut().for_each(|a| a.rates = world.rates(a.kind));
            if by_event {
                match self.by_event(world, population, crowding, (day, end), watches, rng) {
                    Advance::Reached => {}
                    ended => return ended,
                }
            } else {
                self.set_crowding(crowding, end - day);
                self.step(world, population, (day, end), rng);
                if population.total() == 0 {
                    return Advance::Extinct(self.extinction_day(day, rng));
                }
                if let Some(met) = watches.iter().position(|w| w.met(population)) {
                    return Advance::Met(met, end);
                }
            }
            watches.iter_mut().for_each(|w| w.arm(population));
            day = end;
        }
        Advance::Reached
    }

    /// One step: growth, or growth, switching, growth.
    fn step<W: World>(
        &mut self,
        world: &mut W,
        population: &mut Population,
        (day, end): (f64, f64),
        rng: &mut Generator,
    ) {
        self.extinctions.clear();
        self.new_rates();
        if self.split.is_empty() {
            self.grow(world, population, (day, end), rng);
        } else {
            let middle = day + 0.5 * (end - day);
            self.grow(world, population, (day, middle), rng);
            self.change_kinds(world, population, (middle, end - day), rng);
            self.grow(world, population, (middle, end), rng);
        }
    }

    /// Growth, death and founding of all compartments over one step.
    fn grow<W: World>(
        &mut self,
        world: &mut W,
        population: &mut Population,
        (day, end): (f64, f64),
        rng: &mut Generator,
    ) {
        self.next.clear();
        self.next.resize(population.cells.len(), 0);
        for compartment in 0..population.cells.len() {
            let cells = population.cells[compartment];
            if cells > 0 {
                self.tasks.push(Task {
                    compartment,
                    cells,
                    day,
                });
                while let Some(task) = self.tasks.pop() {
                    self.carry(world, population, task, (end - day, end), rng);
                }
            }
        }
        std::mem::swap(&mut population.cells, &mut self.next);
    }

    /// Carries one group of cells to the end of the step; what it founds becomes new tasks.
    fn carry<W: World>(
        &mut self,
        world: &mut W,
        population: &mut Population,
        task: Task,
        (length, end): (f64, f64),
        rng: &mut Generator,
    ) {
        let Task {
            compartment,
            mut cells,
            mut day,
        } = task;
        let kind = population.kinds[compartment];
        let rates = self.kind_step(world, kind);
        let process = rates.branching;
        let whole = self.whole(kind, &process, length);
        // Many events are only looked for anew when the cells have grown since.
        let mut checked = 0;
        while cells > 0 {
            let left = end - day;
            if process.event <= 0.0 {
                self.finish(compartment, (&process, &whole), cells, day, left, rng);
                return;
            }
            if cells >= 2 * GROUP_MIN && cells > checked + checked / 2 {
                checked = cells;
                let stretch = left.min(self.longest_path(&process, cells));
                let cell_days = if stretch == whole.length {
                    whole.cell_days
                } else {
                    growth_integral(process.growth(), stretch)
                };
                let expected = process.event * cells as f64 * cell_days;
                if expected > EVENTS_ONE_BY_ONE {
                    let group = Task {
                        compartment,
                        cells,
                        day,
                    };
                    (cells, day) = self.found_along(world, population, group, end, rng);
                    if day >= end {
                        self.add(compartment, cells);
                        return;
                    }
                    checked = 0;
                    continue;
                }
            }
            // P(no event) is at least e^(-expected number) (Jensen), which settles most draws.
            let drawn = exponential(rng);
            let next = if drawn > process.event * cells as f64 * whole.cell_days {
                None
            } else {
                process.first_event(cells, -drawn, left)
            };
            let Some((wait, law)) = next else {
                self.finish(compartment, (&process, &whole), cells, day, left, rng);
                return;
            };
            day += wait;
            cells = at_event(&law, cells, rng);
            let mutates = rates.switch_rate <= 0.0 || uniform(rng) * process.event < rates.mutation_rate;
            let target = if mutates {
                let channel = pick_cumulative(rng, &world.channels(kind)[..rates.channels]);
                world.found(population, compartment, channel, day, 1)
            } else {
                cells -= 1;
                let (kinds, cumulative) = world.switches(kind);
                let to = kinds[pick_cumulative(rng, cumulative)];
                world.switched(population, compartment, to)
            };
            self.add(target, 0);
            self.tasks.push(Task {
                compartment: target,
                cells: 1,
                day,
            });
        }
    }

    /// The count at the end of the step for cells without a further event.
    #[inline]
    fn finish(
        &mut self,
        compartment: usize,
        (process, whole): (&Branching, &Whole),
        cells: u64,
        day: f64,
        left: f64,
        rng: &mut Generator,
    ) {
        let law = if left == whole.length {
            whole.law
        } else {
            process.after(left)
        };
        let survivors = without_event(&law, cells, rng);
        if survivors == 0 {
            self.extinctions.push(Extinction {
                branching: *process,
                founders: cells,
                day,
                length: left,
            });
        }
        self.add(compartment, survivors);
    }

    /// Adds cells to a compartment's count at the end of the step; makes room for new compartments.
    #[inline]
    pub(super) fn add(&mut self, compartment: usize, cells: u64) {
        if compartment >= self.next.len() {
            self.next.resize(compartment + 1, 0);
        }
        self.next[compartment] = (self.next[compartment] + cells).min(crate::units::MAX_CELLS);
    }

    /// The day on which the last family died, given that none lives at the end of the step.
    pub(super) fn extinction_day(&mut self, start: f64, rng: &mut Generator) -> f64 {
        let mut last = start;
        for i in 0..self.extinctions.len() {
            let Extinction {
                branching,
                founders,
                day,
                length,
            } = self.extinctions[i];
            last = last.max(day + branching.extinction_day(founders, length, -exponential(rng)));
        }
        last
    }
}

/// Cells after a time without an event: binomial survivors, each with a geometric family.
#[inline]
pub(super) fn without_event(law: &Transition, cells: u64, rng: &mut Generator) -> u64 {
    let none = 1.0 - law.event;
    let survivors = binomial_pq(rng, cells, law.alive / none, law.extinct / none);
    survivors + law.extra.sum(rng, survivors)
}

/// Cells at the moment of the first event (before it acts): the family in which it happens is
/// size-biased (two geometric terms), the others are as without an event.
#[inline]
pub(super) fn at_event(law: &Transition, cells: u64, rng: &mut Generator) -> u64 {
    let none = 1.0 - law.event;
    let others = binomial_pq(rng, cells - 1, law.alive / none, law.extinct / none);
    others + 1 + law.extra.sum(rng, others + 2)
}
