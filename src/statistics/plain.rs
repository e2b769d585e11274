//! Folds plain replicates into a [`PlainSummary`], one at a time, in well under a microsecond.

use super::bands::{BandPoint, DayGrid, MAX_COLUMNS, MAX_DRAWN, thin_log};
pub use super::counts::CountSummary;
use super::fluctuation::{Fluctuation, Growth};
use super::histogram::LogHistogram;
use super::interval::Proportion;
use super::quantile::Distribution;
use super::ranks::Ranks;
use crate::engine::record::{PlainRecord, PlainStop};
use crate::model::plain::PlainModel;
use serde::{Deserialize, Serialize};

/// All stop reasons, in the order of tables.
pub const STOPS: [PlainStop; 6] = [
    PlainStop::PhasesDone,
    PlainStop::TotalCells,
    PlainStop::TypeCells,
    PlainStop::Extinct,
    PlainStop::TooManyCells,
    PlainStop::Unending,
];

/// Statistics of an ensemble of plain replicates. Every interval is 95%.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlainSummary {
    /// Replicates summarised.
    pub replicates: u64,
    /// How replicates ended, one row per reason in the order of [`STOPS`].
    pub stops: Vec<StopRow>,
    /// Day on which replicates ended, whatever the reason; absent for an empty ensemble.
    pub end_day: Option<Distribution>,
    /// Final cells of all types together, then of each type.
    pub total: CountSummary,
    /// Final cells, one entry per type of the model.
    pub types: Vec<CountSummary>,
    /// Founding events per mutation of the model.
    pub mutations: Vec<CountSummary>,
    /// Names of the types that mutations lead to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mutants: Vec<String>,
    /// Where the model is a fluctuation test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fluctuation: Option<Fluctuation>,
    /// Cells over time, one entry per type; empty unless recorded.
    pub trajectories: Vec<PlainBands>,
    /// The first replicates' trajectories, for drawing; not part of `summary.json`.
    #[serde(skip)]
    pub drawn: Vec<PlainTrajectory>,
}

/// How many replicates ended in one way, and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StopRow {
    /// Why it ended.
    pub reason: PlainStop,
    /// Of all replicates.
    pub share: Proportion,
    /// Day of the end among them; absent where there are none.
    pub day: Option<Distribution>,
}

/// Cells of one type over time, over replicates that run or are extinct (0 cells).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlainBands {
    /// Name of the type.
    pub name: String,
    /// One point per day, rising.
    pub points: Vec<PlainBandPoint>,
}

/// Mean and band on one day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PlainBandPoint {
    /// Mean cells.
    pub mean: f64,
    /// Day and quantiles.
    #[serde(flatten)]
    pub band: BandPoint,
}

/// A trajectory kept for drawing: thinned (day, cells) per type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlainTrajectory {
    /// Counts from 0.
    pub replicate: u64,
    /// One list per type, in the order of the model.
    pub cells: Vec<Vec<(f64, f64)>>,
}

/// Running moments and histogram of one count.
#[derive(Debug, Clone)]
struct Counter {
    name: String,
    mean: f64,
    /// Sum of squared distances from the mean (Welford 1962, doi:10.1080/00401706.1962.10490022).
    squares: f64,
    max: u64,
    ranks: Ranks,
    histogram: LogHistogram,
}

impl Counter {
    fn new(name: String) -> Self {
        Self {
            name,
            mean: 0.0,
            squares: 0.0,
            max: 0,
            ranks: Ranks::default(),
            histogram: LogHistogram::new(6),
        }
    }

    fn add(&mut self, value: u64, inverse_n: f64) {
        let distance = value as f64 - self.mean;
        self.mean += distance * inverse_n;
        self.squares += distance * (value as f64 - self.mean);
        self.max = self.max.max(value);
        self.ranks.add(value);
        self.histogram.add(value);
    }

