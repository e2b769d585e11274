//! A flask over its days: by how much its IC50 rose, drug by drug, and below what its cells are in.

use super::super::WIDTH;
use super::super::axis::{self, Panel, Scale};
use super::super::canvas::{Canvas, Point, figure, label, stroke};
use super::super::series::{Dot, Span};
use crate::assay::viability::dose_response::DoseResponse;
use crate::report::ReportError;
use crate::report::assay::{CourseDay, course_states};
use crate::report::palette::{Colour, INK, NONE, QUIET, WHITE, series};
use crate::words;

const LEFT: f64 = 70.0;
const RIGHT: f64 = WIDTH - 205.0;
const TOP: f64 = 34.0;
const PANEL: f64 = 190.0;
const GAP: f64 = 34.0;
const LINE: f64 = 17.0;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct CourseFigure {
    /// Days and whether drug was given on them.
    pub days: Vec<(f64, bool)>,
    /// A line per drug.
    pub drugs: Vec<FoldLine>,
    /// From the bottom: states that hold part of the cells, the naive one first.
    pub states: Vec<StateBand>,
}

/// Folds under one drug.
#[derive(Debug, Clone, PartialEq)]
pub struct FoldLine {
    /// The drug.
    pub drug: String,
    /// Of line and dots.
    pub colour: Colour,
    /// Day, IC50 over that of the parental line, and whether that is a lower bound.
    pub folds: Vec<(f64, Dot, bool)>,
}

/// A state's layer.
#[derive(Debug, Clone, PartialEq)]
pub struct StateBand {
    /// Its name.
    pub state: String,
    /// Of the adaptation, whatever the rung.
    pub colour: Colour,
    /// Stronger the higher the rung.
    pub opacity: f64,
    /// Its edges.
    pub band: Vec<Span>,
}

/// `plates`: one per drug, the parental line first, then the flask on each day.
pub fn data(course: &[CourseDay], plates: &[Vec<DoseResponse>]) -> CourseFigure {
    let line = |(i, plate): (usize, &Vec<DoseResponse>)| {
        let (parental, cultures) = plate.split_first()?;
        let fold = |(day, culture): (&CourseDay, &DoseResponse)| {
            let index = culture.resistance_index(parental)?;
            let shown = match index.value {
                Some(value) => Dot {
                    value,
                    low: index.low,
                    high: index.high,
                },
                None if index.low > 0.0 => Dot::alone(index.low),
                None => return None,
            };
            Some((day.day, shown, index.value.is_none()))
        };
        Some(FoldLine {
            drug: parental.drug.clone(),
            colour: series(i),
            folds: course.iter().zip(cultures).filter_map(fold).collect(),
        })
    };
    let mut below = vec![0.0; course.len()];
    let mut named: Vec<&str> = Vec::new();
    let mut states = Vec::new();
    for i in course_states(course) {
        let state = &course[0].states[i];
        let known = named.iter().position(|name| *name == state.of);
        let place = known.unwrap_or_else(|| {
            named.push(&state.of);
            named.len() - 1
        });
        let span = |(day, low): (&CourseDay, &mut f64)| {
            let from = *low;
            *low += day.states[i].share;
            Span {
                at: day.day,
                low: from,
                high: *low,
            }
        };
        states.push(StateBand {
            state: state.state.clone(),
            colour: if i == 0 { NONE } else { series(place) },
            opacity: 0.25 + 0.65 * state.grade,
            band: course.iter().zip(&mut below).map(span).collect(),
        });
    }
    CourseFigure {
        days: course.iter().map(|day| (day.day, day.on_drug)).collect(),
        drugs: plates.iter().enumerate().filter_map(line).collect(),
        states,
    }
}

