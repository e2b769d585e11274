//! The interval engine over a span of days: step after step, each as long as its approximations allow.

use super::workspace::Interval;
use crate::engine::culture::{Culture, Span};
use crate::engine::exact::Advance;
use crate::engine::population::World;
use crate::engine::threshold::{Horizon, Watch};

impl Interval {
    /// Advances the whole population over a span of days.
    pub fn advance<W: World>(
        &mut self,
        culture: &mut Culture<W>,
        Span { from, to }: Span,
        watches: &mut [Watch],
    ) -> Advance {
        let mut day = from;
        if culture.population.total() == 0 {
            return Advance::Extinct(from);
        }
        while day < to {
            if culture.halt.asked_after(|| self.effort.compartments()) {
                return Advance::Halted;
            }
            let mut length = (to - day).min(culture.world.averaged_for(day, self.tolerance()));
            self.census.take(culture.world, culture.population);
            length = self.crowding_step(culture.world, &culture.crowding, length);
            length = self.choose_split(culture.world, length);
            let mut by_event = false;
            for watch in watches.iter_mut() {
                let horizon = watch.horizon(culture.world, culture.population, length);
                watch.close = matches!(horizon, Horizon::ByEvent(_));
                by_event |= watch.close;
                let (Horizon::Step(h) | Horizon::ByEvent(h)) = horizon;
                length = length.min(h);
            }
            // What is left is cut into steps of one length, none longer.
            let steps = libm::ceil((to - day) / length * (1.0 - 1e-9));
            let end = if steps <= 1.0 { to } else { day + (to - day) / steps };
            culture.world.prepare(culture.population, day, end);
            self.census.refresh(culture.world);
            let span = Span::new(day, end);
            if by_event {
                match self.by_event(culture, span, watches) {
                    Advance::Reached => {}
                    ended => return ended,
                }
            } else {
                self.set_crowding(&culture.crowding, span.length());
                self.step(culture, span);
                if culture.population.total() == 0 {
                    return Advance::Extinct(self.extinction_day(day, culture.rng));
                }
                if let Some(met) = watches.iter().position(|w| w.met(culture.population)) {
                    return Advance::Met(met, end);
                }
            }
            watches.iter_mut().for_each(|w| w.arm(culture.population));
            day = end;
        }
        Advance::Reached
    }

    /// One step: growth, or growth, switching, growth.
    fn step<W: World>(&mut self, culture: &mut Culture<W>, span: Span) {
        self.extinctions.clear();
        self.effort.steps += 1;
        self.new_rates();
        if self.split.is_empty() {
            self.grow(culture, span);
        } else {
            let middle = span.from + 0.5 * span.length();
            self.grow(culture, Span::new(span.from, middle));
            self.change_kinds(culture, middle, span.length());
            self.grow(culture, Span::new(middle, span.to));
        }
    }
}
