//! Layout of a Muller plot: which lineages get a band, and how bands nest.

use crate::engine::record::FlaskTrace;
use crate::model::biology::Mechanism;
use ndarray::Array2;
use std::collections::BTreeMap;

/// Lineages that never exceed this share are drawn with their parent.
pub const VISIBLE: f64 = 0.004;
/// Lineages drawn at most.
const MAX_ROWS: usize = 150;
/// Rows of a trace as a forest, with what each occupies over time.
pub struct Nest<'a> {
    /// Per row.
    pub mechanisms: Vec<&'a Mechanism>,
    pub children: Vec<Vec<usize>>,
    roots: Vec<usize>,
    /// Own cells as a share of all, axes (row, day); 0 on days without a living cell.
    own: Array2<f64>,
    /// The same with all descendants.
    whole: Array2<f64>,
    /// Rows drawn with an ancestor.
    pub hidden: usize,
}

/// A band of the plot, or a part of one: lower and upper edge by day, as shares from the bottom.
#[derive(Clone)]
pub struct Band {
    pub row: usize,
    pub low: Vec<f64>,
    pub high: Vec<f64>,
}

impl<'a> Nest<'a> {
    /// Lays out a trace.
    pub fn new(trace: &'a FlaskTrace) -> Self {
        let days = trace.days.len();
        let cells = |row: usize, day: usize| trace.rows[row].cells.get(day).copied().unwrap_or(0) as f64;
        let rows = trace.rows.len();
        let totals: Vec<f64> = (0..days)
            .map(|day| (0..rows).map(|row| cells(row, day)).sum())
            .collect();
        let share = |row: usize, day: usize| {
            if totals[day] > 0.0 {
                cells(row, day) / totals[day]
            } else {
                0.0
            }
        };
        let all = Array2::from_shape_fn((rows, days), |(row, day)| share(row, day));
        let parents = parents(trace);
        let shown = shown(&all, &parents);
        // What is not shown is drawn with the closest ancestor that is.
        let place: BTreeMap<usize, usize> = shown.iter().enumerate().map(|(new, &old)| (old, new)).collect();
        let mut own = Array2::zeros((shown.len(), days));
        for row in 0..rows {
            if let Some(&target) = ancestors(row, &parents).find_map(|row| place.get(&row)) {
                let mut sum = own.row_mut(target);
                sum += &all.row(row);
            }
        }
        let mut nest = Self {
            mechanisms: shown.iter().map(|&row| &trace.rows[row].mechanism).collect(),
            children: vec![Vec::new(); shown.len()],
            roots: Vec::new(),
            whole: own.clone(),
            own,
            hidden: rows - shown.len(),
        };
        for (new, &old) in shown.iter().enumerate() {
            match ancestors(old, &parents).skip(1).find_map(|row| place.get(&row)) {
                Some(&parent) => nest.children[parent].push(new),
                None => nest.roots.push(new),
            }
        }
        nest.sum_up();
        nest
    }

    /// Adds each row to all its ancestors in `whole`.
    fn sum_up(&mut self) {
        fn visit(nest: &mut Nest, row: usize) {
            for child in nest.children[row].clone() {
                visit(nest, child);
                let below = nest.whole.row(child).to_owned();
                let mut sum = nest.whole.row_mut(row);
                sum += &below;
            }
        }
        for root in self.roots.clone() {
            visit(self, root);
        }
    }

    /// Bands in drawing order, parents before their descendants.
    pub fn bands(&self) -> Vec<Band> {
        let mut out = Vec::new();
        let mut low = vec![0.0; self.own.ncols()];
        for &root in &self.roots {
            self.stack(root, &low, &mut out);
            low.iter_mut()
                .zip(self.whole.row(root))
                .for_each(|(low, whole)| *low += whole);
        }
        out
    }

    /// A row keeps half of its own cells below its descendants and half above.
    fn stack(&self, row: usize, low: &[f64], out: &mut Vec<Band>) {
        let high = low
            .iter()
            .zip(self.whole.row(row))
            .map(|(low, whole)| low + whole)
            .collect();
        out.push(Band {
            row,
            low: low.to_vec(),
            high,
        });
        let mut floor: Vec<f64> = low
            .iter()
            .zip(self.own.row(row))
            .map(|(low, own)| low + own / 2.0)
            .collect();
        for &child in &self.children[row] {
            self.stack(child, &floor, out);
            floor
                .iter_mut()
                .zip(self.whole.row(child))
                .for_each(|(floor, whole)| *floor += whole);
        }
    }

