//! The tornado: for each value, how far the profile and the time move at either end of its range.

use super::axis::{Panel, Scale};
use super::canvas::{Canvas, figure, label, stroke};
use crate::report::ReportError;
use crate::report::palette::{self, Colour, FAINT, INK, QUIET};
use crate::statistics::tornado::{Row, Shift, Tornado};
use crate::words;

const WIDTH: f64 = 860.0;
const ROW: f64 = 26.0;
const TOP: f64 = 62.0;
const NAMES: f64 = 330.0;
/// Left end of the key, which is wider than the panels.
const KEY: f64 = 150.0;
/// Width of a panel with what stands beside it.
const HALF: f64 = (WIDTH - NAMES - 20.0) / 2.0;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct TornadoFigure {
    /// The strongest values beyond noise, the strongest on top.
    pub rows: Vec<TornadoRow>,
}

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub struct TornadoRow {
    /// What it is.
    pub name: String,
    /// Itself and its range.
    pub range: String,
    /// What comes of its low end.
    pub low: Option<Shift>,
    /// What comes of its high end.
    pub high: Option<Shift>,
}

/// The strongest values beyond noise, at most `top`.
pub fn data(tornado: &Tornado, top: usize) -> TornadoFigure {
    let beyond = tornado.rows.iter().filter(|row| row.effect > 0.0).count();
    let row = |row: &Row| TornadoRow {
        name: if row.what.is_empty() { &row.key } else { &row.what }.clone(),
        range: format!("{} ({})", row.value, row.range),
        low: row.low,
        high: row.high,
    };
    TornadoFigure {
        rows: tornado.rows.iter().take(top.min(beyond)).map(row).collect(),
    }
}

impl TornadoFigure {
    fn shifts(&self) -> impl Iterator<Item = Shift> {
        self.rows.iter().flat_map(|row| [row.low, row.high]).flatten()
    }

    /// Where changes of the profile are drawn.
    pub fn profile_panel(&self) -> Panel {
        let furthest = self.shifts().map(|shift| shift.profile).fold(0.0, f64::max);
        let high = libm::ceil(furthest * 10.0) / 10.0;
        self.panel(NAMES, NAMES + HALF - 22.0, Scale::Linear { low: 0.0, high })
    }

    /// Where changes of the time are drawn, days.
    pub fn time_panel(&self) -> Panel {
        let reach = |shift: Shift| shift.days.abs() + 2.0 * shift.days_error;
        let high = 1.05 * self.shifts().map(reach).fold(1.0, f64::max);
        self.panel(NAMES + HALF + 8.0, WIDTH - 14.0, Scale::Linear { low: -high, high })
    }

    fn panel(&self, left: f64, right: f64, scale: Scale) -> Panel {
        Panel {
            left,
            right,
            top: TOP,
            bottom: TOP + self.rows.len() as f64 * ROW,
            x: scale,
            y: scale,
        }
    }
}

/// Bars of the profile left, of the time right.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &TornadoFigure) -> Result<String, ReportError> {
    if shown.rows.is_empty() {
        let told = "No value moves the answer beyond noise";
        return figure("tornado", told, (WIDTH, 90.0), |c| {
            c.text((WIDTH / 2.0, 45.0), &format!("{told}."), label(15.0, INK).centred());
        });
    }
    let (profile, time) = (shown.profile_panel(), shown.time_panel());
    let title = "How far mechanisms and time to resistance move when one value moves over its range";
    figure("tornado", title, (WIDTH, profile.bottom + 52.0), |c| {
        key(c);
        axes(c, &profile, &time);
        for (i, row) in shown.rows.iter().enumerate() {
            one(c, row, TOP + (i as f64 + 0.5) * ROW, &profile, &time);
        }
    })
}

fn low_colour() -> Colour {
    palette::series(0)
}

fn high_colour() -> Colour {
    palette::series(1)
}

fn key(c: &Canvas) {
    let entries = [
        (low_colour(), "value at its low end"),
        (high_colour(), "at its high end"),
    ];
    for (i, (colour, text)) in entries.into_iter().enumerate() {
        let x = KEY + 150.0 * i as f64;
        c.rect((x, 11.0), (x + 14.0, 21.0), colour, 1.0);
        c.text((x + 20.0, 16.0), text, label(11.0, QUIET));
    }
    c.line(&[(KEY + 270.0, 11.0), (KEY + 270.0, 21.0)], stroke(INK, 1.6));
    c.text(
        (KEY + 278.0, 16.0),
        "what chance alone gives (left); two standard errors (right)",
        label(11.0, QUIET),
    );
}

fn axes(c: &Canvas, profile: &Panel, time: &Panel) {
    let titles = [(profile, "mechanisms"), (time, "time to resistance")];
    for (panel, title) in titles {
        c.text((panel.left, TOP - 14.0), title, label(12.0, INK).bold());
    }
    let shares = profile.x.ticks(5, words::percent);
    let days = time.x.ticks(4, words::signed);
    for (panel, ticks) in [(profile, &shares), (time, &days)] {
        for (value, _) in ticks {
            let x = panel.px(*value);
            c.line(&[(x, panel.top), (x, panel.bottom)], stroke(FAINT, 0.8));
        }
    }
    profile.draw_x(c, "flasks that change to another, on balance", &shares);
    time.draw_x(c, "change of the mean, days", &days);
    c.line(&[(time.px(0.0), TOP), (time.px(0.0), time.bottom)], stroke(INK, 1.0));
}

fn one(c: &Canvas, row: &TornadoRow, y: f64, profile: &Panel, time: &Panel) {
    c.text(
        (NAMES - 8.0, y - 5.0),
        &c.shortened(&row.name, 52),
        label(11.5, INK).right(),
    );
    c.text(
        (NAMES - 8.0, y + 7.0),
        &c.shortened(&row.range, 58),
        label(9.5, QUIET).right(),
    );
    for (shift, colour, dy) in [(row.low, low_colour(), -5.0), (row.high, high_colour(), 5.0)] {
        let Some(shift) = shift else { continue };
        bars(c, &shift, colour, y + dy, profile, time);
    }
}

fn bars(c: &Canvas, shift: &Shift, colour: Colour, y: f64, profile: &Panel, time: &Panel) {
    c.rect(
        (profile.left, y - 4.0),
        (profile.px(shift.profile), y + 4.0),
        colour,
        1.0,
    );
    let noise = profile.px(shift.profile_noise);
    c.line(&[(noise, y - 4.5), (noise, y + 4.5)], stroke(INK, 1.6));
    c.rect((time.px(0.0), y - 4.0), (time.px(shift.days), y + 4.0), colour, 1.0);
    let error = 2.0 * shift.days_error;
    let ends = [time.px(shift.days - error), time.px(shift.days + error)];
    c.line(&[(ends[0], y), (ends[1], y)], stroke(INK, 1.0));
}
