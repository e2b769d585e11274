//! The interval engine over a span of days: step after step, each as long as its approximations allow.

use super::workspace::Interval;
use crate::engine::exact::Advance;
use crate::engine::population::{Crowding, Population, World};
use crate::engine::threshold::{Horizon, Watch};
use crate::random::Generator;

impl Interval {
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
            self.census.take(world, population);
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
            self.census.refresh(world);
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
}
