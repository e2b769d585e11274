//! The points of a sweep over many keys, longest control first: a dot with its interval each.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{Canvas, figure, label, stroke, text_width};
use super::super::series::Dot;
use super::lines;
use crate::report::ReportError;
use crate::report::palette::{Colour, FAINT, INK, POPULATION, QUIET, RESISTANT};
use crate::report::sweep::{PointResult, SweepReport, short_key};
use crate::words::{self, shortened};

/// Points drawn at most: as many of either end.
pub const POINTS: usize = 48;

const ROW: f64 = 17.0;
const TOP: f64 = 58.0;
/// Room for the values of all keys, pixels.
const VALUES: f64 = 330.0;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct RankFigure {
    /// A column of values per key.
    pub keys: Vec<KeyColumn>,
    /// Longest restricted mean first, then fewest resistant; `None` stands for the points left out.
    pub rows: Vec<Option<RankRow>>,
    /// What the shares are shares of.
    pub what: &'static str,
    /// Day to which times are restricted.
    pub horizon: f64,
}

/// A key and all its values.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyColumn {
    /// Its head in two lines.
    pub head: [String; 2],
    /// All its values, for the width of the column.
    pub values: Vec<String>,
}

/// One point.
#[derive(Debug, Clone, PartialEq)]
pub struct RankRow {
    /// In the order of the keys.
    pub values: Vec<String>,
    /// Share of resistant flasks or positive wells.
    pub share: Dot,
    /// Restricted mean time, days.
    pub time: Dot,
}

/// Every point with its values, share of resistant flasks and restricted mean time to resistance.
pub fn data(report: &SweepReport) -> RankFigure {
    let key = |key: &crate::report::sweep::SweepKey| {
        let steps = short_key(&key.key);
        let (first, last) = steps.split_at(steps.len() - 1);
        KeyColumn {
            head: [first.join(" "), last.concat()],
            values: key.values.clone(),
        }
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
    let mut points: Vec<&PointResult> = report.points.iter().collect();
    points.sort_by(|a, b| {
        let (a, b) = (&a.result, &b.result);
        let longer = b.restricted_mean.total_cmp(&a.restricted_mean);
        longer.then_with(|| a.resistant.share.total_cmp(&b.resistant.share))
    });
    let row = |point: &&PointResult| {
        Some(RankRow {
            values: point.values.clone(),
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
pub fn draw(shown: &RankFigure) -> Result<String, ReportError> {
    let size = (WIDTH, shown.bottom() + 44.0);
    figure("ranked", "Every point, longest control first", size, |c| {
        draw_values(c, shown);
        let dots = |of: fn(&RankRow) -> Dot| -> Vec<Option<Dot>> {
            shown.rows.iter().map(|row| row.as_ref().map(of)).collect()
        };
        let (left, right) = (shown.share_panel(), shown.time_panel());
        forest(
            c,
            &left,
            (shown.what, words::percent),
            RESISTANT,
            &dots(|row| row.share),
        );
        let what = "restricted mean time, d";
        forest(c, &right, (what, words::number), POPULATION, &dots(|row| row.time));
    })
}

/// A column of values per key.
fn draw_values(c: &Canvas, shown: &RankFigure) {
    let mut x = 12.0;
    for (k, (key, width)) in shown.keys.iter().zip(shown.widths()).enumerate() {
        let fitting = |text: &str| match text_width(text, 11.0) + 10.0 > width {
            true => shortened(text, (width / 6.4) as usize),
            false => text.to_owned(),
        };
        for (i, line) in key.head.iter().enumerate() {
            let at = (x, TOP - 32.0 + 14.0 * i as f64);
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
fn forest(c: &Canvas, panel: &Panel, axis: (&str, fn(f64) -> String), colour: Colour, dots: &[Option<Dot>]) {
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
        let Some(dot) = dot else { continue };
        let y = panel.top + ROW * (r as f64 + 0.5);
        c.line(&[(panel.px(dot.low), y), (panel.px(dot.high), y)], stroke(colour, 1.3));
        c.circle((panel.px(dot.value), y), 3.6, colour, 1.0);
    }
}
