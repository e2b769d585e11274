//! Growth, death and founding within one step, group by group of cells.

use super::bins::GROUP_MIN;
use super::draws::{at_event, without_event};
use super::kind_step::{KindStep, Whole};
use super::workspace::{Extinction, Interval, Task};
use crate::engine::culture::{Culture, Span};
use crate::engine::exact::Gained;
use crate::engine::population::World;
use crate::model::branching::{Branching, growth_integral};
use crate::random::Generator;
use crate::sampling::{exponential, pick_cumulative, uniform};

/// Up to this many expected events per group of cells and stretch are drawn one by one.
const EVENTS_ONE_BY_ONE: f64 = 16.0;

/// A cell of a compartment is lost to other kinds: which ones gain.
pub(super) fn leave<W: World>(culture: &mut Culture<W>, from: usize, rates: &KindStep) -> Gained {
    let kind = culture.population.kinds[from];
    if rates.convert_rate > 0.0 && uniform(culture.rng) * rates.leaving() < rates.convert_rate {
        let conversion = pick_cumulative(culture.rng, culture.world.conversions(kind).1);
        let daughters = culture.world.converted(culture.population, from, conversion, 1);
        return daughters.map(Some);
    }
    let (kinds, cumulative) = culture.world.switches(kind);
    let to = kinds[pick_cumulative(culture.rng, cumulative)];
    [Some(culture.world.switched(culture.population, from, to)), None]
}
impl Interval {
    /// Growth, death and founding of all compartments over one step.
    pub(super) fn grow<W: World>(&mut self, culture: &mut Culture<W>, span: Span) {
        self.next.clear();
        self.next.resize(culture.population.cells.len(), 0);
        for compartment in 0..culture.population.cells.len() {
            let cells = culture.population.cells[compartment];
            if cells > 0 {
                self.effort.carried[cells.ilog2() as usize] += 1;
                self.tasks.push(Task {
                    compartment,
                    cells,
                    day: span.from,
                });
                while let Some(task) = self.tasks.pop() {
                    self.carry(culture, task, span);
                }
            }
        }
        // Founders that left no descendant by the end of the step have a compartment all the same.
        self.next.resize(culture.population.cells.len(), 0);
        std::mem::swap(&mut culture.population.cells, &mut self.next);
    }

    /// Carries one group of cells to the end of the step; what it founds becomes new tasks.
    fn carry<W: World>(&mut self, culture: &mut Culture<W>, task: Task, span: Span) {
        let Task {
            compartment,
            mut cells,
            mut day,
        } = task;
        let kind = culture.population.kinds[compartment];
        let rates = self.kind_step(culture.world, kind);
        let process = rates.branching;
        let whole = self.whole(kind, &process, span.length());
        // Many events are only looked for anew when the cells have grown since.
        let mut checked = 0;
        while cells > 0 {
            let left = span.to - day;
            if process.event <= 0.0 {
                self.finish(compartment, (&process, &whole), cells, day, left, culture.rng);
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
                    Task { cells, day, .. } = self.found_along(culture, group, span.to);
                    if day >= span.to {
                        self.add(compartment, cells);
                        return;
                    }
                    checked = 0;
                    continue;
                }
            }
            // P(no event) is at least e^(-expected number) (Jensen), which settles most draws.
            let drawn = exponential(culture.rng);
            let next = if drawn > process.event * cells as f64 * whole.cell_days {
                None
            } else {
                process.first_event(cells, -drawn, left)
            };
            let Some((wait, law)) = next else {
                self.finish(compartment, (&process, &whole), cells, day, left, culture.rng);
                return;
            };
            day += wait;
            cells = at_event(&law, cells, culture.rng);
            let mutates = rates.leaving() <= 0.0 || uniform(culture.rng) * process.event < rates.mutation_rate;
            let gained = if mutates {
                let channel = pick_cumulative(culture.rng, &culture.world.channels(kind)[..rates.channels]);
                [
                    Some(culture.world.found(culture.population, compartment, channel, day, 1)),
                    None,
                ]
            } else {
                cells -= 1;
                leave(culture, compartment, &rates)
            };
            self.begin(gained, day);
        }
    }

    /// Single cells that start in these compartments on a day.
    pub(super) fn begin(&mut self, gained: Gained, day: f64) {
        for compartment in gained.into_iter().flatten() {
            self.add(compartment, 0);
            self.tasks.push(Task {
                compartment,
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
}
