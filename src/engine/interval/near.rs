//! Close to a small watched size: watched kinds go event by event, the others wait for their next event.

use super::draws::{at_event, without_event};
use super::workspace::{Extinction, Interval};
use crate::engine::exact::{Advance, event};
use crate::engine::population::{Crowding, Kind, Population, World};
use crate::engine::threshold::Watch;
use crate::random::Generator;
use crate::sampling::{exponential, pick_cumulative, uniform};

impl Interval {
    /// Watched kinds go event by event; the others only have their next event drawn, and are
    /// brought up to date (given no event so far) when something touches them. Exact.
    pub(super) fn by_event<W: World>(
        &mut self,
        world: &mut W,
        population: &mut Population,
        crowding: &Crowding,
        (from, to): (f64, f64),
        watches: &mut [Watch],
        rng: &mut Generator,
    ) -> Advance {
        self.split.clear();
        self.new_rates();
        self.crowding = 0.0;
        self.extinctions.clear();
        let all = watches.iter().any(|w| w.close && w.kind.is_none()) || crowding.capacity.is_some();
        if all {
            return crate::engine::exact::advance(world, population, crowding, (from, to), watches, rng);
        }
        let watched_kinds: Vec<Kind> = watches.iter().filter(|w| w.close).filter_map(|w| w.kind).collect();
        let watched = |kind: Kind| watched_kinds.contains(&kind);
        let mut flags: Vec<bool> = Vec::new();
        let mut day = from;
        let mut last_death = from;
        while day < to {
            flags.clear();
            flags.extend(population.kinds.iter().map(|&k| watched(k)));
            let (next_day, next) = self.next_unwatched(world, population, &flags, (day, to), rng);
            let mut local = day;
            let mut touched = None;
            let mut met = None;
            while let Some((i, wait)) = next_watched(world, population, &flags, rng) {
                if local + wait >= next_day {
                    break;
                }
                local += wait;
                let gained = event(world, population, crowding, i, 0, local, rng);
                last_death = local;
                met = watches.iter().position(|w| w.met(population));
                if met.is_none() {
                    watches.iter_mut().for_each(|w| w.arm(population));
                }
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
        for (c, &flag) in flags.iter().enumerate() {
            if flag || population.cells[c] == 0 {
                continue;
            }
            let process = self.kind_step(world, population.kinds[c]).branching;
            if process.event <= 0.0 {
                continue;
            }
            let limit = next.0 - day;
            if let Some((wait, _)) = process.first_event(population.cells[c], -exponential(rng), limit) {
                next = (day + wait, Some(c));
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
        for (c, &flag) in flags.iter().enumerate() {
            if flag || population.cells[c] == 0 {
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
            let channel = pick_cumulative(rng, &world.channels(kind)[..rates.channels]);
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
