//! Plates over the points of a sweep: share of positive wells above, clones of each mutation below.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{Canvas, figure, label, stroke};
use crate::report::palette::{self, FAINT, INK, QUIET, RESISTANT};
use crate::report::sweep::SweepReport;
use crate::report::{ReportError, sweep};
use crate::statistics::sweep::leading_in_wells;
use crate::statistics::wells::WellsSummary;
use crate::words::{self, shortened};

/// Points and mutations drawn at most; all are in the tables.
pub const POINTS: usize = 12;
pub const MUTATIONS: usize = 16;

const LEFT: f64 = 232.0;
const RIGHT: f64 = 704.0;
const ROW: f64 = 30.0;
const LINE: f64 = 13.0;
/// Radius of the dot of the most clones, pixels.
const LARGEST: f64 = 12.5;

/// Empty where no point has wells.
pub fn draw(report: &SweepReport) -> Result<String, ReportError> {
    let shown = || report.points.iter().take(POINTS);
    let wells: Vec<&WellsSummary> = shown().filter_map(|point| point.result.wells.as_ref()).collect();
    let mutations = leading_in_wells(shown().map(|point| &point.result), MUTATIONS);
    let values: Vec<&[String]> = shown().map(|point| point.values.as_slice()).collect();
    let (top, bottom) = (16.0, 140.0);
    let keys = report.keys.len() as f64;
    let first_row = bottom + 34.0 + LINE * keys;
    let height = first_row + ROW * mutations.len().max(1) as f64 + 12.0;
    figure(
        "wells",
        "Positive wells and clones per mutation",
        (WIDTH, height),
        |c| {
            let highest = wells.iter().map(|w| w.positive.high).fold(0.02, f64::max);
            let y = Scale::Linear {
                low: 0.0,
                high: (highest * 1.08).min(1.0),
            };
            let x = Scale::Linear {
                low: -0.5,
                high: wells.len().max(1) as f64 - 0.5,
            };
            let panel = Panel {
                left: LEFT,
                right: RIGHT,
                top,
                bottom,
                x,
                y,
            };
            panel.draw_y(c, "positive wells", &y.ticks(4, words::percent));
            c.line(&[(LEFT, bottom), (RIGHT, bottom)], stroke(QUIET, 0.8));
            for (i, w) in wells.iter().enumerate() {
                let x = panel.px(i as f64);
                let p = &w.positive;
                c.line(&[(x, panel.py(p.low)), (x, panel.py(p.high))], stroke(RESISTANT, 1.6));
                c.circle((x, panel.py(p.share)), 4.2, RESISTANT, 1.0);
                let of = format!("{}/{}", words::grouped(p.count), words::grouped(p.n));
                c.text((x, bottom + 12.0), &of, label(10.5, INK).centred());
            }
            c.text(
                (LEFT - 10.0, bottom + 12.0),
                "positive of all wells",
                label(10.5, QUIET).right(),
            );
            columns(c, report, &values, &panel);
            dots(c, &wells, &mutations, &panel, first_row);
        },
    )
}

/// The keys' values under each point.
fn columns(c: &Canvas, report: &SweepReport, values: &[&[String]], panel: &Panel) {
    let room = ((RIGHT - LEFT) / values.len().max(1) as f64 / 6.0) as usize;
    for (k, key) in report.keys.iter().enumerate() {
        let y = panel.bottom + 28.0 + LINE * k as f64;
        let name = sweep::short_key(&key.key).join(" ");
        c.text((LEFT - 10.0, y), &shortened(&name, 36), label(11.0, INK).right());
        for (i, point) in values.iter().enumerate() {
            let text = shortened(&point[k], room.max(4));
            c.text((panel.px(i as f64), y), &text, label(11.0, INK).centred());
        }
    }
}

/// A row per mutation; the area of a dot is in proportion to the clones.
fn dots(
    c: &Canvas,
    wells: &[&WellsSummary],
    mutations: &[crate::model::biology::Mechanism],
    panel: &Panel,
    first_row: f64,
) {
    if mutations.is_empty() {
        let at = (LEFT + 8.0, first_row + ROW / 2.0);
        c.text(at, "no clone above the detection limit", label(12.0, QUIET));
    }
    let most = wells.iter().flat_map(|w| &w.mutations).map(|row| row.clones).max();
    let most = most.unwrap_or(1).max(1) as f64;
    for (r, mutation) in mutations.iter().enumerate() {
        let y = first_row + ROW * (r as f64 + 0.5);
        c.line(&[(LEFT, y), (RIGHT, y)], stroke(FAINT, 0.8));
        c.text(
            (LEFT - 10.0, y),
            &shortened(crate::report::words::mechanism(mutation), 38),
            label(11.0, INK).right(),
        );
        for (i, w) in wells.iter().enumerate() {
            let (_, clones) = w.of(&mutation.label);
            if clones == 0 {
                continue;
            }
            let x = panel.px(i as f64);
            let radius = (LARGEST * libm::sqrt(clones as f64 / most)).max(2.5);
            let colour = palette::mechanism(mutation);
            c.circle((x, y), radius, colour, 1.0);
            let text = words::grouped(clones);
            match radius >= 9.0 {
                true => c.text((x, y), &text, label(10.0, colour.readable()).centred().bold()),
                false => c.text((x + radius + 4.0, y), &text, label(10.5, INK)),
            }
        }
    }
}
