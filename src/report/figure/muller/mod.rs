//! Muller plot of one flask: descendants nested inside their parents, shares of cells by day.

mod names;

pub use names::{Named, Rest};

use super::WIDTH;
use super::axis::{Panel, Scale, day_title, days};
use super::canvas::{Canvas, Point, Stroke, figure, hatching, label, stroke};
use super::nest::{Band, Nest, living};
use super::series::{Span, steps};
use super::texture::Edge;
use crate::engine::record::FlaskTrace;
use crate::report::ReportError;
use crate::report::palette::{self, Colour, FAINT, INK, POPULATION, Texture, WHITE};
use crate::words;

/// What the figure shows.
pub struct MullerFigure<'a> {
    /// Says which flask.
    pub title: String,
    /// Lineages and their mechanisms.
    pub nest: Nest<'a>,
    /// What a culture is called.
    pub culture: &'static str,
    /// Days on which cells were counted.
    pub days: &'a [f64],
    /// Shares of cells by day in drawing order, parents before their descendants.
    pub bands: Vec<Band>,
    /// Mechanisms with a name, the one with the largest share at any time first.
    pub named: Vec<Named<'a>>,
    /// All others.
    pub rest: Option<Rest>,
    /// Cells in the flask by day.
    pub cells: Vec<Point>,
    /// Cell axis.
    pub cell_scale: Scale,
    /// One per course.
    pub doses: Vec<DoseLine>,
    /// Dose axis, nM.
    pub dose_scale: Scale,
}

/// The dose of one course.
#[derive(Debug, Clone, PartialEq)]
pub struct DoseLine {
    /// Name of the drug.
    pub drug: String,
    /// Corners of the dose by day, nM.
    pub line: Vec<Point>,
}

/// Shares of cells by lineage, with total cells and doses.
pub fn data<'a>(trace: &'a FlaskTrace, drugs: &[String]) -> MullerFigure<'a> {
    let nest = Nest::new(trace);
    let looks = &trace.record.looks;
    let cells: Vec<Point> = looks.iter().map(|look| (look.day, look.cells as f64)).collect();
    let dose = |k: usize| {
        let given = looks.iter().map(|l| (l.day, l.doses.get(k).copied().unwrap_or(0.0)));
        steps(&given.collect::<Vec<_>>())
    };
    let doses = drugs.iter().enumerate().map(|(k, drug)| DoseLine {
        drug: drug.clone(),
        line: dose(k),
    });
    let doses: Vec<DoseLine> = doses.collect();
    let (named, rest) = names::of(&nest);
    let culture = trace.record.patient.as_ref().map_or("flask", |_| "patient");
    MullerFigure {
        title: format!(
            "Muller plot of {culture} {}",
            words::grouped(trace.record.replicate + 1)
        ),
        culture,
        bands: nest.bands(),
        named,
        rest,
        days: &trace.days,
        nest,
        cell_scale: cell_scale(&cells),
        cells,
        dose_scale: dose_scale(&doses),
        doses,
    }
}

fn cell_scale(cells: &[Point]) -> Scale {
    let counts = || cells.iter().map(|p| p.1);
    let least = counts().filter(|&v| v > 0.0).fold(f64::INFINITY, f64::min);
    let most = counts().fold(1.0, f64::max);
    let decade = libm::pow(10.0, libm::floor(libm::log10(least.min(most))));
    Scale::log(decade, most * 1.3, counts().any(|count| count <= 0.0))
}

fn dose_scale(doses: &[DoseLine]) -> Scale {
    let all = || doses.iter().flat_map(|dose| &dose.line).map(|p| p.1);
    let low = all().filter(|&v| v > 0.0).fold(f64::INFINITY, f64::min);
    let high = all().fold(0.0, f64::max);
    Scale::log(low / 1.25, high.max(1.0) * 1.25, all().any(|dose| dose <= 0.0))
}

