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
//! * *Frequent switching*: Strang splitting, growth over half a step, switching, growth over the
//!   other half, with the switching rate corrected so that class means are right to second order.
//! * *Crowding*: births lowered by the predicted mean of N/C over a step in which it moves little.

use super::exact::{Advance, event};
use super::founding::GROUP_MIN;
use super::population::{Crowding, Kind, KindRates, Population, World};
use super::threshold::{Horizon, Watch};
use crate::model::branching::{Branching, Transition, growth_integral};
use crate::random::Generator;
use crate::sampling::{binomial_pq, exponential, multinomial, pick_cumulative, uniform};

/// Up to this many expected events per compartment and step are drawn one by one.
const EVENTS_ONE_BY_ONE: f64 = 64.0;
/// Above this many expected switches per kind and step switching is split off.
const SWITCHES_ONE_BY_ONE: f64 = 32.0;

/// Rates of a kind during one growth step, crowding included.
#[derive(Debug, Clone, Copy)]
pub(super) struct KindStep {
    /// Mothers: births without mutants, deaths, and marked events (mutations, one-by-one switches).
    pub branching: Branching,
    /// All divisions.
    pub birth: f64,
    pub mutation_rate: f64,
    pub switch_rate: f64,
}

/// Cells of one compartment that start at a day and are to be carried to the end of the step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Task {
    pub compartment: usize,
    pub cells: u64,
    pub day: f64,
}

/// Families that died out within the step, for the day of extinction.
#[derive(Debug, Clone, Copy)]
struct Extinction {
    branching: Branching,
    founders: u64,
    day: f64,
    length: f64,
}

