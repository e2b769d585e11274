//! Muller plot of one flask: descendants nested inside their parents, shares of cells by day.

use super::WIDTH;
use super::axis::{Panel, Scale, day_title, days};
use super::canvas::{Canvas, Point, Stroke, figure, label, stroke, text_width};
use super::nest::{Band, Nest, VISIBLE, living};
use super::series::{Span, steps};
use crate::engine::record::FlaskTrace;
use crate::report::ReportError;
use crate::report::palette::{self, INK, POPULATION, QUIET, WHITE};
use crate::words;

/// Mechanisms in the legend at most.
const MAX_LEGEND: usize = 14;

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
    let culture = trace.record.patient.as_ref().map_or("flask", |_| "patient");
    MullerFigure {
        title: format!(
            "Muller plot of {culture} {}",
            words::grouped(trace.record.replicate + 1)
        ),
        culture,
        bands: nest.bands(),
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
    /// Where shares are drawn.
    pub fn share_panel(&self) -> Panel {
        Panel {
            left: 66.0,
            right: 496.0,
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
            draw_band(c, &main, &shown.nest, band, shown.days);
        }
        in_band_labels(c, &main, &shown.nest, &shown.bands, shown.days);
        main.draw_x(c, "", &main.x.ticks(8, words::number));
        legend(c, &main, &shown.nest);
        draw_cells(c, &shown.cell_panel(), &shown.cells);
        draw_doses(c, &shown.dose_panel(), &shown.doses, &day_title(shown.culture));
    })
}

fn draw_band(c: &Canvas, panel: &Panel, nest: &Nest, band: &Band, days: &[f64]) {
    let colour = palette::mechanism(nest.mechanisms[band.row]);
    let fine = Stroke {
        colour: WHITE,
        width: 0.5,
        opacity: 0.7,
    };
    for (from, to) in living(band) {
        let spans: Vec<Span> = (from..to)
            .map(|i| Span {
                at: days[i],
                low: band.low[i],
                high: band.high[i],
            })
            .collect();
        panel.band(c, &spans, colour, 1.0);
        panel.line(
            c,
            &spans.iter().map(|span| (span.at, span.low)).collect::<Vec<_>>(),
            fine,
        );
        panel.line(
            c,
            &spans.iter().map(|span| (span.at, span.high)).collect::<Vec<_>>(),
            fine,
        );
    }
}

/// Names the largest bands inside them, each mechanism once.
fn in_band_labels(c: &Canvas, panel: &Panel, nest: &Nest, bands: &[Band], days: &[f64]) {
    let mut named: Vec<&str> = Vec::new();
    let mut order: Vec<(f64, usize, usize)> = Vec::new();
    for (b, band) in bands
        .iter()
        .enumerate()
        .filter(|(_, band)| nest.children[band.row].is_empty())
    {
        let widest = (0..days.len()).max_by(|&i, &j| {
            (band.high[i] - band.low[i])
                .total_cmp(&(band.high[j] - band.low[j]))
                .then(j.cmp(&i))
        });
        order.extend(widest.map(|day| (band.high[day] - band.low[day], b, day)));
    }
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, b, day) in order {
        let band = &bands[b];
        let mechanism = nest.mechanisms[band.row];
        if named.contains(&mechanism.label.as_str()) || mechanism.is_unaltered() {
            continue;
        }
        if let Some(at) = room(panel, band, days, day, &mechanism.label) {
            c.text(
                at,
                &mechanism.label,
                label(12.0, palette::mechanism(mechanism).readable()).centred(),
            );
            named.push(&mechanism.label);
        }
    }
}

/// A place near a band's widest day where the text fits inside the band.
fn room(panel: &Panel, band: &Band, days: &[f64], day: usize, text: &str) -> Option<(f64, f64)> {
    let half = text_width(text, 12.0) / 2.0 + 4.0;
    let middle = panel.px(days[day]).clamp(panel.left + half, panel.right - half);
    let within = |i: &usize| (panel.px(days[*i]) - middle).abs() <= half + 2.0;
    let span: Vec<usize> = (0..days.len()).filter(within).collect();
    let low = span
        .iter()
        .map(|&i| panel.py(band.low[i]))
        .fold(f64::INFINITY, f64::min);
    let high = span.iter().map(|&i| panel.py(band.high[i])).fold(0.0, f64::max);
    (low - high >= 15.0 && !span.is_empty()).then_some((middle, (low + high) / 2.0))
}

/// Every visible mechanism with its share at the end.
fn legend(c: &Canvas, panel: &Panel, nest: &Nest) {
    let x = panel.right + 14.0;
    let entries = nest.by_mechanism();
    c.text((WIDTH - 6.0, panel.top + 2.0), "at the end", label(11.0, QUIET).right());
    for (i, (mechanism, _, end)) in entries.iter().take(MAX_LEGEND).enumerate() {
        let y = panel.top + 20.0 + i as f64 * 17.0;
        c.rect((x, y - 5.5), (x + 11.0, y + 5.5), palette::mechanism(mechanism), 1.0);
        let name = crate::report::words::mechanism(mechanism);
        c.text((x + 16.0, y), &c.shortened(name, 27), label(11.0, INK));
        c.text((WIDTH - 6.0, y), &words::percent(*end), label(11.0, QUIET).right());
    }
    let mut y = panel.top + 22.0 + entries.len().min(MAX_LEGEND) as f64 * 17.0;
    if entries.len() > MAX_LEGEND {
        c.text(
            (x, y),
            &format!("and {} more", entries.len() - MAX_LEGEND),
            label(11.0, QUIET),
        );
        y += 17.0;
    }
    if nest.hidden > 0 {
        c.text(
            (x, y),
            &format!(
                "{} below {}",
                words::counted(nest.hidden as u64, "lineage"),
                words::percent(VISIBLE)
            ),
            label(10.0, QUIET),
        );
        c.text((x, y + 13.0), "drawn with their parent", label(10.0, QUIET));
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
