//! Dose and population over time: every kept flask behind, medians and bands in front.

use super::WIDTH;
use super::axis::{Panel, Scale, cells_text, days, dose_text, plain_text, steps};
use super::canvas::{Canvas, figure, label, spread, stroke};
use crate::model::protocol::Protocol;
use crate::report::ReportError;
use crate::report::palette::{self, Colour, INK, POPULATION, QUIET};
use crate::statistics::FlaskSummary;
use crate::statistics::bands::BandPoint;
use crate::words;

const LEFT: f64 = 66.0;
const RIGHT: f64 = 590.0;

/// Cells, flasks under way, and dose, on one day axis.
pub fn draw(summary: &FlaskSummary, protocol: &Protocol) -> Result<String, ReportError> {
    let x = days(protocol.stop.after);
    let treated = !summary.courses.is_empty();
    let cells = Panel {
        left: LEFT,
        right: RIGHT,
        top: 34.0,
        bottom: 264.0,
        x,
        y: cell_scale(summary, protocol),
    };
    let high = summary.replicates.max(1) as f64;
    let under_way = Panel {
        top: 282.0,
        bottom: 322.0,
        y: Scale::Linear { low: 0.0, high },
        ..cells
    };
    let dose = Panel {
        top: 340.0,
        bottom: 500.0,
        y: dose_scale(summary, protocol),
        ..cells
    };
    let height = if treated { 550.0 } else { 372.0 };
    figure(
        "course",
        "Cells and dose over time in all flasks",
        (WIDTH, height),
        |c| {
            key(c, summary);
            draw_cells(c, &cells, summary, protocol);
            draw_under_way(c, &under_way, summary, !treated);
            if treated {
                draw_doses(c, &dose, summary, protocol);
            }
        },
    )
}

/// From the fewest cells drawn to a little above the capacity.
fn cell_scale(summary: &FlaskSummary, protocol: &Protocol) -> Scale {
    let drawn = summary.drawn.iter().flat_map(|t| &t.cells).map(|&(_, cells)| cells);
    let bands = summary.population.iter().map(|b| b.q05);
    let least = drawn
        .chain(bands)
        .filter(|&v| v > 0.0)
        .fold(protocol.flask.seed_cells.max(1) as f64, f64::min);
    let zero = summary
        .drawn
        .iter()
        .flat_map(|t| &t.cells)
        .any(|&(_, cells)| cells <= 0.0);
    let floor = libm::pow(10.0, libm::floor(libm::log10(least)));
    Scale::log(if zero { 1.0 } else { floor }, protocol.flask.capacity * 1.6, zero)
}

/// All doses above zero; zero has its own place where a flask is ever without drug.
fn dose_scale(summary: &FlaskSummary, protocol: &Protocol) -> Scale {
    let drawn = || {
        summary
            .drawn
            .iter()
            .flat_map(|t| t.doses.iter().flatten())
            .map(|&(_, dose)| dose)
    };
    let planned = protocol.courses.iter().flat_map(|course| course.dosing.doses());
    let all: Vec<f64> = planned.chain(drawn()).filter(|&v| v > 0.0).collect();
    let low = all.iter().copied().fold(f64::INFINITY, f64::min);
    let high = all.iter().copied().fold(0.0, f64::max);
    Scale::log(low / 1.25, high * 1.25, drawn().any(|dose| dose <= 0.0))
}

/// What is drawn, above the first panel.
fn key(c: &Canvas, summary: &FlaskSummary) {
    let (n, drawn) = (summary.replicates, summary.drawn.len() as u64);
    let which = if drawn == n {
        "all".to_owned()
    } else {
        format!("the first {} of", words::grouped(drawn))
    };
    let y = 16.0;
    c.line(
        &[(LEFT, y), (LEFT + 18.0, y)],
        super::canvas::Stroke {
            colour: POPULATION,
            width: 0.9,
            opacity: 0.55,
        },
    );
    c.text(
        (LEFT + 24.0, y),
        &format!("{which} {}", words::counted(n, "flask")),
        label(11.0, QUIET),
    );
    let x = LEFT + 180.0;
    c.line(&[(x, y), (x + 18.0, y)], stroke(INK, 2.2));
    c.text((x + 24.0, y), "median", label(11.0, QUIET));
    let x = x + 90.0;
    c.rect((x, y - 5.0), (x + 18.0, y + 5.0), POPULATION, 0.14);
    c.rect((x, y - 2.5), (x + 18.0, y + 2.5), POPULATION, 0.2);
    c.text((x + 24.0, y), "middle 50% and 90%", label(11.0, QUIET));
}

