//! Observations over what is simulated.

use crate::report::ReportError;
use crate::report::figure::axis::{Panel, Scale};
use crate::report::figure::canvas::{Canvas, Point, figure, label, stroke};
use crate::report::figure::series::Span;
use crate::report::palette::{self, INK, QUIET};
use crate::statistics::fit::{Over, Point as Observation};
use crate::words;

const WIDTH: f64 = 860.0;
const COLUMNS: usize = 2;
const HEIGHT: f64 = 230.0;
const TOP: f64 = 34.0;
/// Panels that are drawn; the table has the rest.
const MOST: usize = 24;
/// Half of the width of a band that stands at one place.
const LONE: f64 = 7.0;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservedFigure {
    /// A panel for whatever was seen under a condition.
    pub panels: Vec<ObservedPanel>,
    /// Panels beyond those, left to the table.
    pub left_out: usize,
}

/// One kind of observation under one condition.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservedPanel {
    /// What and where.
    pub title: String,
    /// Over doses rather than days.
    pub doses: bool,
    /// Every observation.
    pub dots: Vec<Point>,
    /// Central 90% of new ones, by place.
    pub band: Vec<Span>,
    /// Their median.
    pub middle: Vec<Point>,
    /// On a log scale.
    pub log: bool,
}

/// The panels of these; observations that stand nowhere are left to the table.
pub fn data(points: &[Observation]) -> ObservedFigure {
    let mut panels: Vec<ObservedPanel> = Vec::new();
    for point in points {
        let Some(at) = point.place.at else { continue };
        let doses = point.place.over() == Over::Doses;
        let title = match point.place.condition.is_empty() {
            true => words::capital(&point.place.what),
            false => format!("{}: {}", point.place.condition, point.place.what),
        };
        let found = panels.iter().position(|panel| panel.title == title);
        let panel = found.unwrap_or_else(|| {
            panels.push(ObservedPanel {
                title,
                doses,
                dots: Vec::new(),
                band: Vec::new(),
                middle: Vec::new(),
                log: point.place.is_count(),
            });
            panels.len() - 1
        });
        let panel = &mut panels[panel];
        panel.dots.push((at, point.observed));
        // Flasks of one condition are simulated alike: the first stands for all.
        if panel.middle.iter().all(|(x, _)| *x != at) {
            panel.middle.push((at, point.simulated.middle));
            panel.band.push(Span {
                at,
                low: point.simulated.low,
                high: point.simulated.high,
            });
        }
    }
    for panel in &mut panels {
        panel.middle.sort_by(|a, b| a.0.total_cmp(&b.0));
        panel.band.sort_by(|a, b| a.at.total_cmp(&b.at));
    }
    let left_out = panels.len().saturating_sub(MOST);
    panels.truncate(MOST);
    ObservedFigure { panels, left_out }
}

impl ObservedPanel {
    /// The dose of all dots, where there is but one: the axis has no other.
    fn only_dose(&self) -> Option<f64> {
        let (dose, _) = *self.dots.first()?;
        (self.doses && self.dots.iter().all(|dot| dot.0 == dose)).then_some(dose)
    }

    /// Where it is drawn, as the n-th panel.
    pub fn panel(&self, n: usize) -> Panel {
        let (column, row) = (n % COLUMNS, n / COLUMNS);
        let left = 78.0 + column as f64 * (WIDTH / COLUMNS as f64);
        let top = TOP + 24.0 + row as f64 * HEIGHT;
        let across = || self.dots.iter().map(|dot| dot.0);
        let up = || {
            let ends = self.band.iter().flat_map(|span| [span.low, span.high]);
            self.dots.iter().map(|dot| dot.1).chain(ends)
        };
        Panel {
            left,
            right: left + WIDTH / COLUMNS as f64 - 100.0,
            top,
            bottom: top + HEIGHT - 82.0,
            x: match self.doses {
                true => scale(across()),
                false => Scale::Linear {
                    low: 0.0,
                    high: across().fold(1.0, f64::max),
                },
            },
            y: match self.log {
                true => scale(up()),
                false => Scale::Linear {
                    low: up().fold(0.0, f64::min),
                    high: 1.05 * up().fold(1e-9, f64::max),
                },
            },
        }
    }
}

/// A log scale over numbers of which some may be 0.
fn scale(numbers: impl Iterator<Item = f64> + Clone) -> Scale {
    let above = numbers.clone().filter(|number| *number > 0.0);
    let (low, high) = (above.clone().fold(f64::INFINITY, f64::min), above.fold(0.0, f64::max));
    match high > 0.0 {
        true => Scale::log(
            low.min(0.5 * high),
            high,
            numbers.into_iter().any(|number| number <= 0.0),
        ),
        false => Scale::Linear { low: 0.0, high: 1.0 },
    }
}

/// Dots over bands, two panels in a row.
/// `band` says what the band is.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &ObservedFigure, band: &str) -> Result<Option<String>, ReportError> {
    if shown.panels.is_empty() {
        return Ok(None);
    }
    let rows = shown.panels.len().div_ceil(COLUMNS);
    let height = TOP + rows as f64 * HEIGHT;
    let title = "What was seen, over what is simulated";
    let drawn = figure("observed", title, (WIDTH, height), |c| {
        key(c, band);
        for (n, panel) in shown.panels.iter().enumerate() {
            one(c, panel, &panel.panel(n));
        }
    });
    drawn.map(Some)
}

fn key(c: &Canvas, band: &str) {
    c.circle((84.0, 16.0), 3.2, INK, 1.0);
    c.text((94.0, 16.0), "observed", label(11.0, QUIET));
    c.rect((170.0, 10.0), (190.0, 22.0), palette::series(0), 0.25);
    c.line(&[(170.0, 16.0), (190.0, 16.0)], stroke(palette::series(0), 1.8));
    c.text((198.0, 16.0), band, label(11.0, QUIET));
}

fn one(c: &Canvas, shown: &ObservedPanel, panel: &Panel) {
    c.text(
        (panel.left, panel.top - 14.0),
        &c.shortened(&shown.title, 58),
        label(12.0, INK).bold(),
    );
    let y = panel.y.ticks(4, words::number);
    panel.draw_y(c, "", &y);
    let x = match shown.only_dose() {
        Some(dose) => vec![(dose, words::number(dose))],
        None => panel.x.ticks(5, words::number),
    };
    panel.draw_x(c, if shown.doses { "dose, nM" } else { "day" }, &x);
    match (&shown.band[..], &shown.middle[..]) {
        // A band of one place would have no width.
        ([span], [middle]) => {
            let (x, y) = panel.at(*middle);
            c.rect(
                (x - LONE, panel.py(span.low)),
                (x + LONE, panel.py(span.high)),
                palette::series(0),
                0.25,
            );
            c.line(&[(x - LONE, y), (x + LONE, y)], stroke(palette::series(0), 1.8));
        }
        _ => {
            panel.band(c, &shown.band, palette::series(0), 0.25);
            panel.line(c, &shown.middle, stroke(palette::series(0), 1.8));
        }
    }
    for dot in &shown.dots {
        c.circle(panel.at(*dot), 2.8, INK, 0.85);
    }
}
