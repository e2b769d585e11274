//! Plates over the points of a sweep: share of positive wells above, clones of each mutation below.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{Canvas, figure, label, stroke};
use crate::report::ReportError;
use crate::report::palette::{self, Colour, FAINT, INK, QUIET, RESISTANT};
use crate::report::sweep::SweepReport;
use crate::statistics::Proportion;
use crate::statistics::sweep::leading_in_wells;
use crate::words;

/// Points drawn at most; all are in the tables.
pub const POINTS: usize = 12;
/// Mutations drawn at most; all are in the tables.
pub const MUTATIONS: usize = 16;

const LEFT: f64 = 232.0;
const RIGHT: f64 = 704.0;
const ROW: f64 = 30.0;
const LINE: f64 = 13.0;
/// Radius of the dot of the most clones, pixels.
const LARGEST: f64 = 12.5;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct WellsFigure {
    /// Per point that has wells: positive ones.
    pub positive: Vec<Proportion>,
    /// The keys' values.
    pub keys: Vec<KeyRow>,
    /// Mutations with most clones first.
    pub mutations: Vec<CloneRow>,
}

/// One key.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyRow {
    /// Its end, without what all keys share.
    pub name: String,
    /// Its value at each point.
    pub values: Vec<String>,
}

/// One mutation.
#[derive(Debug, Clone, PartialEq)]
pub struct CloneRow {
    /// As people read it.
    pub name: String,
    /// Of its dots.
    pub colour: Colour,
    /// Clones above the detection limit, per point.
    pub clones: Vec<u64>,
}

/// Positive wells and clones of the first points.
pub fn data(report: &SweepReport) -> WellsFigure {
    let points = &report.points[..report.points.len().min(POINTS)];
    let wells = || points.iter().filter_map(|point| point.result.wells.as_ref());
    let mutations = leading_in_wells(points.iter().map(|point| &point.result), MUTATIONS);
    let row = |mutation: &crate::model::biology::Mechanism| CloneRow {
        name: crate::report::words::mechanism(mutation).to_owned(),
        colour: palette::mechanism(mutation),
        clones: wells().map(|wells| wells.of(&mutation.label).1).collect(),
    };
    let key = |(k, key): (usize, &crate::report::sweep::SweepKey)| KeyRow {
        name: key.words.clone(),
        values: points
            .iter()
            .map(|point| key.value(&point.values[k]).to_owned())
            .collect(),
    };
    WellsFigure {
        positive: wells().map(|wells| wells.positive).collect(),
        keys: report.keys.iter().enumerate().map(key).collect(),
        mutations: mutations.iter().map(row).collect(),
    }
}

impl WellsFigure {
    /// Where shares of positive wells are drawn.
    pub fn panel(&self) -> Panel {
        let highest = self.positive.iter().map(|p| p.high).fold(0.02, f64::max);
        Panel {
            left: LEFT,
            right: RIGHT,
            top: 16.0,
            bottom: 140.0,
            x: Scale::Linear {
                low: -0.5,
                high: self.positive.len().max(1) as f64 - 0.5,
            },
            y: Scale::Linear {
                low: 0.0,
                high: (highest * 1.08).min(1.0),
            },
        }
    }

    /// Radius of the dot of so many clones, pixels: its area is in proportion to them.
    pub fn radius(&self, clones: u64) -> f64 {
        let most = self.mutations.iter().flat_map(|row| &row.clones).max();
        let most = most.copied().unwrap_or(1).max(1) as f64;
        (LARGEST * libm::sqrt(clones as f64 / most)).max(2.5)
    }
}

/// Shares above, values and clones below.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &WellsFigure) -> Result<String, ReportError> {
    let panel = shown.panel();
    let first_row = panel.bottom + 34.0 + LINE * shown.keys.len() as f64;
    let height = first_row + ROW * shown.mutations.len().max(1) as f64 + 12.0;
    let title = "Positive wells and clones per mutation";
    figure("wells", title, (WIDTH, height), |c| {
        draw_positive(c, &panel, &shown.positive);
        draw_keys(c, &panel, &shown.keys);
        draw_clones(c, &panel, shown, first_row);
    })
}

fn draw_positive(c: &Canvas, panel: &Panel, positive: &[Proportion]) {
    panel.draw_y(c, "positive wells", &panel.y.ticks(4, words::percent));
    c.line(&[(LEFT, panel.bottom), (RIGHT, panel.bottom)], stroke(QUIET, 0.8));
    for (i, p) in positive.iter().enumerate() {
        let at = i as f64;
        panel.line(c, &[(at, p.low), (at, p.high)], stroke(RESISTANT, 1.6));
        c.circle(panel.at((at, p.share)), 4.2, RESISTANT, 1.0);
        let of = format!("{}/{}", words::grouped(p.count), words::grouped(p.n));
        c.text((panel.px(at), panel.bottom + 12.0), &of, label(10.5, INK).centred());
    }
    let at = (LEFT - 10.0, panel.bottom + 12.0);
    c.text(at, "positive of all wells", label(10.5, QUIET).right());
}

/// The keys' values under each point.
fn draw_keys(c: &Canvas, panel: &Panel, keys: &[KeyRow]) {
    for (k, key) in keys.iter().enumerate() {
        let room = ((RIGHT - LEFT) / key.values.len().max(1) as f64 / 6.0) as usize;
        let y = panel.bottom + 28.0 + LINE * k as f64;
        c.text((LEFT - 10.0, y), &c.shortened(&key.name, 36), label(11.0, INK).right());
        for (i, value) in key.values.iter().enumerate() {
            let text = c.shortened(value, room.max(4));
            c.text((panel.px(i as f64), y), &text, label(11.0, INK).centred());
        }
    }
}

/// A row per mutation; the area of a dot is in proportion to the clones.
fn draw_clones(c: &Canvas, panel: &Panel, shown: &WellsFigure, first_row: f64) {
    if shown.mutations.is_empty() {
        let at = (LEFT + 8.0, first_row + ROW / 2.0);
        c.text(at, "no clone above the detection limit", label(12.0, QUIET));
    }
    for (r, row) in shown.mutations.iter().enumerate() {
        let y = first_row + ROW * (r as f64 + 0.5);
        c.line(&[(LEFT, y), (RIGHT, y)], stroke(FAINT, 0.8));
        c.text((LEFT - 10.0, y), &c.shortened(&row.name, 38), label(11.0, INK).right());
        for (i, &clones) in row.clones.iter().enumerate().filter(|(_, clones)| **clones > 0) {
            let (x, radius) = (panel.px(i as f64), shown.radius(clones));
            c.circle((x, y), radius, row.colour, 1.0);
            let text = words::grouped(clones);
            match radius >= 9.0 {
                true => c.text((x, y), &text, label(10.0, row.colour.readable()).centred().bold()),
                false => c.text((x + radius + 4.0, y), &text, label(10.5, INK)),
            }
        }
    }
}
