//! Muller plot of one flask: descendants nested inside their parents, shares of cells by day.

use super::WIDTH;
use super::axis::{Panel, Scale, cells_text, days, dose_text, plain_text, steps};
use super::canvas::{Canvas, figure, label, stroke, text_width};
use super::nest::{Band, Nest, VISIBLE, living};
use crate::engine::record::FlaskTrace;
use crate::report::ReportError;
use crate::report::palette::{self, INK, POPULATION, QUIET, WHITE};
use crate::words;

const LEFT: f64 = 66.0;
const RIGHT: f64 = 496.0;
/// Mechanisms in the legend at most.
const MAX_LEGEND: usize = 14;

/// Shares of cells by lineage, with total cells and doses below.
pub fn draw(trace: &FlaskTrace, drugs: &[String]) -> Result<String, ReportError> {
    let nest = Nest::new(trace);
    let last = trace.days.last().copied().unwrap_or(trace.record.end_day);
    let x = days(last);
    let y = Scale::Linear { low: 0.0, high: 1.0 };
    let main = Panel {
        left: LEFT,
        right: RIGHT,
        top: 18.0,
        bottom: 318.0,
        x,
        y,
    };
    let title = format!("Muller plot of flask {}", trace.record.replicate);
    figure("muller", &title, (WIDTH, 524.0), |c| {
        main.draw_y(c, "share of cells", &y.ticks(4, words::percent));
        let bands = nest.bands();
        for band in &bands {
            draw_band(c, &main, &nest, band, &trace.days);
        }
        in_band_labels(c, &main, &nest, &bands, &trace.days);
        main.draw_x(c, "", &x.ticks(8, plain_text));
        legend(c, &main, &nest);
        draw_total(
            c,
            &Panel {
                top: 338.0,
                bottom: 396.0,
                ..main
            },
            trace,
        );
        draw_doses(
            c,
            &Panel {
                top: 414.0,
                bottom: 474.0,
                ..main
            },
            trace,
            drugs,
        );
    })
}

fn draw_band(c: &Canvas, panel: &Panel, nest: &Nest, band: &Band, days: &[f64]) {
    let colour = palette::mechanism(nest.mechanisms[band.row]);
    for (from, to) in living(band) {
        let points: Vec<(f64, f64, f64)> = (from..to).map(|i| (days[i], band.low[i], band.high[i])).collect();
        panel.band(c, &points, colour, 1.0);
        let edge = |value: &[f64]| -> Vec<(f64, f64)> { (from..to).map(|i| panel.at((days[i], value[i]))).collect() };
        let fine = super::canvas::Stroke {
            colour: WHITE,
            width: 0.5,
            opacity: 0.7,
        };
        c.line(&edge(&band.low), fine);
        c.line(&edge(&band.high), fine);
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
        c.text((x + 16.0, y), &words::shortened(name, 27), label(11.0, INK));
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

fn draw_total(c: &Canvas, panel: &Panel, trace: &FlaskTrace) {
    let cells: Vec<(f64, f64)> = trace
        .record
        .looks
        .iter()
        .map(|look| (look.day, look.cells as f64))
        .collect();
    let least = cells
        .iter()
        .map(|p| p.1)
        .filter(|&v| v > 0.0)
        .fold(f64::INFINITY, f64::min);
    let most = cells.iter().map(|p| p.1).fold(1.0, f64::max);
    let scale = Scale::log(
        libm::pow(10.0, libm::floor(libm::log10(least.min(most)))),
        most * 1.3,
        cells.iter().any(|p| p.1 <= 0.0),
    );
    let panel = Panel { y: scale, ..*panel };
    panel.draw_y(c, "cells", &scale.ticks(2, cells_text));
    c.line(
        &cells.iter().map(|&p| panel.at(p)).collect::<Vec<_>>(),
        stroke(POPULATION, 1.2),
    );
    panel.draw_x(c, "", &panel.x.ticks(8, plain_text));
}

fn draw_doses(c: &Canvas, panel: &Panel, trace: &FlaskTrace, drugs: &[String]) {
    let doses = |k: usize| {
        trace
            .record
            .looks
            .iter()
            .map(move |look| (look.day, look.doses.get(k).copied().unwrap_or(0.0)))
    };
    let all = || (0..drugs.len()).flat_map(doses).map(|p| p.1);
    let low = all().filter(|&v| v > 0.0).fold(f64::INFINITY, f64::min);
    let high = all().fold(0.0, f64::max);
    let scale = Scale::log(low / 1.25, high.max(1.0) * 1.25, all().any(|dose| dose <= 0.0));
    let panel = Panel { y: scale, ..*panel };
    panel.draw_y(c, "dose, nM", &scale.ticks(2, dose_text));
    for (k, drug) in drugs.iter().enumerate() {
        let points: Vec<(f64, f64)> = doses(k).collect();
        c.line(
            &steps(&points).into_iter().map(|p| panel.at(p)).collect::<Vec<_>>(),
            stroke(palette::series(k), 1.6),
        );
        let y = panel.top + 10.0 + k as f64 * 15.0;
        c.line(
            &[(panel.right + 14.0, y), (panel.right + 26.0, y)],
            stroke(palette::series(k), 1.6),
        );
        c.text((panel.right + 30.0, y), &words::shortened(drug, 22), label(11.0, INK));
    }
    panel.draw_x(c, "days since seeding", &panel.x.ticks(8, plain_text));
}
