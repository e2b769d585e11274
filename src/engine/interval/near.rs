//! Close to a small watched size: watched kinds go event by event, the others wait for their next event.

use super::draws::{at_event, without_event};
use super::growth::leave;
use super::workspace::{Extinction, Interval};
use crate::engine::culture::{Culture, Span};
use crate::engine::exact::{Advance, event};
use crate::engine::population::{Kind, World};
use crate::engine::threshold::Watch;
use crate::sampling::{exponential, pick_cumulative, uniform};

/// The next event among unwatched kinds.
struct Next {
    day: f64,
    /// Where it happens, if one does.
    compartment: Option<usize>,
}

/// The next event among watched kinds.
struct Waiting {
    compartment: usize,
    /// Until then.
    days: f64,
}

impl Interval {
    /// Watched kinds go event by event; the others only have their next event drawn, and are
    /// brought up to date (given no event so far) when something touches them. Exact.
    pub(super) fn by_event<W: World>(
        &mut self,
        culture: &mut Culture<W>,
        span: Span,
        watches: &mut [Watch],
    ) -> Advance {
        self.split.clear();
        self.new_rates();
        self.crowding = 0.0;
        self.extinctions.clear();
        let all = watches.iter().any(|w| w.close && w.kind.is_none()) || culture.crowding.capacity.is_some();
        if all {
            return crate::engine::exact::advance(culture, span, watches);
        }
        let watched_kinds: Vec<Kind> = watches.iter().filter(|w| w.close).filter_map(|w| w.kind).collect();
        let watched = |kind: Kind| watched_kinds.contains(&kind);
        let mut flags: Vec<bool> = Vec::new();
        let mut day = span.from;
        let mut last_death = span.from;
        while day < span.to {
            flags.clear();
            flags.extend(culture.population.kinds.iter().map(|&k| watched(k)));
            let next = self.next_unwatched(culture, &flags, Span::new(day, span.to));
            let mut local = day;
            let mut touched = [None; 2];
            let mut met = None;
            while let Some(Waiting { compartment, days }) = next_watched(culture, &flags) {
                if local + days >= next.day {
                    break;
                }
                local += days;
                let gained = event(culture, compartment, 0, local);
                last_death = local;
                met = watches.iter().position(|w| w.met(culture.population));
                if met.is_none() {
                    watches.iter_mut().for_each(|w| w.arm(culture.population));
                }
                let kinds = &culture.population.kinds;
                let is_watched = |c: usize| flags.get(c).copied().unwrap_or_else(|| watched(kinds[c]));
                touched = gained.map(|gained| gained.filter(|&c| !is_watched(c)));
                let new = gained.iter().flatten().any(|&c| c >= flags.len());
                if met.is_some() || touched != [None; 2] || new {
                    break;
                }
            }
            let stopped = met.is_some() || touched != [None; 2] || culture.population.cells.len() > flags.len();
            let sync = if stopped { local } else { next.day };
            (touched.iter().flatten()).for_each(|&c: &usize| culture.population.cells[c] -= 1);
            let acting = if stopped { None } else { next.compartment };
            self.synchronise(culture, &flags, Span::new(day, sync), acting);
            (touched.iter().flatten()).for_each(|&c| culture.population.cells[c] += 1);
            day = sync;
            if culture.population.total() == 0 {
                return Advance::Extinct(self.extinction_day(last_death, culture.rng).min(span.to));
            }
            met = met.or_else(|| watches.iter().position(|w| w.met(culture.population)));
            if let Some(met) = met {
                return Advance::Met(met, day);
            }
        }
        Advance::Reached
    }

    /// The next event among unwatched kinds; the end of the span if there is none before.
    fn next_unwatched<W: World>(&mut self, culture: &mut Culture<W>, flags: &[bool], span: Span) -> Next {
        let mut next = Next {
            day: span.to,
            compartment: None,
        };
        for (c, &flag) in flags.iter().enumerate() {
            if flag || culture.population.cells[c] == 0 {
                continue;
            }
            let process = self.kind_step(culture.world, culture.population.kinds[c]).branching;
            if process.event <= 0.0 {
                continue;
            }
            let limit = next.day - span.from;
            if let Some((wait, _)) = process.first_event(culture.population.cells[c], -exponential(culture.rng), limit)
            {
                next = Next {
                    day: span.from + wait,
                    compartment: Some(c),
                };
            }
        }
        next
    }

    /// Brings unwatched compartments over a span without an event, except the one whose event happens at
    /// its end.
    fn synchronise<W: World>(&mut self, culture: &mut Culture<W>, flags: &[bool], span: Span, acting: Option<usize>) {
        for (c, &flag) in flags.iter().enumerate() {
            if flag || culture.population.cells[c] == 0 {
                continue;
            }
            let process = self.kind_step(culture.world, culture.population.kinds[c]).branching;
            let law = process.after(span.length());
            let before = culture.population.cells[c];
            culture.population.cells[c] = if acting == Some(c) {
                at_event(&law, before, culture.rng)
            } else {
                without_event(&law, before, culture.rng)
            };
            if culture.population.cells[c] == 0 {
                self.extinctions.push(Extinction {
                    branching: process,
                    founders: before,
                    day: span.from,
                    length: span.length(),
                });
            }
        }
        let Some(c) = acting else { return };
        let kind = culture.population.kinds[c];
        let rates = self.kind_step(culture.world, kind);
        if uniform(culture.rng) * rates.branching.event < rates.mutation_rate {
            let channel = pick_cumulative(culture.rng, &culture.world.channels(kind)[..rates.channels]);
            let child = culture.world.found(culture.population, c, channel, span.to, 1);
            culture.population.cells[child] += 1;
        } else {
            let gained = leave(culture, c, &rates);
            culture.population.cells[c] -= 1;
            (gained.iter().flatten()).for_each(|&target| culture.population.cells[target] += 1);
        }
    }
}

/// The next event among watched kinds; `None` if nothing can happen.
fn next_watched<W: World>(culture: &mut Culture<W>, flags: &[bool]) -> Option<Waiting> {
    let mut cumulative = Vec::with_capacity(flags.len());
    let mut sum = 0.0;
    for (c, &flag) in flags.iter().enumerate() {
        if flag && culture.population.cells[c] > 0 {
            let rates = culture.world.rates(culture.population.kinds[c]);
            sum += culture.population.cells[c] as f64 * (rates.birth + rates.death + rates.switching);
        }
        cumulative.push(sum);
    }
    (sum > 0.0).then(|| Waiting {
        compartment: pick_cumulative(culture.rng, &cumulative),
        days: exponential(culture.rng) / sum,
    })
}
