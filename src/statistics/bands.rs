//! Medians and quantile bands over time, population density, and thinned trajectories for drawing.

use super::histogram::LogHistogram;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Trajectories kept for drawing: the first ones, by replicate.
pub const MAX_DRAWN: usize = 200;

/// Columns of a [`DayGrid`] at most.
pub(crate) const MAX_COLUMNS: usize = 480;

/// Evenly spaced days on which bands are taken: every `stride`-th of steps of `step` days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayGrid {
    step: f64,
    stride: u64,
}

impl DayGrid {
    /// A grid over `span` days in multiples of `step`, coarse enough for 480 columns.
    /// An infinite span starts fine; see [`DayGrid::coarsen`].
    pub fn new(step: f64, span: f64) -> Self {
        let steps = if span.is_finite() {
            libm::floor(span / step + 1e-9) as u64 + 1
        } else {
            1
        };
        Self {
            step,
            stride: steps.div_ceil(MAX_COLUMNS as u64).max(1),
        }
    }

    /// The column of a day, if it lies on the grid.
    pub fn column(&self, day: f64) -> Option<usize> {
        let steps = day / self.step;
        let nearest = libm::round(steps);
        let on_step = nearest >= 0.0 && (steps - nearest).abs() < 1e-6 * nearest.max(1.0);
        let number = nearest as u64;
        (on_step && number.is_multiple_of(self.stride)).then(|| (number / self.stride) as usize)
    }

    /// The first column at or after a day.
    pub fn column_from(&self, day: f64) -> usize {
        libm::ceil(day / (self.step * self.stride as f64) - 1e-9).max(0.0) as usize
    }

    /// The day of a column.
    pub fn day(&self, column: usize) -> f64 {
        (column as u64 * self.stride) as f64 * self.step
    }

    /// Doubles the spacing; the caller drops its odd columns.
    pub fn coarsen(&mut self) {
        self.stride *= 2;
    }
}

/// Median and quantiles over replicates on one day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BandPoint {
    /// Days since seeding.
    pub day: f64,
    /// Replicates that the quantiles are over.
    pub n: u64,
    /// Quantile at 0.05, in the unit of the band: cells or nM.
    pub q05: f64,
    /// Quantile at 0.25.
    pub q25: f64,
    /// Quantile at 0.5.
    pub median: f64,
    /// Quantile at 0.75.
    pub q75: f64,
    /// Quantile at 0.95.
    pub q95: f64,
}

impl BandPoint {
    fn of(day: f64, n: u64, quantile: impl Fn(f64) -> Option<f64>) -> Option<Self> {
        Some(Self {
            day,
            n,
            q05: quantile(0.05)?,
            q25: quantile(0.25)?,
            median: quantile(0.5)?,
            q75: quantile(0.75)?,
            q95: quantile(0.95)?,
        })
    }

    /// Band of cell counts.
    pub fn of_cells(day: f64, cells: &LogHistogram) -> Option<Self> {
        Self::of(day, cells.total(), |p| cells.quantile(p))
    }

    /// Band of few distinct values.
    pub fn of_steps(day: f64, steps: &StepCounts) -> Option<Self> {
        Self::of(day, steps.total(), |p| steps.quantile(p))
    }
}

/// Counts of values that take few distinct non-negative values, such as the doses of a ladder. Exact.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StepCounts {
    /// Bits of the value (ordered as the values, which are not negative) to its count.
    counts: BTreeMap<u64, u64>,
}

impl StepCounts {
    /// Counts one value.
    pub fn add(&mut self, value: f64) {
        *self.counts.entry(value.max(0.0).to_bits()).or_insert(0) += 1;
    }

    /// Number of values.
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    /// The smallest value that at least a share `p` of all do not exceed: always one that occurred.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        let wanted = (libm::ceil(p * self.total() as f64 - 1e-9) as u64).max(1);
        let mut before = 0;
        self.counts.iter().find_map(|(&bits, &count)| {
            before += count;
            (before >= wanted).then(|| f64::from_bits(bits))
        })
    }
}

/// How many replicates had about so many cells on a day: day x log10 cells, empty cells left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Density {
    /// Bins per factor of ten; bin k holds 10^(k / per_decade) up to 10^((k + 1) / per_decade) cells.
    pub per_decade: u32,
    /// Rising in days.
    pub days: Vec<DensityDay>,
}

/// One day of a [`Density`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DensityDay {
    /// Days since seeding.
    pub day: f64,
    /// Replicates without a living cell.
    pub extinct: u64,
    /// (bin, replicates), rising.
    pub bins: Vec<(u32, u64)>,
}

impl Density {
    /// Bins per decade kept in summaries.
    pub const PER_DECADE: u32 = 5;

    /// From one histogram per column of a grid; keeps about `columns` days.
    pub fn of(grid: DayGrid, histograms: &[LogHistogram], columns: usize) -> Self {
        let every = histograms.len().div_ceil(columns.max(1)).max(1);
        let days = histograms.iter().enumerate().step_by(every);
        Self {
            per_decade: Self::PER_DECADE,
            days: days
                .map(|(i, histogram)| DensityDay::of(grid.day(i), histogram))
                .collect(),
        }
    }
}

