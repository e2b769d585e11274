//! Muller plot of one flask: descendants nested inside their parents, shares of cells by day.

use super::WIDTH;
use super::axis::{Panel, Scale, cells_text, days, dose_text, plain_text, steps};
use super::canvas::{Canvas, figure, label, stroke, text_width};
use crate::engine::record::FlaskTrace;
use crate::model::biology::Mechanism;
use crate::report::palette::{self, INK, POPULATION, QUIET, WHITE};
use crate::report::{ReportError, words};
use ndarray::Array2;
use std::collections::BTreeMap;

const LEFT: f64 = 66.0;
const RIGHT: f64 = 496.0;
/// Lineages that never exceed this share are drawn with their parent.
const VISIBLE: f64 = 0.004;
/// Lineages drawn at most.
const MAX_ROWS: usize = 150;
/// Mechanisms in the legend at most.
const MAX_LEGEND: usize = 14;

/// Rows of a trace as a forest, with what each occupies over time.
struct Nest<'a> {
    mechanisms: Vec<&'a Mechanism>,
    children: Vec<Vec<usize>>,
    roots: Vec<usize>,
    /// Own cells as a share of all, axes (row, day); 0 on days without a living cell.
    own: Array2<f64>,
    /// The same with all descendants.
    whole: Array2<f64>,
    hidden: usize,
}

/// A band of the plot: lower and upper edge by day, as shares from the bottom.
struct Band {
    row: usize,
    low: Vec<f64>,
    high: Vec<f64>,
}

/// Shares of cells by lineage, with total cells and doses below.
pub fn draw(trace: &FlaskTrace, drugs: &[String]) -> Result<String, ReportError> {
    let nest = Nest::new(trace);
    let last = trace.days.last().copied().unwrap_or(trace.record.end_day);
    let x = days(last);
    let y = Scale::Linear { low: 0.0, high: 1.0 };
    let main = Panel {
        left: LEFT,
        right: RIGHT,
        top: 18.0,
        bottom: 318.0,
        x,
        y,
    };
    let title = format!("Muller plot of flask {}", trace.record.replicate);
    figure("muller", &title, (WIDTH, 524.0), |c| {
        main.draw_y(c, "share of cells", &y.ticks(4, words::percent));
        let bands = nest.bands();
        for band in &bands {
            draw_band(c, &main, &nest, band, &trace.days);
        }
        in_band_labels(c, &main, &nest, &bands, &trace.days);
        main.draw_x(c, "", &x.ticks(8, plain_text));
        legend(c, &main, &nest);
        draw_total(
            c,
            &Panel {
                top: 338.0,
                bottom: 396.0,
                ..main
            },
            trace,
        );
        draw_doses(
            c,
            &Panel {
                top: 414.0,
                bottom: 474.0,
                ..main
            },
            trace,
            drugs,
        );
    })
}

