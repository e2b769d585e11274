//! The points of a sweep over many keys, the wanted ones first: a dot with its interval each.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{Canvas, figure, label, stroke, text_width};
use super::super::series::Dot;
use super::lines;
use crate::report::ReportError;
use crate::report::palette::{Colour, FAINT, INK, POPULATION, QUIET, RESISTANT};
use crate::report::sweep::{self, PointResult, SweepReport};
use crate::words;

/// Points drawn at most: as many of either end.
pub const POINTS: usize = 48;

const ROW: f64 = 17.0;
const TOP: f64 = 88.0;
/// Letters in a line of a head, and lines of it at most.
const HEAD: usize = 16;
const LINES: usize = 5;
/// Room for the values of all keys, pixels.
const VALUES: f64 = 330.0;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct RankFigure {
    /// A column of values per key.
    pub keys: Vec<KeyColumn>,
    /// Those that are wanted first; `None` stands for the points left out.
    pub rows: Vec<Option<RankRow>>,
    /// What the shares are shares of.
    pub what: &'static str,
    /// Day to which times are restricted.
    pub horizon: f64,
}

/// A key and all its values.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyColumn {
    /// Its head, a line each.
    pub head: Vec<String>,
    /// All its values, for the width of the column.
    pub values: Vec<String>,
}

/// One point.
#[derive(Debug, Clone, PartialEq)]
pub struct RankRow {
    /// In the order of the keys.
    pub values: Vec<String>,
    /// The doses hold the unaltered cells.
    pub held: bool,
    /// Share of resistant flasks or positive wells.
    pub share: Dot,
    /// Restricted mean time, days.
    pub time: Dot,
}

/// Every point with its values, share of resistant flasks and restricted mean time to resistance.
pub fn data(report: &SweepReport) -> RankFigure {
    let key = |key: &crate::report::sweep::SweepKey| KeyColumn {
        head: words::lines(&key.words, HEAD, LINES),
        values: key.told.clone(),
    };
    RankFigure {
        keys: report.keys.iter().map(key).collect(),
        rows: ranked(report),
        what: lines::what(report),
        horizon: report.horizon,
    }
}

/// Where there are too many points, the two ends.
fn ranked(report: &SweepReport) -> Vec<Option<RankRow>> {
    let points = sweep::ranked(report);
    let row = |point: &&PointResult| {
        Some(RankRow {
            values: sweep::told(report, point),
            held: point.unaltered_held,
            share: Dot::from(point.counted()),
            time: lines::time(point),
        })
    };
    if points.len() <= POINTS {
        return points.iter().map(row).collect();
    }
    let (best, worst) = (&points[..POINTS / 2], &points[points.len() - POINTS / 2..]);
    let best = best.iter().map(row);
    best.chain([None]).chain(worst.iter().map(row)).collect()
}

impl RankFigure {
    fn bottom(&self) -> f64 {
        TOP + ROW * self.rows.len() as f64
    }

    /// Widths of the columns of values, pixels.
    fn widths(&self) -> Vec<f64> {
        let most = VALUES / self.keys.len().max(1) as f64;
        let width = |key: &KeyColumn| {
            let texts = key.values.iter().chain(&key.head);
            let widest = texts.map(|text| text_width(text, 11.0)).fold(0.0, f64::max);
            (widest + 14.0).min(most)
        };
        self.keys.iter().map(width).collect()
    }

    /// Where shares are drawn.
    pub fn share_panel(&self) -> Panel {
        let left = 36.0 + self.widths().iter().sum::<f64>();
        Panel {
            left,
            right: (left + WIDTH - 14.0) / 2.0 - 20.0,
            top: TOP,
            bottom: self.bottom(),
            x: Scale::Linear { low: 0.0, high: 1.0 },
            y: Scale::Linear { low: 0.0, high: 1.0 },
        }
    }

    /// Where times are drawn.
    pub fn time_panel(&self) -> Panel {
        let left = self.share_panel();
        Panel {
            left: left.right + 40.0,
            right: WIDTH - 14.0,
            x: Scale::Linear {
                low: 0.0,
                high: self.horizon,
            },
            ..left
        }
    }
}

/// Values, shares and times side by side.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &RankFigure) -> Result<String, ReportError> {
    let size = (WIDTH, shown.bottom() + 44.0);
    figure("ranked", "Every point, those that are wanted first", size, |c| {
        draw_values(c, shown);
        let dots = |of: fn(&RankRow) -> Dot| -> Vec<Option<(Dot, bool)>> {
            let dot = |row: &RankRow| (of(row), row.held);
            shown.rows.iter().map(|row| row.as_ref().map(dot)).collect()
        };
        let (left, right) = (shown.share_panel(), shown.time_panel());
        forest(
            c,
            &left,
            (shown.what, words::percent),
            RESISTANT,
            &dots(|row| row.share),
        );
        let what = "mean time to resistance, d";
        forest(c, &right, (what, words::number), POPULATION, &dots(|row| row.time));
    })
}

/// A column of values per key.
fn draw_values(c: &Canvas, shown: &RankFigure) {
    let mut x = 12.0;
    for (k, (key, width)) in shown.keys.iter().zip(shown.widths()).enumerate() {
        let fitting = |text: &str| match text_width(text, 11.0) + 10.0 > width {
            true => c.shortened(text, (width / 6.4) as usize),
            false => text.to_owned(),
        };
        for (i, line) in key.head.iter().enumerate() {
            let at = (x, TOP - 18.0 - 14.0 * (key.head.len() - 1 - i) as f64);
            c.text(at, &fitting(line), label(11.0, INK).bold());
        }
        for (r, row) in shown.rows.iter().enumerate() {
            let text = row.as_ref().map_or("…", |row| row.values[k].as_str());
            let at = (x, TOP + ROW * (r as f64 + 0.5));
            c.text(at, &fitting(text), label(11.0, INK));
        }
        x += width;
    }
}

/// Dots in rows; `axis` is the title and how ticks are written.
fn forest(c: &Canvas, panel: &Panel, axis: (&str, fn(f64) -> String), colour: Colour, dots: &[Option<(Dot, bool)>]) {
    let ticks = panel.x.ticks(4, axis.1);
    for (at, _) in &ticks {
        let x = panel.px(*at);
        c.line(&[(x, panel.top), (x, panel.bottom)], stroke(FAINT, 0.8));
    }
    c.line(
        &[(panel.left, panel.top), (panel.left, panel.bottom)],
        stroke(QUIET, 0.8),
    );
    panel.draw_x(c, axis.0, &ticks);
    for (r, dot) in dots.iter().enumerate() {
        let Some((dot, held)) = dot else { continue };
        let y = panel.top + ROW * (r as f64 + 0.5);
        c.line(&[(panel.px(dot.low), y), (panel.px(dot.high), y)], stroke(colour, 1.3));
        lines::marked_dot(c, (panel.px(dot.value), y), *held, colour);
    }
}