    /// What a row shows of itself between its descendants: all of its band where it has none, else what is below and above
    /// them.
    pub fn open(&self, band: &Band) -> Vec<Band> {
        if self.children[band.row].is_empty() {
            return vec![band.clone()];
        }
        let own = self.own.row(band.row);
        let inner = |edge: &[f64], sign: f64| -> Vec<f64> {
            edge.iter()
                .zip(own)
                .map(|(edge, own)| edge + sign * own / 2.0)
                .collect()
        };
        let (below, above) = (inner(&band.low, 1.0), inner(&band.high, -1.0));
        let piece = |low: &[f64], high: &[f64]| Band {
            row: band.row,
            low: low.to_vec(),
            high: high.to_vec(),
        };
        vec![piece(&band.low, &below), piece(&above, &band.high)]
    }

    /// Shares of each mechanism by day: those that are the largest at some time first, however little is left of them.
    pub fn by_mechanism(&self) -> Vec<(&'a Mechanism, Vec<f64>)> {
        let mut sums: BTreeMap<&Mechanism, Vec<f64>> = BTreeMap::new();
        for (row, &mechanism) in self.mechanisms.iter().enumerate() {
            let sum = sums.entry(mechanism).or_insert_with(|| vec![0.0; self.own.ncols()]);
            sum.iter_mut().zip(self.own.row(row)).for_each(|(sum, own)| *sum += own);
        }
        let largest = |shares: &[f64]| shares.iter().copied().fold(0.0, f64::max);
        let mut out: Vec<_> = sums.into_iter().collect();
        out.sort_by(|a, b| {
            let order = largest(&b.1).total_cmp(&largest(&a.1));
            order.then(a.0.order.cmp(&b.0.order))
        });
        out
    }

    /// The last day with a living cell, as its place among the days.
    pub fn last_living(&self) -> Option<usize> {
        (0..self.own.ncols())
            .rev()
            .find(|&day| self.own.column(day).sum() > 0.0)
    }
}

/// Row of each row's parent: another state of a lineage hangs on the lineage's first row, that on
/// the first row of the parent lineage, and what has no parent in the trace on the first row of all.
fn parents(trace: &FlaskTrace) -> Vec<Option<usize>> {
    let mut first: BTreeMap<u32, usize> = BTreeMap::new();
    for (i, row) in trace.rows.iter().enumerate() {
        first.entry(row.lineage).or_insert(i);
    }
    let parent = |i: usize| {
        let row = &trace.rows[i];
        let of_lineage = first[&row.lineage];
        if of_lineage != i {
            return Some(of_lineage);
        }
        let known = row
            .parent
            .and_then(|parent| first.get(&parent).copied())
            .filter(|&p| p < i);
        known.or((i > 0).then_some(0))
    };
    (0..trace.rows.len()).map(parent).collect()
}

/// A row, its parent, its grandparent...
fn ancestors(row: usize, parents: &[Option<usize>]) -> impl Iterator<Item = usize> + '_ {
    std::iter::successors(Some(row), |&row| parents[row])
}

/// Rows worth a band of their own: the first, and the largest of those that are ever visible.
fn shown(shares: &Array2<f64>, parents: &[Option<usize>]) -> Vec<usize> {
    let largest = |row: usize| shares.row(row).iter().copied().fold(0.0, f64::max);
    let mut rows: Vec<usize> = (0..parents.len())
        .filter(|&row| row == 0 || largest(row) >= VISIBLE)
        .collect();
    rows.sort_by(|&a, &b| {
        (b == 0)
            .cmp(&(a == 0))
            .then(largest(b).total_cmp(&largest(a)))
            .then(a.cmp(&b))
    });
    rows.truncate(MAX_ROWS);
    rows.sort_unstable();
    rows
}