impl<'a> Nest<'a> {
    fn new(trace: &'a FlaskTrace) -> Self {
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
    fn bands(&self) -> Vec<Band> {
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

    /// Largest share of each mechanism on any day, and its share on the last day with living cells.
    fn by_mechanism(&self) -> Vec<(&'a Mechanism, f64, f64)> {
        let mut sums: BTreeMap<&Mechanism, Vec<f64>> = BTreeMap::new();
        for (row, &mechanism) in self.mechanisms.iter().enumerate() {
            let sum = sums.entry(mechanism).or_insert_with(|| vec![0.0; self.own.ncols()]);
            sum.iter_mut().zip(self.own.row(row)).for_each(|(sum, own)| *sum += own);
        }
        let living = (0..self.own.ncols())
            .rev()
            .find(|&day| self.own.column(day).sum() > 0.0);
        let end = |shares: &[f64]| living.map_or(0.0, |day| shares[day]);
        let entry = |(mechanism, shares): (&'a Mechanism, Vec<f64>)| {
            (mechanism, shares.iter().copied().fold(0.0, f64::max), end(&shares))
        };
        let mut out: Vec<_> = sums.into_iter().map(entry).collect();
        out.sort_by(|a, b| {
            b.2.total_cmp(&a.2)
                .then(b.1.total_cmp(&a.1))
                .then(a.0.order.cmp(&b.0.order))
        });
        out
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

fn draw_band(c: &Canvas, panel: &Panel, nest: &Nest, band: &Band, days: &[f64]) {
    let colour = palette::mechanism(nest.mechanisms[band.row]);
    for (from, to) in living(band) {
        let points: Vec<(f64, f64, f64)> = (from..to).map(|i| (days[i], band.low[i], band.high[i])).collect();
        panel.band(c, &points, colour, 1.0);
        let edge = |value: &[f64]| -> Vec<(f64, f64)> { (from..to).map(|i| panel.at((days[i], value[i]))).collect() };
        let fine = super::canvas::Stroke {
            colour: WHITE,
            width: 0.5,
            opacity: 0.7,
        };
        c.line(&edge(&band.low), fine);
        c.line(&edge(&band.high), fine);
    }
}

/// Stretches of days in which a band has any width, with the day before and after.
fn living(band: &Band) -> Vec<(usize, usize)> {
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

/// Names the largest bands inside them, each mechanism once.
fn in_band_labels(c: &Canvas, panel: &Panel, nest: &Nest, bands: &[Band], days: &[f64]) {
    let mut named: Vec<&str> = Vec::new();
    let mut order: Vec<(f64, usize, usize)> = Vec::new();
    for (b, band) in bands
        .iter()
        .enumerate()
        .filter(|(_, band)| nest.children[band.row].is_empty())
    {
        let widest = (0..days.len()).max_by(|&i, &j| {
            (band.high[i] - band.low[i])
                .total_cmp(&(band.high[j] - band.low[j]))
                .then(j.cmp(&i))
        });
        order.extend(widest.map(|day| (band.high[day] - band.low[day], b, day)));
    }
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, b, day) in order {
        let band = &bands[b];
        let mechanism = nest.mechanisms[band.row];
        if named.contains(&mechanism.label.as_str()) || mechanism.label == "none" {
            continue;
        }
        if let Some(at) = room(panel, band, days, day, &mechanism.label) {
            c.text(
                at,
                &mechanism.label,
                label(12.0, palette::mechanism(mechanism).readable()).centred(),
            );
            named.push(&mechanism.label);
        }
    }
}

/// A place near a band's widest day where the text fits inside the band.
fn room(panel: &Panel, band: &Band, days: &[f64], day: usize, text: &str) -> Option<(f64, f64)> {
    let half = text_width(text, 12.0) / 2.0 + 4.0;
    let middle = panel.px(days[day]).clamp(panel.left + half, panel.right - half);
    let within = |i: &usize| (panel.px(days[*i]) - middle).abs() <= half + 2.0;
    let span: Vec<usize> = (0..days.len()).filter(within).collect();
    let low = span
        .iter()
        .map(|&i| panel.py(band.low[i]))
        .fold(f64::INFINITY, f64::min);
    let high = span.iter().map(|&i| panel.py(band.high[i])).fold(0.0, f64::max);
    (low - high >= 15.0 && !span.is_empty()).then_some((middle, (low + high) / 2.0))
}

/// Every visible mechanism with its share at the end.
fn legend(c: &Canvas, panel: &Panel, nest: &Nest) {
    let x = panel.right + 14.0;
    let entries = nest.by_mechanism();
    c.text((WIDTH - 6.0, panel.top + 2.0), "at the end", label(11.0, QUIET).right());
    for (i, (mechanism, _, end)) in entries.iter().take(MAX_LEGEND).enumerate() {
        let y = panel.top + 20.0 + i as f64 * 17.0;
        c.rect((x, y - 5.5), (x + 11.0, y + 5.5), palette::mechanism(mechanism), 1.0);
        let name = words::mechanism(&mechanism.label);
        c.text((x + 16.0, y), &words::shortened(name, 27), label(11.0, INK));
        c.text((WIDTH - 6.0, y), &words::percent(*end), label(11.0, QUIET).right());
    }
    let mut y = panel.top + 22.0 + entries.len().min(MAX_LEGEND) as f64 * 17.0;
    if entries.len() > MAX_LEGEND {
        c.text(
            (x, y),
            &format!("and {} more", entries.len() - MAX_LEGEND),
            label(11.0, QUIET),
        );
        y += 17.0;
    }
    if nest.hidden > 0 {
        c.text(
            (x, y),
            &format!(
                "{} below {}",
                words::counted(nest.hidden as u64, "lineage"),
                words::percent(VISIBLE)
            ),
            label(10.0, QUIET),
        );
        c.text((x, y + 13.0), "drawn with their parent", label(10.0, QUIET));
    }
}

fn draw_total(c: &Canvas, panel: &Panel, trace: &FlaskTrace) {
    let cells: Vec<(f64, f64)> = trace
        .record
        .looks
        .iter()
        .map(|look| (look.day, look.cells as f64))
        .collect();
    let least = cells
        .iter()
        .map(|p| p.1)
        .filter(|&v| v > 0.0)
        .fold(f64::INFINITY, f64::min);
    let most = cells.iter().map(|p| p.1).fold(1.0, f64::max);
    let scale = Scale::log(
        libm::pow(10.0, libm::floor(libm::log10(least.min(most)))),
        most * 1.3,
        cells.iter().any(|p| p.1 <= 0.0),
    );
    let panel = Panel { y: scale, ..*panel };
    panel.draw_y(c, "cells", &scale.ticks(3, cells_text));
    c.line(
        &cells.iter().map(|&p| panel.at(p)).collect::<Vec<_>>(),
        stroke(POPULATION, 1.2),
    );
    panel.draw_x(c, "", &panel.x.ticks(8, plain_text));
}

fn draw_doses(c: &Canvas, panel: &Panel, trace: &FlaskTrace, drugs: &[String]) {
    let doses = |k: usize| {
        trace
            .record
            .looks
            .iter()
            .map(move |look| (look.day, look.doses.get(k).copied().unwrap_or(0.0)))
    };
    let all = || (0..drugs.len()).flat_map(doses).map(|p| p.1);
    let low = all().filter(|&v| v > 0.0).fold(f64::INFINITY, f64::min);
    let high = all().fold(0.0, f64::max);
    let scale = Scale::log(low / 1.25, high.max(1.0) * 1.25, all().any(|dose| dose <= 0.0));
    let panel = Panel { y: scale, ..*panel };
    panel.draw_y(c, "dose, nM", &scale.ticks(3, dose_text));
    for (k, drug) in drugs.iter().enumerate() {
        let points: Vec<(f64, f64)> = doses(k).collect();
        c.line(
            &steps(&points).into_iter().map(|p| panel.at(p)).collect::<Vec<_>>(),
            stroke(palette::series(k), 1.6),
        );
        let y = panel.top + 10.0 + k as f64 * 15.0;
        c.line(
            &[(panel.right + 14.0, y), (panel.right + 26.0, y)],
            stroke(palette::series(k), 1.6),
        );
        c.text((panel.right + 30.0, y), &words::shortened(drug, 22), label(11.0, INK));
    }
    panel.draw_x(c, "days since seeding", &panel.x.ticks(8, plain_text));
}
