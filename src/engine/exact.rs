//! The exact engine: every division, death, mutation and switch as one event (Gillespie 1977,
//! doi:10.1021/j100540a008). Slow and obvious; the oracle for the interval engine.

use super::population::{Crowding, Kind, Population, World};
use super::threshold::Watch;
use crate::random::Generator;
use crate::sampling::{exponential, pick_cumulative, uniform};

/// Where an advance ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Advance {
    /// The target day was reached.
    Reached,
    /// A watched size was met (index into the watches) on this day.
    Met(usize, f64),
    /// Nobody is left since this day.
    Extinct(f64),
}

/// Advances the whole population event by event from day `from` to day `to`. Rates that vary in time
/// are taken as constant over a tenth of the step that the interval engine may take.
pub fn advance<W: World>(
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
        let end = (day + 0.1 * world.steady_for(day)).min(to);
        world.prepare(population, day, end);
        match advance_steady(world, population, crowding, (day, end), watches, rng) {
            Advance::Reached => day = end,
            ended => return ended,
        }
    }
    Advance::Reached
}

/// Advances under constant rates.
fn advance_steady<W: World>(
    world: &mut W,
    population: &mut Population,
    crowding: &Crowding,
    (from, to): (f64, f64),
    watches: &mut [Watch],
    rng: &mut Generator,
) -> Advance {
    let mut day = from;
    let mut total = population.total();
    let mut rates: Vec<f64> = Vec::new();
    loop {
        rates.clear();
        let mut sum = 0.0;
        for i in 0..population.cells.len() {
            let n = population.cells[i] as f64;
            if n > 0.0 {
                let kind = world.rates(population.kinds[i]);
                let birth = crowding.birth(kind.birth, kind.death, total as f64);
                sum += n * (birth + kind.death + kind.switching);
            }
            rates.push(sum);
        }
        if sum <= 0.0 {
            return Advance::Reached;
        }
        day += exponential(rng) / sum;
        if day >= to {
            return Advance::Reached;
        }
        let i = pick_cumulative(rng, &rates);
        event(world, population, crowding, i, total, day, rng);
        total = population.total();
        if total == 0 {
            return Advance::Extinct(day);
        }
        if let Some(met) = watches.iter().position(|w| w.met(population)) {
            return Advance::Met(met, day);
        }
        watches.iter_mut().for_each(|w| w.arm(population));
    }
}

/// One event in compartment `i`: division, death or switch, in proportion to their rates.
/// Returns the compartment that gained a cell of another kind, if any.
pub(super) fn event<W: World>(
    world: &mut W,
    population: &mut Population,
    crowding: &Crowding,
    i: usize,
    total: u64,
    day: f64,
    rng: &mut Generator,
) -> Option<usize> {
    let kind: Kind = population.kinds[i];
    let rates = world.rates(kind);
    let birth = crowding.birth(rates.birth, rates.death, total as f64);
    let u = uniform(rng) * (birth + rates.death + rates.switching);
    if u < birth {
        if rates.mutation > 0.0 && uniform(rng) < rates.mutation {
            let channel = pick_cumulative(rng, world.channels(kind));
            let child = world.found(population, i, channel, day, 1);
            population.cells[child] += 1;
            return Some(child);
        }
        population.cells[i] += 1;
        None
    } else if u < birth + rates.death {
        population.cells[i] -= 1;
        None
    } else {
        let (kinds, cumulative) = world.switches(kind);
        let to = kinds[pick_cumulative(rng, cumulative)];
        let target = world.switched(population, i, to);
        population.cells[i] -= 1;
        population.cells[target] += 1;
        Some(target)
    }
}