impl MullerFigure<'_> {
    /// Colour and texture of a band: those of its mechanism; what has no name looks alike.
    pub fn look(&self, band: &Band) -> (Colour, Texture) {
        let mechanism = self.nest.mechanisms[band.row];
        let named = self.named.iter().find(|named| named.mechanism == mechanism);
        named.map_or((FAINT, Texture::Plain), |named| (named.colour, named.texture))
    }

    /// Where shares are drawn.
    pub fn share_panel(&self) -> Panel {
        Panel {
            left: 66.0,
            right: 486.0,
            top: 18.0,
            bottom: 318.0,
            x: days(
                self.days
                    .last()
                    .or(self.cells.last().map(|p| &p.0))
                    .copied()
                    .unwrap_or(0.0),
            ),
            y: Scale::Linear { low: 0.0, high: 1.0 },
        }
    }

    /// Where cells are drawn.
    pub fn cell_panel(&self) -> Panel {
        Panel {
            top: 338.0,
            bottom: 396.0,
            y: self.cell_scale,
            ..self.share_panel()
        }
    }

    /// Where doses are drawn.
    pub fn dose_panel(&self) -> Panel {
        Panel {
            top: 414.0,
            bottom: 474.0,
            y: self.dose_scale,
            ..self.share_panel()
        }
    }
}

/// Shares of cells, with total cells and doses below.
pub fn draw(shown: &MullerFigure) -> Result<String, ReportError> {
    let main = shown.share_panel();
    figure("muller", &shown.title, (WIDTH, 524.0), |c| {
        main.draw_y(c, "share of cells", &main.y.ticks(4, words::percent));
        for band in &shown.bands {
            draw_band(c, &main, shown, band);
        }
        names::in_bands(c, &main, shown);
        main.draw_x(c, "", &main.x.ticks(8, words::number));
        names::legend(c, &main, shown);
        draw_cells(c, &shown.cell_panel(), &shown.cells);
        draw_doses(c, &shown.dose_panel(), &shown.doses, &day_title(shown.culture));
    })
}

fn draw_band(c: &Canvas, panel: &Panel, shown: &MullerFigure, band: &Band) {
    let (colour, texture) = shown.look(band);
    let edge = Stroke {
        colour: WHITE,
        width: 0.7,
        opacity: 0.9,
    };
    for (from, to) in living(band) {
        let spans = spans(band, shown.days, (from, to));
        panel.band(c, &spans, colour, 1.0);
        for piece in shown.nest.open(band) {
            let edges = pixels(panel, &piece, shown.days, (from, to));
            c.texture_between(&edges, texture, hatching(colour));
        }
        let corners = |of: fn(&Span) -> f64| -> Vec<Point> { spans.iter().map(|span| (span.at, of(span))).collect() };
        panel.line(c, &corners(|span| span.low), edge);
        panel.line(c, &corners(|span| span.high), edge);
    }
}

/// A stretch of a band, by day.
fn spans(band: &Band, days: &[f64], (from, to): (usize, usize)) -> Vec<Span> {
    let span = |i: usize| Span {
        at: days[i],
        low: band.low[i],
        high: band.high[i],
    };
    (from..to).map(span).collect()
}

/// The same where it is drawn.
fn pixels(panel: &Panel, band: &Band, days: &[f64], stretch: (usize, usize)) -> Vec<Edge> {
    let edge = |span: Span| Edge {
        x: panel.px(span.at),
        top: panel.py(span.high),
        bottom: panel.py(span.low),
    };
    spans(band, days, stretch).into_iter().map(edge).collect()
}

fn draw_cells(c: &Canvas, panel: &Panel, cells: &[Point]) {
    panel.draw_y(c, "cells", &panel.y.ticks(2, words::tick));
    panel.line(c, cells, stroke(POPULATION, 1.2));
    panel.draw_x(c, "", &panel.x.ticks(8, words::number));
}

fn draw_doses(c: &Canvas, panel: &Panel, doses: &[DoseLine], title: &str) {
    panel.draw_y(c, "dose, nM", &panel.y.ticks(2, words::number));
    for (k, dose) in doses.iter().enumerate() {
        let style = stroke(palette::series(k), 1.6);
        panel.line(c, &dose.line, style);
        let (x, y) = (panel.right + 14.0, panel.top + 10.0 + k as f64 * 15.0);
        c.line(&[(x, y), (x + 12.0, y)], style);
        c.text((x + 16.0, y), &c.shortened(&dose.drug, 22), label(11.0, INK));
    }
    panel.draw_x(c, title, &panel.x.ticks(8, words::number));
}