impl DensityDay {
    fn of(day: f64, histogram: &LogHistogram) -> Self {
        let mut bins = BTreeMap::new();
        for (low, width, count) in histogram.buckets().filter(|&(low, ..)| low > 0) {
            let middle = low as f64 + (width - 1) as f64 / 2.0;
            let bin = libm::floor(libm::log10(middle) * f64::from(Density::PER_DECADE) + 1e-9) as u32;
            *bins.entry(bin).or_insert(0) += count;
        }
        Self {
            day,
            extinct: histogram.zeros(),
            bins: bins.into_iter().collect(),
        }
    }
}

/// A trajectory kept for drawing, with points left out that a straight line on a log scale replaces.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trajectory {
    /// Counts from 0.
    pub replicate: u64,
    /// (day, cells).
    pub cells: Vec<(f64, f64)>,
    /// Per course: (day, nM) where the dose changes, and at the end.
    pub doses: Vec<Vec<(f64, f64)>>,
}

/// Leaves out points that lie within `tolerance` decades of the straight line (on a log scale)
/// between those kept. Zero counts as a tenth of a cell. Linear in the number of points.
pub(crate) fn thin_log(points: &[(f64, f64)], tolerance: f64) -> Vec<(f64, f64)> {
    let height = |value: f64| libm::log10(value.max(0.1));
    let mut kept: Vec<(f64, f64)> = points.first().copied().into_iter().collect();
    let mut start = 0;
    let mut slopes = (f64::NEG_INFINITY, f64::INFINITY);
    for i in 1..points.len() {
        let (origin, here) = (points[start], points[i]);
        let span = here.0 - origin.0;
        let rise = height(here.1) - height(origin.1);
        let fits = span > 0.0 && (slopes.0..=slopes.1).contains(&(rise / span));
        if !fits && i > start + 1 {
            start = i - 1;
            kept.push(points[start]);
            slopes = (f64::NEG_INFINITY, f64::INFINITY);
        }
        let origin = points[start];
        let span = here.0 - origin.0;
        if span > 0.0 {
            let rise = height(here.1) - height(origin.1);
            slopes = (
                slopes.0.max((rise - tolerance) / span),
                slopes.1.min((rise + tolerance) / span),
            );
        }
    }
    if points.len() > 1 {
        kept.push(points[points.len() - 1]);
    }
    kept
}

/// The points at which a step function changes, and its last point.
pub(crate) fn thin_steps(points: impl Iterator<Item = (f64, f64)>) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    let mut last = None;
    for point in points {
        if kept.last().is_none_or(|&(_, value)| value != point.1) {
            kept.push(point);
            last = None;
        } else {
            last = Some(point);
        }
    }
    kept.extend(last);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_holds_the_span_in_bounded_columns() {
        let daily = DayGrid::new(1.0, 240.0);
        assert_eq!(
            (daily.column(240.0), daily.column(0.5), daily.day(7)),
            (Some(240), None, 7.0)
        );
        let long = DayGrid::new(0.5, 3650.0);
        let last = long.column_from(3650.0);
        assert!(last <= MAX_COLUMNS, "{last}");
        let mut open = DayGrid::new(1.0, f64::INFINITY);
        open.coarsen();
        assert_eq!(
            (open.column(3.0), open.column(4.0), open.column_from(2.5)),
            (None, Some(2), 2)
        );
    }

    #[test]
    fn steps_are_exact() {
        let mut steps = StepCounts::default();
        [50.0, 0.0, 100.0, 50.0].into_iter().for_each(|dose| steps.add(dose));
        assert_eq!(
            (steps.quantile(0.5), steps.quantile(0.05), steps.quantile(0.95)),
            (Some(50.0), Some(0.0), Some(100.0))
        );
        assert_eq!(StepCounts::default().quantile(0.5), None);
    }

    #[test]
    fn thinning_keeps_corners_and_ends() {
        let grown: Vec<(f64, f64)> = (0..=40).map(|d| (f64::from(d), 1e3 * 1.3f64.powi(d % 20))).collect();
        let thinned = thin_log(&grown, 0.02);
        assert_eq!(thinned, [grown[0], grown[19], grown[20], grown[39], grown[40]]);
        assert_eq!(thin_log(&grown[..1], 0.02).len(), 1);
        let doses = thin_steps([(0.0, 5.0), (1.0, 5.0), (2.0, 7.0), (3.0, 7.0), (4.0, 7.0)].into_iter());
        assert_eq!(doses, [(0.0, 5.0), (2.0, 7.0), (4.0, 7.0)]);
    }

    #[test]
    fn density_counts_every_replicate() {
        let mut histogram = LogHistogram::new(5);
        [0, 0, 1, 1_000, 1_000_000]
            .into_iter()
            .for_each(|cells| histogram.add(cells));
        let density = Density::of(DayGrid::new(1.0, 0.0), &[histogram], 100);
        assert_eq!(density.days[0].extinct, 2);
        assert_eq!(density.days[0].bins.iter().map(|&(_, n)| n).sum::<u64>(), 3);
        assert_eq!(density.days[0].bins[0], (0, 1));
    }
}
