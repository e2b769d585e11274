//! The points of a sweep over many keys, longest control first: a dot with its interval each.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale, plain_text};
use super::super::canvas::{Canvas, figure, label, stroke, text_width};
use crate::report::ReportError;
use crate::report::palette::{Colour, FAINT, INK, POPULATION, QUIET, RESISTANT};
use crate::report::sweep::short_key;
use crate::report::sweep::{PointResult, SweepReport};
use crate::words::{self, shortened};

/// Points drawn at most: as many of either end.
pub const POINTS: usize = 48;

const ROW: f64 = 17.0;
const TOP: f64 = 58.0;
/// Room for the values of all keys, pixels.
const VALUES: f64 = 330.0;

/// A row of the figure; none stands for the points left out.
type Row<'a> = Option<&'a PointResult>;

/// Every point with its values, share of resistant flasks and restricted mean time to resistance.
pub fn draw(report: &SweepReport) -> Result<String, ReportError> {
    let rows = ranked(report);
    let bottom = TOP + ROW * rows.len() as f64;
    figure(
        "ranked",
        "Every point, longest control first",
        (WIDTH, bottom + 44.0),
        |c| {
            let right_of_values = names(c, report, &rows);
            let middle = (right_of_values + 24.0 + WIDTH - 14.0) / 2.0;
            let panel = |left: f64, right: f64, high: f64| Panel {
                left,
                right,
                top: TOP,
                bottom,
                x: Scale::Linear { low: 0.0, high },
                y: Scale::Linear { low: 0.0, high: 1.0 },
            };
            let left = panel(right_of_values + 24.0, middle - 20.0, 1.0);
            let what = if report.in_wells() {
                "share positive"
            } else {
                "share resistant"
            };
            forest(c, &left, &rows, what, words::percent, RESISTANT, &|point| {
                let p = point.counted();
                [p.share, p.low, p.high]
            });
            let right = panel(middle + 20.0, WIDTH - 14.0, report.horizon);
            let what = "restricted mean time, d";
            forest(c, &right, &rows, what, plain_text, POPULATION, &|point| {
                let r = &point.result;
                let mean = r.restricted_mean;
                [
                    mean,
                    r.restricted_low.unwrap_or(mean),
                    r.restricted_high.unwrap_or(mean),
                ]
            });
        },
    )
}

/// Longest restricted mean first, then fewest resistant; where there are too many, the two ends.
fn ranked(report: &SweepReport) -> Vec<Row<'_>> {
    let mut points: Vec<&PointResult> = report.points.iter().collect();
    points.sort_by(|a, b| {
        let (a, b) = (&a.result, &b.result);
        let longer = b.restricted_mean.total_cmp(&a.restricted_mean);
        longer.then_with(|| a.resistant.share.total_cmp(&b.resistant.share))
    });
    if points.len() <= POINTS {
        return points.into_iter().map(Some).collect();
    }
    let (best, worst) = (&points[..POINTS / 2], &points[points.len() - POINTS / 2..]);
    let best = best.iter().copied().map(Some);
    best.chain([None]).chain(worst.iter().copied().map(Some)).collect()
}

/// A column of values per key; returns where the columns end.
fn names(c: &Canvas, report: &SweepReport, rows: &[Row]) -> f64 {
    let most = VALUES / report.keys.len().max(1) as f64;
    let mut x = 12.0;
    for (k, key) in report.keys.iter().enumerate() {
        let head = short_key(&key.key);
        let (first, last) = head.split_at(head.len() - 1);
        let lines = [first.join(" "), last.concat()];
        let texts = key.values.iter().chain(&lines);
        let width = texts.map(|text| text_width(text, 11.0)).fold(0.0, f64::max);
        let width = (width + 14.0).min(most);
        let fitting = |text: &str| match text_width(text, 11.0) + 10.0 > width {
            true => shortened(text, (width / 6.4) as usize),
            false => text.to_owned(),
        };
        for (i, line) in lines.iter().enumerate() {
            let at = (x, TOP - 32.0 + 14.0 * i as f64);
            c.text(at, &fitting(line), label(11.0, INK).bold());
        }
        for (r, row) in rows.iter().enumerate() {
            let text = row.map_or("…", |point| point.values[k].as_str());
            let at = (x, TOP + ROW * (r as f64 + 0.5));
            c.text(at, &fitting(text), label(11.0, INK));
        }
        x += width;
    }
    x
}

fn forest(
    c: &Canvas,
    panel: &Panel,
    rows: &[Row],
    title: &str,
    text: impl Fn(f64) -> String,
    colour: Colour,
    value: &dyn Fn(&PointResult) -> [f64; 3],
) {
    let ticks = panel.x.ticks(4, text);
    for (at, _) in &ticks {
        let x = panel.px(*at);
        c.line(&[(x, panel.top), (x, panel.bottom)], stroke(FAINT, 0.8));
    }
    c.line(
        &[(panel.left, panel.top), (panel.left, panel.bottom)],
        stroke(QUIET, 0.8),
    );
    panel.draw_x(c, title, &ticks);
    for (r, row) in rows.iter().enumerate() {
        let Some(point) = row else { continue };
        let y = panel.top + ROW * (r as f64 + 0.5);
        let [middle, low, high] = value(point);
        c.line(&[(panel.px(low), y), (panel.px(high), y)], stroke(colour, 1.3));
        c.circle((panel.px(middle), y), 3.6, colour, 1.0);
    }
}