    fn finish(&self) -> CountSummary {
        let n = self.histogram.total();
        let sd = if n > 1 {
            libm::sqrt((self.squares / (n - 1) as f64).max(0.0))
        } else {
            0.0
        };
        let quantiles = self.ranks.quantiles([0.05, 0.25, 0.5, 0.75, 0.95]);
        let [q05, q25, median, q75, q95] = quantiles.unwrap_or_default();
        let mut coarse = LogHistogram::new(3);
        self.histogram
            .buckets()
            .for_each(|(low, _, count)| coarse.add_many(low, count));
        CountSummary {
            name: self.name.clone(),
            mean: self.mean,
            sd,
            zero: Proportion::new(self.histogram.zeros(), n),
            max: self.max,
            q05,
            q25,
            median,
            q75,
            q95,
            histogram: coarse.buckets().collect(),
        }
    }
}

/// Sum and histogram of one type on one day.
#[derive(Debug, Clone)]
struct Column {
    sum: f64,
    histogram: LogHistogram,
}

/// Streams plain records into statistics. Add them in replicate order.
#[derive(Debug, Clone)]
pub struct PlainAccumulator {
    n: u64,
    /// End days by stop reason (8 bytes per replicate).
    end_days: [Vec<f64>; STOPS.len()],
    total: Counter,
    types: Vec<Counter>,
    mutations: Vec<Counter>,
    /// Indices of the types that mutations lead to.
    mutants: Vec<usize>,
    growth: Option<Growth>,
    grid: Option<DayGrid>,
    /// One entry per column of the grid, in it one per type.
    columns: Vec<Vec<Column>>,
    drawn: Vec<PlainTrajectory>,
}

impl PlainAccumulator {
    /// An empty accumulator for replicates of this model.
    pub fn new(model: &PlainModel) -> Self {
        let mutations = model.mutations.iter().map(|mutation| model.arrow(mutation));
        let span = model
            .phases
            .iter()
            .map(|phase| phase.duration * f64::from(phase.repeat))
            .sum();
        Self {
            n: 0,
            end_days: Default::default(),
            total: Counter::new("all cells".to_owned()),
            types: model.types.iter().map(|t| Counter::new(t.name.clone())).collect(),
            mutations: mutations.map(Counter::new).collect(),
            mutants: mutants(model),
            growth: Growth::of(model),
            grid: model.record_every.map(|every| DayGrid::new(every, span)),
            columns: Vec::new(),
            drawn: Vec::new(),
        }
    }

    /// Adds one replicate.
    pub fn add(&mut self, record: &PlainRecord) {
        self.n += 1;
        let inverse_n = 1.0 / self.n as f64;
        self.end_days[place(record.stop)].push(record.end_day);
        self.total.add(record.cells.iter().sum(), inverse_n);
        for (counter, &cells) in self.types.iter_mut().zip(&record.cells) {
            counter.add(cells, inverse_n);
        }
        for (counter, &events) in self.mutations.iter_mut().zip(&record.mutations) {
            counter.add(events, inverse_n);
        }
        if !record.samples.is_empty() {
            self.add_samples(record);
        }
    }

    fn add_samples(&mut self, record: &PlainRecord) {
        let Some(mut grid) = self.grid else { return };
        for sample in &record.samples {
            let Some(mut column) = grid.column(sample.day) else {
                continue;
            };
            while column >= MAX_COLUMNS {
                grid.coarsen();
                let mut keep = [false, true].into_iter().cycle();
                self.columns.retain(|_| !keep.next().unwrap_or(false));
                column = match grid.column(sample.day) {
                    Some(column) => column,
                    None => break,
                };
            }
            if grid.column(sample.day) != Some(column) {
                continue;
            }
            let types = self.types.len();
            let empty = || Column {
                sum: 0.0,
                histogram: LogHistogram::new(4),
            };
            while self.columns.len() <= column {
                self.columns.push((0..types).map(|_| empty()).collect());
            }
            for (entry, &cells) in self.columns[column].iter_mut().zip(&sample.cells) {
                entry.sum += cells as f64;
                entry.histogram.add(cells);
            }
        }
        self.grid = Some(grid);
        if self.drawn.len() < MAX_DRAWN {
            self.drawn.push(trajectory(record));
        }
    }