fn line_behind(colour: Colour, drawn: u64) -> super::canvas::Stroke {
    let opacity = if drawn > 60 { 0.16 } else { 0.3 };
    super::canvas::Stroke {
        colour,
        width: 0.7,
        opacity,
    }
}

fn draw_cells(c: &Canvas, panel: &Panel, summary: &FlaskSummary, protocol: &Protocol) {
    panel.draw_y(c, "cells in the flask", &panel.y.ticks(6, cells_text));
    hints(
        c,
        panel,
        protocol,
        summary.passages.as_ref().is_some_and(|d| d.max > 0.0),
    );
    let style = line_behind(POPULATION, summary.drawn.len() as u64);
    for flask in &summary.drawn {
        c.line(&flask.cells.iter().map(|&p| panel.at(p)).collect::<Vec<_>>(), style);
    }
    let enough = enough_under_way(summary);
    let bands: Vec<&BandPoint> = summary.population.iter().take_while(|b| b.n >= enough).collect();
    draw_bands(c, panel, &bands, POPULATION, INK, false);
    panel.draw_x(c, "", &panel.x.ticks(8, plain_text));
}

/// Over the stragglers alone a median would tell of who is left rather than of how cells fare.
fn enough_under_way(summary: &FlaskSummary) -> u64 {
    summary.replicates.div_ceil(2).max(1)
}

/// Capacity, passage (where any flask was passaged) and seeding at the right edge.
fn hints(c: &Canvas, panel: &Panel, protocol: &Protocol, passaged: bool) {
    let flask = &protocol.flask;
    let passage = flask.capacity * flask.passage_at;
    let seeding = flask.seed_cells as f64;
    let capacity_text = format!("capacity {}", words::cells(flask.capacity));
    let passage_text = format!("passage at {}", words::percent(flask.passage_at));
    let seed_text = format!("seeding {}", words::cells(seeding));
    let mut levels = vec![(flask.capacity, capacity_text), (seeding, seed_text)];
    if passaged {
        levels.insert(1, (passage, passage_text));
    }
    let heights: Vec<f64> = levels.iter().map(|&(level, _)| panel.py(level)).collect();
    let placed = spread(&heights, 14.0, panel.top + 4.0, panel.bottom);
    for (i, (_, text)) in levels.iter().enumerate() {
        let y = heights[i];
        c.dashed(&[(panel.left, y), (panel.right, y)], stroke(QUIET, 0.8), (2.0, 3.0));
        c.line(&[(panel.right, y), (panel.right + 8.0, placed[i])], stroke(QUIET, 0.6));
        c.text((panel.right + 11.0, placed[i]), text, label(11.0, QUIET));
    }
}

fn draw_bands(c: &Canvas, panel: &Panel, bands: &[&BandPoint], colour: Colour, line: Colour, stepped: bool) {
    let shape = |value: fn(&BandPoint) -> f64| -> Vec<(f64, f64)> {
        let points: Vec<(f64, f64)> = bands.iter().map(|b| (b.day, value(b))).collect();
        if stepped { steps(&points) } else { points }
    };
    let between = |low: fn(&BandPoint) -> f64, high: fn(&BandPoint) -> f64| -> Vec<(f64, f64, f64)> {
        shape(low)
            .into_iter()
            .zip(shape(high))
            .map(|((x, low), (_, high))| (x, low, high))
            .collect()
    };
    panel.band(c, &between(|b| b.q05, |b| b.q95), colour, 0.14);
    panel.band(c, &between(|b| b.q25, |b| b.q75), colour, 0.2);
    c.line(
        &shape(|b| b.median).into_iter().map(|p| panel.at(p)).collect::<Vec<_>>(),
        stroke(line, 1.7),
    );
}

