//! Growth, death and founding within one step, group by group of cells.

use super::bins::GROUP_MIN;
use super::draws::{at_event, without_event};
use super::kind_step::Whole;
use super::workspace::{Extinction, Interval, Task};
use crate::engine::population::{Population, World};
use crate::model::branching::{Branching, growth_integral};
use crate::random::Generator;
use crate::sampling::{exponential, pick_cumulative, uniform};

/// Up to this many expected events per group of cells and stretch are drawn one by one.
const EVENTS_ONE_BY_ONE: f64 = 16.0;
impl Interval {
    /// Growth, death and founding of all compartments over one step.
    pub(super) fn grow<W: World>(
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
}