/// The engine's work space; reused between steps and replicates.
#[derive(Debug, Default)]
pub struct Interval {
    /// See [`super::Settings::tolerance`].
    tolerance: f64,
    pub(super) next: Vec<u64>,
    pub(super) tasks: Vec<Task>,
    steps: Vec<Option<KindStep>>,
    extinctions: Vec<Extinction>,
    /// Mean of N/C over the current step.
    crowding: f64,
    /// Kinds whose switching is split off in the current step.
    split: Vec<Kind>,
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
            let mut length = to - day;
            length = self.crowding_step(world, population, crowding, length);
            length = self.switching_step(world, population, length);
            let mut by_event = None;
            for watch in watches.iter() {
                match watch.horizon(world, population, length) {
                    Horizon::Step(h) => length = length.min(h),
                    Horizon::ByEvent(h) => {
                        length = length.min(h);
                        by_event = Some(());
                    }
                }
            }
            // A step that would leave a sliver takes the rest as well.
            let end = if to - day - length < 1e-9 * to.abs().max(1.0) {
                to
            } else {
                day + length
            };
            if by_event.is_some() {
                match self.by_event(world, population, crowding, (day, end), watches, rng) {
                    Advance::Reached => {}
                    ended => return ended,
                }
            } else {
                self.set_crowding(world, population, crowding, end - day);
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
        self.steps.clear();
        if self.split.is_empty() {
            self.grow(world, population, (day, end), rng);
        } else {
            let middle = day + 0.5 * (end - day);
            self.grow(world, population, (day, middle), rng);
            self.redistribute(world, population, end - day, rng);
            self.extinctions.clear();
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
                    self.carry(world, population, task, end, rng);
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
        end: f64,
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
        while cells > 0 {
            let left = end - day;
            if process.event <= 0.0 {
                self.finish(compartment, &process, cells, day, left, rng);
                return;
            }
            let expected = process.event * cells as f64 * growth_integral(process.growth(), left);
            if expected > EVENTS_ONE_BY_ONE && cells >= 2 * GROUP_MIN {
                (cells, day) = self.found_along(
                    world,
                    population,
                    Task {
                        compartment,
                        cells,
                        day,
                    },
                    end,
                    rng,
                );
                if day >= end {
                    self.add(compartment, cells);
                    return;
                }
                continue;
            }
            let first = process.first_event(cells, libm::log(uniform(rng)));
            let Some(wait) = first.filter(|&wait| wait < left) else {
                self.finish(compartment, &process, cells, day, left, rng);
                return;
            };
            let law = process.after(wait);
            day += wait;
            cells = at_event(&law, cells, rng);
            let mutates = rates.switch_rate <= 0.0 || uniform(rng) * process.event < rates.mutation_rate;
            let target = if mutates {
                let channel = pick_cumulative(rng, world.channels(kind));
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
        process: &Branching,
        cells: u64,
        day: f64,
        left: f64,
        rng: &mut Generator,
    ) {
        let law = process.after(left);
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

    /// Rates of a kind in this step, made once.
    pub(super) fn kind_step<W: World>(&mut self, world: &W, kind: Kind) -> KindStep {
        let index = kind as usize;
        if index >= self.steps.len() {
            self.steps.resize(index + 1, None);
        }
        let (crowding, split) = (self.crowding, &self.split);
        *self.steps[index].get_or_insert_with(|| {
            let KindRates {
                birth,
                death,
                mutation,
                switching,
            } = world.rates(kind);
            let birth = (birth - (birth - death).max(0.0) * crowding).max(0.0);
            let switch_rate = if split.contains(&kind) { 0.0 } else { switching };
            let mutation_rate = birth * mutation;
            KindStep {
                branching: Branching::new(birth - mutation_rate, death, mutation_rate + switch_rate),
                birth,
                mutation_rate,
                switch_rate,
            }
        })
    }

    /// The day on which the last family died, given that none lives at the end of the step.
    fn extinction_day(&mut self, start: f64, rng: &mut Generator) -> f64 {
        let mut last = start;
        for i in 0..self.extinctions.len() {
            let Extinction {
                branching,
                founders,
                day,
                length,
            } = self.extinctions[i];
            last = last.max(day + branching.extinction_day(founders, length, libm::log(uniform(rng))));
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
fn at_event(law: &Transition, cells: u64, rng: &mut Generator) -> u64 {
    let none = 1.0 - law.event;
    let others = binomial_pq(rng, cells - 1, law.alive / none, law.extinct / none);
    others + 1 + law.extra.sum(rng, others + 2)
}

/// Crowding.
impl Interval {
    /// Net growth of the total per cell and day at a given N/C.
    fn total_growth<W: World>(world: &W, population: &Population, crowding: f64) -> f64 {
        let (mut change, mut total) = (0.0, 0.0);
        for (&kind, &cells) in population.kinds.iter().zip(&population.cells) {
            if cells > 0 {
                let rates = world.rates(kind);
                let birth = (rates.birth - (rates.birth - rates.death).max(0.0) * crowding).max(0.0);
                change += cells as f64 * (birth - rates.death);
                total += cells as f64;
            }
        }
        change / total.max(1.0)
    }

    /// Longest step over which N/C moves by at most ten times the tolerance (less for few cells,
    /// whose growth is uncertain), and which resolves the relaxation to the plateau.
    fn crowding_step<W: World>(&self, world: &W, population: &Population, crowding: &Crowding, longest: f64) -> f64 {
        let Some(capacity) = crowding.capacity else {
            return longest;
        };
        let total = population.total() as f64;
        let start = total / capacity;
        let growth = Self::total_growth(world, population, start);
        let (birth, fastest) = world.ceiling();
        let noise = libm::sqrt(2.0 * birth / (fastest.max(1e-3) * total));
        let change = 10.0 * self.tolerance / (1.0 + 10.0 * noise);
        let mut length = longest;
        let speed = growth.abs().max(1e-12);
        length = length.min(libm::log1p(change / start) / speed);
        // Kinds that are rare now may take over within a long step.
        length = length.min(libm::log1p(change / start).max(1.0) / fastest.max(1e-12));
        if start > 0.2 {
            length = length.min(0.5 / fastest.max(1e-12));
        }
        length.max(1e-4).min(longest)
    }

    /// Predicts the mean of N/C over a step of `length` days (midpoint rule on the growth rate).
    fn set_crowding<W: World>(&mut self, world: &W, population: &Population, crowding: &Crowding, length: f64) {
        let Some(capacity) = crowding.capacity else {
            self.crowding = 0.0;
            return;
        };
        let start = population.total() as f64 / capacity;
        let growth = Self::total_growth(world, population, start);
        let middle = start * libm::exp(0.5 * growth * length);
        let growth = Self::total_growth(world, population, middle);
        self.crowding = start * growth_integral(growth, length) / length;
    }
}

/// Switching.
impl Interval {
    /// Decides which kinds' switching is split off in a step of at most `longest` days, and returns
    /// a step short enough for the splitting.
    fn switching_step<W: World>(&mut self, world: &W, population: &Population, longest: f64) -> f64 {
        self.split.clear();
        let mut length = longest;
        let mut fastest = 0.0f64;
        for (&kind, &cells) in population.kinds.iter().zip(&population.cells) {
            let rates = world.rates(kind);
            if cells == 0 || rates.switching <= 0.0 {
                continue;
            }
            let expected = rates.switching * cells as f64 * growth_integral(rates.birth - rates.death, longest);
            if expected > SWITCHES_ONE_BY_ONE && !self.split.contains(&kind) {
                self.split.push(kind);
                let own = rates.birth - rates.death;
                fastest = fastest.max(rates.switching);
                for &to in world.switches(kind).0 {
                    let other = world.rates(to);
                    fastest = fastest
                        .max((other.birth - other.death - own).abs())
                        .max(other.switching);
                }
            }
        }
        if fastest > 0.0 {
            length = length.min(3.0 * libm::sqrt(self.tolerance) / fastest);
        }
        length
    }

    /// Moves cells between kinds for the split kinds, as one step of `length` days, by the exact
    /// transition probabilities of the switching process.
    fn redistribute<W: World>(&mut self, world: &mut W, population: &mut Population, length: f64, rng: &mut Generator) {
        let rows: Vec<Vec<(Kind, f64)>> = (0..self.split.len())
            .map(|i| self.switching_row(world, self.split[i], length))
            .collect();
        let mut moved: Vec<(usize, u64)> = Vec::new();
        for from in 0..population.cells.len() {
            let Some(row) = self.split.iter().position(|&k| k == population.kinds[from]) else {
                continue;
            };
            let away = &rows[row];
            if population.cells[from] == 0 {
                continue;
            }
            let weights: Vec<f64> = away.iter().map(|&(_, p)| p).collect();
            let leave: f64 = weights.iter().sum();
            let leaving = binomial_pq(rng, population.cells[from], leave, 1.0 - leave);
            let mut parts = vec![0; weights.len()];
            multinomial(rng, leaving, &weights, &mut parts);
            population.cells[from] -= leaving;
            for (&(to, _), &cells) in away.iter().zip(&parts) {
                if cells > 0 {
                    moved.push((world.switched(population, from, to), cells));
                }
            }
        }
        for (to, cells) in moved {
            population.cells[to] += cells;
        }
    }

    /// Probabilities that a cell of kind `from` is of another kind after `length` days of switching
    /// alone (power series of the matrix exponential; the step keeps its norm below one). Each rate
    /// is multiplied by sinh(x)/x, x = (growth difference) length / 2, which makes the mean founded
    /// by first-order switching exact for growth on either side.
    fn switching_row<W: World>(&mut self, world: &W, from: Kind, length: f64) -> Vec<(Kind, f64)> {
        let mut kinds = vec![from];
        let mut flows: Vec<(usize, usize, f64)> = Vec::new();
        let mut next = 0;
        while next < kinds.len() {
            let kind = kinds[next];
            if self.split.contains(&kind) {
                let own = self.kind_step(world, kind).branching.growth();
                let (targets, cumulative) = world.switches(kind);
                let mut before = 0.0;
                for (&to, &sum) in targets.iter().zip(cumulative) {
                    let x = 0.5 * length * (self.kind_step(world, to).branching.growth() - own);
                    let stretch = if x.abs() < 1e-6 { 1.0 } else { libm::sinh(x) / x };
                    let index = kinds.iter().position(|&k| k == to).unwrap_or(kinds.len());
                    if index == kinds.len() {
                        kinds.push(to);
                    }
                    flows.push((next, index, (sum - before) * length * stretch));
                    before = sum;
                }
            }
            next += 1;
        }
        let mut row = vec![0.0; kinds.len()];
        let mut term = vec![0.0; kinds.len()];
        (row[0], term[0]) = (1.0, 1.0);
        for order in 1..=24 {
            let mut following = vec![0.0; kinds.len()];
            for &(i, j, rate) in &flows {
                let flow = term[i] * rate / f64::from(order);
                following[i] -= flow;
                following[j] += flow;
            }
            row.iter_mut().zip(&following).for_each(|(r, f)| *r += f);
            term = following;
        }
        kinds.into_iter().zip(row).skip(1).filter(|&(_, p)| p > 0.0).collect()
    }
}

/// Close to a small watched size.
impl Interval {
    /// Watched kinds go event by event; the others only have their next event drawn, and are
    /// brought up to date (given no event so far) when something touches them. Exact.
    fn by_event<W: World>(
        &mut self,
        world: &mut W,
        population: &mut Population,
        crowding: &Crowding,
        (from, to): (f64, f64),
        watches: &mut [Watch],
        rng: &mut Generator,
    ) -> Advance {
        self.split.clear();
        self.steps.clear();
        self.crowding = 0.0;
        self.extinctions.clear();
        let all = watches.iter().any(|w| w.kind.is_none()) || crowding.capacity.is_some();
        if all {
            return super::exact::advance(world, population, crowding, (from, to), watches, rng);
        }
        let watched = |kind: Kind| watches_kind(watches, kind);
        let is_watched: Vec<bool> = Vec::new();
        let mut flags = is_watched;
        let mut day = from;
        let mut last_death = from;
        while day < to {
            flags.clear();
            flags.extend(population.kinds.iter().map(|&k| watched(k)));
            let (next_day, next) = self.next_unwatched(world, population, &flags, (day, to), rng);
            let mut local = day;
            let mut touched = None;
            let mut met = None;
            loop {
                let Some((i, wait)) = next_watched(world, population, &flags, rng) else {
                    break;
                };
                if local + wait >= next_day {
                    break;
                }
                local += wait;
                let gained = event(world, population, crowding, i, 0, local, rng);
                last_death = local;
                met = watches.iter().position(|w| w.met(population));
                touched = gained.filter(|&c| !flags.get(c).copied().unwrap_or_else(|| watched(population.kinds[c])));
                if met.is_some() || touched.is_some() || gained.is_some_and(|c| c >= flags.len()) {
                    break;
                }
            }
            let stopped = met.is_some() || touched.is_some() || population.cells.len() > flags.len();
            let sync = if stopped { local } else { next_day };
            if let Some(c) = touched {
                population.cells[c] -= 1;
            }
            self.synchronise(
                world,
                population,
                &flags,
                (day, sync),
                if stopped { None } else { next },
                rng,
            );
            if let Some(c) = touched {
                population.cells[c] += 1;
            }
            day = sync;
            if population.total() == 0 {
                return Advance::Extinct(self.extinction_day(last_death, rng).min(to));
            }
            met = met.or_else(|| watches.iter().position(|w| w.met(population)));
            if let Some(met) = met {
                return Advance::Met(met, day);
            }
        }
        Advance::Reached
    }

    /// Day and compartment of the next event among unwatched kinds, `to` if there is none before.
    fn next_unwatched<W: World>(
        &mut self,
        world: &W,
        population: &Population,
        flags: &[bool],
        (day, to): (f64, f64),
        rng: &mut Generator,
    ) -> (f64, Option<usize>) {
        let mut next = (to, None);
        for c in 0..population.cells.len() {
            if flags[c] || population.cells[c] == 0 {
                continue;
            }
            let process = self.kind_step(world, population.kinds[c]).branching;
            if process.event <= 0.0 {
                continue;
            }
            if let Some(wait) = process.first_event(population.cells[c], libm::log(uniform(rng))) {
                if day + wait < next.0 {
                    next = (day + wait, Some(c));
                }
            }
        }
        next
    }

    /// Brings unwatched compartments from `day` to `sync` without an event, except the one whose
    /// event happens at `sync`.
    fn synchronise<W: World>(
        &mut self,
        world: &mut W,
        population: &mut Population,
        flags: &[bool],
        (day, sync): (f64, f64),
        acting: Option<usize>,
        rng: &mut Generator,
    ) {
        for c in 0..flags.len() {
            if flags[c] || population.cells[c] == 0 {
                continue;
            }
            let process = self.kind_step(world, population.kinds[c]).branching;
            let law = process.after(sync - day);
            let before = population.cells[c];
            population.cells[c] = if acting == Some(c) {
                at_event(&law, before, rng)
            } else {
                without_event(&law, before, rng)
            };
            if population.cells[c] == 0 {
                self.extinctions.push(Extinction {
                    branching: process,
                    founders: before,
                    day,
                    length: sync - day,
                });
            }
        }
        let Some(c) = acting else { return };
        let kind = population.kinds[c];
        let rates = self.kind_step(world, kind);
        if uniform(rng) * rates.branching.event < rates.mutation_rate {
            let channel = pick_cumulative(rng, world.channels(kind));
            let child = world.found(population, c, channel, sync, 1);
            population.cells[child] += 1;
        } else {
            let (kinds, cumulative) = world.switches(kind);
            let to = kinds[pick_cumulative(rng, cumulative)];
            let target = world.switched(population, c, to);
            population.cells[c] -= 1;
            population.cells[target] += 1;
        }
    }
}

fn watches_kind(watches: &[Watch], kind: Kind) -> bool {
    watches.iter().any(|w| w.kind == Some(kind))
}

/// Compartment and waiting time of the next event among watched kinds; `None` if nothing can happen.
fn next_watched<W: World>(
    world: &W,
    population: &Population,
    flags: &[bool],
    rng: &mut Generator,
) -> Option<(usize, f64)> {
    let mut cumulative = Vec::with_capacity(flags.len());
    let mut sum = 0.0;
    for (c, &flag) in flags.iter().enumerate() {
        if flag && population.cells[c] > 0 {
            let rates = world.rates(population.kinds[c]);
            sum += population.cells[c] as f64 * (rates.birth + rates.death + rates.switching);
        }
        cumulative.push(sum);
    }
    (sum > 0.0).then(|| (pick_cumulative(rng, &cumulative), exponential(rng) / sum))
}