fn draw_under_way(c: &Canvas, panel: &Panel, summary: &FlaskSummary, last: bool) {
    let n = summary.replicates as f64;
    panel.draw_y(
        c,
        "",
        &[(0.0, "0".to_owned()), (n.max(1.0), words::grouped(summary.replicates))],
    );
    let counts: Vec<(f64, f64)> = summary.population.iter().map(|b| (b.day, b.n as f64)).collect();
    let area: Vec<(f64, f64, f64)> = counts.iter().map(|&(day, n)| (day, 0.0, n)).collect();
    panel.band(c, &area, POPULATION, 0.35);
    c.text(
        (panel.right + 11.0, (panel.top + panel.bottom) / 2.0 - 7.0),
        "flasks still",
        label(11.0, QUIET),
    );
    c.text(
        (panel.right + 11.0, (panel.top + panel.bottom) / 2.0 + 7.0),
        "under way",
        label(11.0, QUIET),
    );
    panel.draw_x(
        c,
        if last { "days since seeding" } else { "" },
        &panel.x.ticks(8, plain_text),
    );
}

fn draw_doses(c: &Canvas, panel: &Panel, summary: &FlaskSummary, protocol: &Protocol) {
    let single = summary.courses.len() == 1;
    let title = if single {
        format!("{}, nM", summary.courses[0].drug)
    } else {
        "dose, nM".to_owned()
    };
    panel.draw_y(c, &title, &panel.y.ticks(5, dose_text));
    let enough = enough_under_way(summary);
    for (i, course) in summary.courses.iter().enumerate() {
        let colour = palette::series(i);
        let style = line_behind(colour, summary.drawn.len() as u64);
        for flask in &summary.drawn {
            let doses = flask.doses.get(i).map_or(&[][..], |doses| doses.as_slice());
            c.line(
                &steps(doses).into_iter().map(|p| panel.at(p)).collect::<Vec<_>>(),
                style,
            );
        }
        let bands: Vec<&BandPoint> = course.dose_given.iter().take_while(|b| b.n >= enough).collect();
        draw_bands(c, panel, &bands, colour, colour, true);
    }
    goals(c, panel, summary, protocol);
    panel.draw_x(c, "days since seeding", &panel.x.ticks(8, plain_text));
}

/// Goal dose (or constant dose) of each course at the right edge, with the drug where there are several.
fn goals(c: &Canvas, panel: &Panel, summary: &FlaskSummary, protocol: &Protocol) {
    let heights: Vec<f64> = summary.courses.iter().map(|course| panel.py(course.goal)).collect();
    let several = summary.courses.len() > 1;
    let placed = spread(
        &heights,
        if several { 29.0 } else { 14.0 },
        panel.top + 4.0,
        panel.bottom - 14.0,
    );
    for (i, course) in summary.courses.iter().enumerate() {
        let colour = palette::series(i);
        let escalated = protocol.courses.get(i).is_some_and(|c| c.dosing.escalates());
        let kind = if escalated { "goal" } else { "constant" };
        let text = format!("{kind} {}", words::dose(course.goal));
        c.dashed(
            &[(panel.left, heights[i]), (panel.right, heights[i])],
            stroke(colour, 0.8),
            (2.0, 3.0),
        );
        c.line(
            &[(panel.right, heights[i]), (panel.right + 8.0, placed[i])],
            stroke(colour, 0.6),
        );
        let x = panel.right + 11.0;
        if several {
            c.text(
                (x, placed[i]),
                &words::shortened(&course.drug, 16),
                label(11.0, colour).bold(),
            );
            c.text((x, placed[i] + 13.0), &text, label(11.0, colour));
        } else {
            c.text((x, placed[i]), &text, label(11.0, QUIET));
        }
    }
}