    /// The statistics so far.
    pub fn finish(&self) -> PlainSummary {
        let mut all: Vec<f64> = self.end_days.iter().flatten().copied().collect();
        let stops = STOPS.iter().zip(&self.end_days).map(|(&reason, days)| StopRow {
            reason,
            share: Proportion::new(days.len() as u64, self.n),
            day: Distribution::of(&mut days.clone()),
        });
        let types: Vec<CountSummary> = self.types.iter().map(Counter::finish).collect();
        let seen = self.growth.as_ref().filter(|_| self.n > 0);
        PlainSummary {
            replicates: self.n,
            mutants: self.mutants.iter().map(|&i| types[i].name.clone()).collect(),
            fluctuation: seen.map(|growth| Fluctuation::of(growth, &types[growth.to])),
            stops: stops.collect(),
            end_day: Distribution::of(&mut all),
            total: self.total.finish(),
            types,
            mutations: self.mutations.iter().map(Counter::finish).collect(),
            trajectories: self.grid.map(|grid| self.bands(grid)).unwrap_or_default(),
            drawn: self.drawn.clone(),
        }
    }

    fn bands(&self, grid: DayGrid) -> Vec<PlainBands> {
        let mut extinct = self.end_days[place(PlainStop::Extinct)].clone();
        extinct.sort_by(f64::total_cmp);
        let band = |t: usize, (i, column): (usize, &Vec<Column>)| {
            let day = grid.day(i);
            let mut entry = column[t].clone();
            // An extinct replicate is sampled no more, but has 0 cells for ever.
            let sampled = entry.histogram.total();
            let gone = extinct.partition_point(|&end| end < day - 1e-9) as u64;
            entry.histogram.add_many(0, gone.min(self.n - sampled.min(self.n)));
            let n = entry.histogram.total();
            let band = BandPoint::of_cells(day, &entry.histogram)?;
            Some(PlainBandPoint {
                mean: entry.sum / n as f64,
                band,
            })
        };
        let bands = |(t, counter): (usize, &Counter)| PlainBands {
            name: counter.name.clone(),
            points: self
                .columns
                .iter()
                .enumerate()
                .filter_map(|column| band(t, column))
                .collect(),
        };
        self.types.iter().enumerate().map(bands).collect()
    }
}

/// The types that mutations lead to, each once, in the order of the model.
fn mutants(model: &PlainModel) -> Vec<usize> {
    let led_to = |i: &usize| {
        model
            .mutations
            .iter()
            .any(|mutation| mutation.to == *i || mutation.and == Some(*i))
    };
    (0..model.types.len()).filter(led_to).collect()
}

/// Where a reason stands in [`STOPS`].
fn place(stop: PlainStop) -> usize {
    match stop {
        PlainStop::PhasesDone => 0,
        PlainStop::TotalCells => 1,
        PlainStop::TypeCells => 2,
        PlainStop::Extinct => 3,
        PlainStop::TooManyCells => 4,
        PlainStop::Unending => 5,
    }
}

fn trajectory(record: &PlainRecord) -> PlainTrajectory {
    let types = record.cells.len();
    let of_type = |t: usize| {
        let points: Vec<(f64, f64)> = record
            .samples
            .iter()
            .map(|s| (s.day, s.cells.get(t).copied().unwrap_or(0) as f64))
            .collect();
        thin_log(&points, 0.02)
    };
    PlainTrajectory {
        replicate: record.replicate,
        cells: (0..types).map(of_type).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_its_place() {
        assert_eq!(STOPS.map(place), [0, 1, 2, 3, 4, 5]);
    }
}
