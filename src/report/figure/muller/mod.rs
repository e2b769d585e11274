//! Muller plot of one flask: descendants nested inside their parents, shares of cells by day.

mod labels;
mod names;
mod shown;

pub use names::{Named, Rest};
pub use shown::{DoseLine, MullerFigure, data};

use super::WIDTH;
use super::axis::{Panel, day_title};
use super::canvas::{Canvas, Point, Stroke, figure, hatching, label, stroke};
use super::nest::{Band, living};
use super::series::Span;
use crate::report::ReportError;
use crate::report::palette::{self, INK, POPULATION, WHITE};
use crate::words;
use shown::{pixels, spans};

/// Shares of cells, with total cells and doses below.
pub fn draw(shown: &MullerFigure) -> Result<String, ReportError> {
    let main = shown.share_panel();
    figure("muller", &shown.title, (WIDTH, 524.0), |c| {
        main.draw_y(c, "share of cells", &main.y.ticks(4, words::percent));
        for band in &shown.bands {
            draw_band(c, &main, shown, band);
        }
        labels::in_bands(c, &main, shown);
        main.draw_x(c, "", &main.x.ticks(8, words::number));
        labels::legend(c, &main, shown);
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