impl CourseFigure {
    /// The upper panel, folds, and the lower one, states.
    pub fn panels(&self) -> [Panel; 2] {
        let folds = || self.drugs.iter().flat_map(|line| &line.folds).map(|(_, dot, _)| dot);
        // Ends of intervals within a factor of ten of their folds; further ones leave the panel.
        let low = folds().fold(1.0, |low: f64, dot| low.min(dot.low.max(0.1 * dot.value)));
        let high = folds().fold(10.0, |high: f64, dot| high.max(dot.high.min(10.0 * dot.value)));
        let last = self.days.iter().fold(0.0, |last: f64, (day, _)| last.max(*day));
        let panel = |top: f64, y| Panel {
            left: LEFT,
            right: RIGHT,
            top,
            bottom: top + PANEL,
            x: axis::days(last),
            y,
        };
        [
            panel(TOP, Scale::log(0.9 * low, 1.1 * high, false)),
            panel(TOP + PANEL + GAP, Scale::Linear { low: 0.0, high: 1.0 }),
        ]
    }
}

/// Folds above, states below.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &CourseFigure) -> Result<String, ReportError> {
    let [folds, states] = shown.panels();
    figure(
        "dose-response by day",
        "IC50 by day, and the states of the cells",
        (WIDTH, states.bottom + 80.0),
        |c| {
            c.text(
                (12.0, 14.0),
                "IC50 over that of the parental line, by day",
                label(13.0, INK).bold(),
            );
            folds.draw_y(c, "fold", &folds.y.ticks(5, words::number));
            for pair in shown.days.windows(2).filter(|pair| pair[1].1) {
                c.rect(
                    (folds.px(pair[0].0), folds.top),
                    (folds.px(pair[1].0), folds.bottom),
                    QUIET,
                    0.14,
                );
            }
            let one = folds.py(1.0);
            c.dashed(&[(folds.left, one), (folds.right, one)], stroke(QUIET, 0.9), (4.0, 3.0));
            folds.draw_x(c, "", &folds.x.ticks(7, words::number));
            shown
                .drugs
                .iter()
                .enumerate()
                .for_each(|(i, line)| draw_folds(c, &folds, i, line));
            states.draw_y(c, "share of the cells, by state", &states.y.ticks(5, words::percent));
            for (i, layer) in shown.states.iter().enumerate() {
                states.band(c, &layer.band, layer.colour, layer.opacity);
                let (x, y) = (RIGHT + 14.0, states.top + 8.0 + LINE * i as f64);
                c.rect((x, y - 5.0), (x + 10.0, y + 5.0), layer.colour, layer.opacity);
                c.text((x + 16.0, y), &c.shortened(&layer.state, 28), label(11.0, INK));
            }
            states.draw_x(c, "days since seeding", &states.x.ticks(7, words::number));
            let note = "Grey: days on drug, up to the sample that ends them. Vertical lines: 95% intervals. Broken line: the \
                        parental line.";
            let more = "Open circles: at least so much. Paler: lower rungs of an adaptation.";
            c.text((12.0, states.bottom + 68.0), more, label(10.5, QUIET));
            c.text((12.0, states.bottom + 54.0), note, label(10.5, QUIET));
        },
    )
}

fn draw_folds(c: &Canvas, axes: &Panel, i: usize, line: &FoldLine) {
    let points: Vec<Point> = line.folds.iter().map(|(day, dot, _)| (*day, dot.value)).collect();
    axes.line(c, &points, stroke(line.colour, 1.8));
    for (day, dot, bound) in &line.folds {
        axes.line(c, &[(*day, dot.low), (*day, dot.high)], stroke(line.colour, 1.0));
        c.circle(axes.at((*day, dot.value)), 3.4, line.colour, 1.0);
        if *bound {
            c.circle(axes.at((*day, dot.value)), 2.0, WHITE, 1.0);
        }
    }
    let (x, y) = (RIGHT + 14.0, axes.top + 8.0 + LINE * i as f64);
    c.circle((x + 5.0, y), 3.4, line.colour, 1.0);
    c.text((x + 16.0, y), &c.shortened(&line.drug, 28), label(11.0, INK));
}
