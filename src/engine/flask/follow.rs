//! Who follows a flask from look to look without touching it: the Muller plot, samples for assays, and cells per barcode.

use super::lineage::Place;
use super::world::FlaskWorld;
use crate::engine::population::Population;
use crate::engine::record::{FlaskRecord, FlaskSample, FlaskTrace, SampledCells, TraceRow};
use crate::model::biology::Biology;
use std::collections::BTreeMap;

/// Is shown the flask at day 0 and at every look, before anything is done to it.
pub trait Follow {
    fn note(&mut self, day: f64, world: &FlaskWorld, population: &Population, biology: &Biology);
}

/// Cells of every compartment at every look, for a Muller plot.
#[derive(Default)]
pub struct Trace {
    days: Vec<f64>,
    rows: BTreeMap<(u32, usize), TraceRow>,
    totals: Vec<u64>,
}

impl Follow for Trace {
    fn note(&mut self, day: f64, world: &FlaskWorld, population: &Population, biology: &Biology) {
        let column = self.days.len();
        self.days.push(day);
        self.totals.push(population.total());
        for (i, &cells) in population.cells.iter().enumerate() {
            if cells == 0 {
                continue;
            }
            let Place { lineage, state } = world.place(i);
            let lineage = world.unmarked(lineage);
            let row = self.rows.entry((lineage, state)).or_insert_with(|| TraceRow {
                lineage,
                parent: world.lineages[lineage as usize]
                    .parent
                    .map(|parent| world.unmarked(parent)),
                mechanism: biology.mechanism(world.genotype_of(lineage), state),
                cells: Vec::new(),
            });
            row.cells.resize(column + 1, 0);
            row.cells[column] += cells;
        }
    }
}

impl Trace {
    pub fn finish(self, record: FlaskRecord) -> FlaskTrace {
        let columns = self.days.len();
        let totals = self.totals;
        let rows = self
            .rows
            .into_values()
            .map(|mut row| {
                row.cells.resize(columns, 0);
                row
            })
            .filter(|row| row.cells.iter().zip(&totals).any(|(&n, &t)| n as f64 > 1e-3 * t as f64))
            .collect();
        FlaskTrace {
            record,
            days: self.days,
            rows,
        }
    }
}

/// The cells on asked days, and at the end.
pub struct Samples {
    /// Days still to come, earliest last.
    open: Vec<f64>,
    taken: Vec<FlaskSample>,
    latest: Option<FlaskSample>,
}

impl Samples {
    pub fn new(days: &[f64]) -> Self {
        let mut open = days.to_vec();
        open.sort_by(|a, b| b.total_cmp(a));
        Self {
            open,
            taken: Vec::new(),
            latest: None,
        }
    }

    /// Samples by day; the last one is the end of the run.
    pub fn finish(self) -> Vec<FlaskSample> {
        self.taken.into_iter().chain(self.latest).collect()
    }
}

impl Follow for Samples {
    fn note(&mut self, day: f64, world: &FlaskWorld, population: &Population, _: &Biology) {
        let occupied = population.cells.iter().enumerate().filter(|(_, cells)| **cells > 0);
        let cells = occupied.map(|(i, &cells)| {
            let Place { lineage, state } = world.place(i);
            SampledCells {
                lineage,
                genotype: world.genotype_of(lineage).clone(),
                state,
                cells,
            }
        });
        let sample = FlaskSample {
            day,
            cells: cells.collect(),
        };
        while self.open.last().is_some_and(|wanted| *wanted <= day + 1e-9) {
            self.open.pop();
            self.taken.push(sample.clone());
        }
        self.latest = Some(sample);
    }
}

/// Cells per barcode on asked days.
pub struct Marks {
    days: Vec<f64>,
    taken: Vec<Vec<(u32, u64)>>,
}

impl Marks {
    /// `days` rise.
    pub fn on(days: &[f64]) -> Self {
        Self {
            days: days.to_vec(),
            taken: Vec::new(),
        }
    }

    /// Those by day; none on days after the end of the run.
    pub fn finish(mut self) -> Vec<Vec<(u32, u64)>> {
        self.taken.resize(self.days.len(), Vec::new());
        self.taken
    }
}

impl Follow for Marks {
    fn note(&mut self, day: f64, world: &FlaskWorld, population: &Population, _: &Biology) {
        let due = self.days[self.taken.len()..].iter();
        let due = due.take_while(|wanted| **wanted <= day + 1e-9).count();
        if due > 0 {
            let counts = world.mark_counts(population);
            self.taken.extend(std::iter::repeat_n(counts, due));
        }
    }
}
