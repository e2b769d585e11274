//! Muller plot of one flask: descendants nested inside their parents, shares of cells by day.

mod labels;
mod names;
mod shown;

pub use names::{Named, Rest};
pub use shown::{DoseLine, KEPT, Layout, MullerFigure, data, traced};

use super::axis::{Panel, day_title};
use super::canvas::{Canvas, Point, Stroke, figure, hatching, stroke};
use super::nest::{Band, living};
use super::series::Span;
use crate::report::ReportError;
use crate::report::palette::{POPULATION, WHITE};
use crate::words;
use labels::{DRUG, of_drug};
use shown::{pixels, spans};

/// Height from the days' axis to a key below it.
const BELOW: f64 = 60.0;
/// Height of the figure below the days' axis, or below a key.
const FOOT: f64 = 50.0;

/// Shares of cells, with total cells and doses below.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &MullerFigure) -> Result<String, ReportError> {
    let (main, layout) = (shown.share_panel(), &shown.layout);
    let ticks = if layout.below { 5 } else { 8 };
    // Where the keys begin, of mechanisms and of drugs, and where all ends.
    let (key, drugs) = match layout.below {
        false => (main.top + 2.0, shown.dose_panel().top + 10.0),
        true => (layout.bottom + BELOW, layout.bottom + BELOW + labels::height(shown)),
    };
    let end = match layout.below {
        false => layout.bottom + FOOT,
        true => drugs + DRUG * shown.doses.len() as f64,
    };
    figure("muller", &shown.title, (layout.width, end), |c| {
        main.draw_y(c, "share of cells", &main.y.ticks(4, words::percent));
        for band in &shown.bands {
            draw_band(c, &main, shown, band);
        }
        labels::in_bands(c, &main, shown);
        main.draw_x(c, "", &main.x.ticks(ticks, words::number));
        labels::legend(c, key, shown);
        draw_cells(c, &shown.cell_panel(), &shown.cells, ticks);
        draw_doses(c, &shown.dose_panel(), &shown.doses, &day_title(shown.culture), ticks);
        labels::drugs(c, (layout.key, drugs), layout, &shown.doses);
    })
}

/// The same for pages and paper, and for a phone.
///
/// # Errors
/// See [`draw`].
pub fn draw_both(shown: MullerFigure) -> Result<[String; 2], ReportError> {
    Ok([draw(&shown)?, draw(&shown.slim())?])
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

fn draw_cells(c: &Canvas, panel: &Panel, cells: &[Point], ticks: usize) {
    panel.draw_y(c, "cells", &panel.y.ticks(2, words::tick));
    panel.line(c, cells, stroke(POPULATION, 1.2));
    panel.draw_x(c, "", &panel.x.ticks(ticks, words::number));
}

fn draw_doses(c: &Canvas, panel: &Panel, doses: &[DoseLine], title: &str, ticks: usize) {
    panel.draw_y(c, "dose, nM", &panel.y.ticks(2, words::number));
    for (k, dose) in doses.iter().enumerate() {
        panel.line(c, &dose.line, of_drug(k));
    }
    panel.draw_x(c, title, &panel.x.ticks(ticks, words::number));
}