/// Stretches of days in which a band has any width, with the day before and after.
pub fn living(band: &Band) -> Vec<(usize, usize)> {
    let wide: Vec<bool> = band
        .low
        .iter()
        .zip(&band.high)
        .map(|(low, high)| high - low > 1e-9)
        .collect();
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (i, _) in wide.iter().enumerate().filter(|&(_, &wide)| wide) {
        let (from, to) = (i.saturating_sub(1), (i + 2).min(wide.len()));
        match out.last_mut() {
            Some(stretch) if stretch.1 >= from => stretch.1 = to,
            _ => out.push((from, to)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::record::{FlaskRecord, Outcome, TraceRow, Work};
    use crate::model::biology::MechanismClass;

    fn row(lineage: u32, parent: Option<u32>, label: &str, cells: &[u64]) -> TraceRow {
        let class = MechanismClass::Bypass;
        let mechanism = Mechanism {
            label: label.into(),
            class,
            region: String::new(),
            order: lineage,
        };
        TraceRow {
            lineage,
            parent,
            mechanism,
            cells: cells.to_vec(),
        }
    }

    fn trace(rows: Vec<TraceRow>, days: usize) -> FlaskTrace {
        let record = FlaskRecord {
            replicate: 0,
            outcome: Outcome::TimeOver,
            outcome_day: 2.0,
            end_day: 2.0,
            goal_day: None,
            passages: 0,
            dose_steps: 0,
            crashes: 0,
            thaws: 0,
            failures: Vec::new(),
            cells: 0,
            growth_share: None,
            composition: Vec::new(),
            pre_existing: 0.0,
            acquired: 0.0,
            via_tolerant: 0.0,
            spiked: 0.0,
            compound: 0.0,
            looks: Vec::new(),
            lineages: Vec::new(),
            minor_lineages: 0,
            work: Work::default(),
            months: Vec::new(),
            samples: Vec::new(),
            barcodes: None,
            patient: None,
        };
        FlaskTrace {
            record,
            days: (0..days).map(|day| day as f64).collect(),
            rows,
        }
    }

    #[test]
    fn descendants_stand_inside_their_parents_and_living_days_are_full() {
        let rows = vec![
            row(0, None, "none", &[100, 60, 0]),
            row(0, None, "tolerant", &[0, 20, 0]),
            row(3, Some(0), "a", &[0, 15, 0]),
            row(5, Some(3), "b", &[0, 5, 0]),
            row(9, Some(77), "orphan", &[0, 100, 0]),
        ];
        let trace = trace(rows, 3);
        let nest = Nest::new(&trace);
        let bands = nest.bands();
        assert_eq!(bands.len(), 5);
        assert_eq!(
            (bands[0].low[1], bands[0].high[1]),
            (0.0, 1.0),
            "the root holds everything that lives"
        );
        assert_eq!(
            (bands[0].low[2], bands[0].high[2]),
            (0.0, 0.0),
            "nothing lives on the last day"
        );
        let band = |row: usize| bands.iter().find(|band| band.row == row).unwrap();
        for (child, parent) in [(1, 0), (2, 0), (3, 2), (4, 0)] {
            let (inner, outer) = (band(child), band(parent));
            assert!(
                inner.low[1] >= outer.low[1] - 1e-12 && inner.high[1] <= outer.high[1] + 1e-12,
                "{child}"
            );
        }
        assert!(
            (band(2).high[1] - band(2).low[1] - 0.1).abs() < 1e-12,
            "15 and 5 of 200 cells"
        );
        assert_eq!(living(band(4)), [(0, 3)]);
    }

    #[test]
    fn lineages_too_small_to_see_are_drawn_with_their_parent() {
        let rows = vec![
            row(0, None, "none", &[9_990]),
            row(1, Some(0), "a", &[10]),
            row(2, Some(1), "b", &[5_000]),
        ];
        let trace = trace(rows, 1);
        let nest = Nest::new(&trace);
        assert_eq!((nest.hidden, nest.mechanisms.len()), (1, 2));
        let shares: f64 = nest.by_mechanism().iter().map(|(_, shares)| shares[0]).sum();
        assert!((shares - 1.0).abs() < 1e-12);
        assert_eq!(nest.bands()[1].row, 1, "the grandchild hangs on the root");
    }
}
