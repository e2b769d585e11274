//! Dose-response curves: wells, means and fits of parental and resistant cultures, a panel per drug.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale, dose_text, plain_text};
use super::super::canvas::{Canvas, figure, label, stroke, text_width};
use crate::assay::viability::dose_response::DoseResponse;
use crate::assay::viability::interpolation::joined;
use crate::assay::viability::potency::Potency;
use crate::report::ReportError;
use crate::report::palette::{Colour, INK, NONE, QUIET, series};
use crate::words;

const PANEL: f64 = 240.0;
const GAP: f64 = 78.0;
const TOP: f64 = 34.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = WIDTH - 225.0;
/// Curves drawn per panel; more would only hide each other.
const MOST: usize = 9;

/// One panel per drug; each panel's first curve is the parental line.
pub fn draw(plates: &[Vec<DoseResponse>]) -> Result<String, ReportError> {
    let height = TOP + plates.len() as f64 * (PANEL + GAP) - GAP + 50.0;
    let drugs: Vec<String> = plates.iter().map(|plate| titrated(plate)).collect();
    let title = format!("Dose-response under {}", words::listed(&drugs));
    figure("dose-response", &title, (WIDTH, height), |canvas| {
        for (i, plate) in plates.iter().enumerate() {
            panel(canvas, plate, TOP + i as f64 * (PANEL + GAP));
        }
    })
}

fn panel(canvas: &Canvas, plate: &[DoseResponse], top: f64) {
    let Some(first) = plate.first() else { return };
    let doses = || {
        plate
            .iter()
            .flat_map(|curve| &curve.readings.points)
            .map(|point| point.dose)
    };
    let (low, high) = (doses().fold(f64::INFINITY, f64::min), doses().fold(0.0, f64::max));
    let wells = plate
        .iter()
        .flat_map(|curve| &curve.readings.points)
        .flat_map(|point| &point.wells);
    let highest = wells.fold(1.1, |a: f64, b| a.max(*b)).min(2.0);
    let axes = Panel {
        left: LEFT,
        right: RIGHT,
        top,
        bottom: top + PANEL,
        x: Scale::log(low, high, false),
        y: Scale::Linear {
            low: 0.0,
            high: highest * 1.02,
        },
    };
    let head = format!("{}, {} h", titrated(plate), words::number(first.hours));
    canvas.text((LEFT, top - 16.0), &head, label(13.0, INK).bold());
    axes.draw_y(canvas, "share of undrugged wells", &axes.y.ticks(6, plain_text));
    axes.draw_x(canvas, "dose, nM", &axes.x.ticks(6, dose_text));
    let (a, b) = (axes.at((low, 0.5)), axes.at((high, 0.5)));
    canvas.dashed(&[a, b], stroke(QUIET, 0.8), (3.0, 3.0));
    for (i, curve) in plate.iter().take(MOST).enumerate() {
        one(canvas, &axes, curve, colour(i));
    }
    legend(canvas, plate, top);
}

/// Grey for the parental line, which comes first.
fn colour(i: usize) -> Colour {
    if i == 0 { NONE } else { series(i - 1) }
}

/// What all curves of a plate titrate: the drug, without the batch where there are several.
fn titrated(plate: &[DoseResponse]) -> String {
    let first = plate.first().map_or("", |curve| curve.drug.as_str());
    match plate.iter().all(|curve| curve.drug == first) {
        true => first.to_owned(),
        false => first.split(',').next().unwrap_or(first).to_owned(),
    }
}

fn one(canvas: &Canvas, axes: &Panel, curve: &DoseResponse, colour: Colour) {
    let points = &curve.readings.points;
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return;
    };
    // A fit steeper than the doses can tell would be a wall between two of them.
    let step = points.get(1).map_or(0.0, |second| libm::log(second.dose / first.dose));
    let shown = |dose: f64| match (curve.fit, &curve.interpolated) {
        (Some(fit), _) if fit.slope * step <= 6.0 => Some(fit.at(dose)),
        (Some(_), _) | (None, Some(_)) => joined(&curve.readings, dose),
        (None, None) => None,
    };
    let steps = 160;
    let line: Vec<_> = (0..=steps)
        .map(|k| first.dose * libm::pow(last.dose / first.dose, f64::from(k) / f64::from(steps)))
        .filter_map(|dose| Some(axes.at((dose, shown(dose)?))))
        .collect();
    if line.len() > 1 {
        canvas.line(&line, stroke(colour, 2.0));
    }
    for point in points {
        for well in &point.wells {
            canvas.circle(axes.at((point.dose, *well)), 1.6, colour, 0.45);
        }
        canvas.circle(axes.at((point.dose, point.mean())), 3.0, colour, 1.0);
    }
    if let Potency::Dose { nm, low, high } = curve.ic50 {
        let (a, b) = (axes.at((low, 0.5)), axes.at((high, 0.5)));
        canvas.line(&[a, b], stroke(INK, 1.2));
        canvas.circle(axes.at((nm, 0.5)), 2.4, INK, 1.0);
    }
}

/// Names and IC50s at the right, in the order of the table.
fn legend(canvas: &Canvas, plate: &[DoseResponse], top: f64) {
    let same = plate.windows(2).all(|pair| pair[0].drug == pair[1].drug);
    let x = RIGHT + 14.0;
    for (i, curve) in plate.iter().take(MOST).enumerate() {
        let y = top + 8.0 + 26.0 * i as f64;
        canvas.line(&[(x, y), (x + 14.0, y)], stroke(colour(i), 2.0));
        canvas.circle((x + 7.0, y), 3.0, colour(i), 1.0);
        let name = match same {
            true => curve.specimen.clone(),
            false => format!(
                "{}, {}",
                curve.specimen,
                curve.drug.split(", ").last().unwrap_or_default()
            ),
        };
        // Long names are set smaller before anything is cut.
        let room = WIDTH - x - 24.0;
        let size = (11.0 * room / text_width(&name, 11.0).max(1.0)).clamp(8.0, 11.0);
        let fits = (name.chars().count() as f64 * room / text_width(&name, size).max(1.0)) as usize;
        canvas.text((x + 20.0, y), &words::shortened(&name, fits), label(size, INK));
        let ic50 = match curve.ic50 {
            Potency::Dose { nm, .. } => format!("IC50 {}", words::dose(nm)),
            Potency::Above { nm } => format!("IC50 above {}", words::dose(nm)),
            Potency::Below { nm } => format!("IC50 below {}", words::dose(nm)),
            Potency::None => "no IC50".to_owned(),
        };
        let how = if curve.interpolated.is_some() {
            ", means joined"
        } else {
            ""
        };
        canvas.text((x + 20.0, y + 12.0), &format!("{ic50}{how}"), label(10.0, QUIET));
    }
    if plate.len() > MOST {
        let left = format!("and {} more in the table", plate.len() - MOST);
        canvas.text((x, top + 8.0 + 26.0 * MOST as f64), &left, label(10.0, QUIET));
    }
}
