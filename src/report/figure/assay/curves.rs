//! Dose-response curves: wells, means and fits of parental and resistant cultures, a panel per drug.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{Canvas, Point, figure, label, stroke, text_width};
use super::super::series::Dot;
use crate::assay::viability::dose_response::DoseResponse;
use crate::assay::viability::potency::Potency;
use crate::report::ReportError;
use crate::report::palette::{Colour, INK, NONE, QUIET, series};
use crate::words;

const PANEL: f64 = 240.0;
const GAP: f64 = 78.0;
const TOP: f64 = 34.0;
/// Curves drawn per panel; more would only hide each other.
const MOST: usize = 9;
/// Stretches of a drawn fit.
const STEPS: u32 = 160;

/// What one panel shows.
#[derive(Debug, Clone, PartialEq)]
pub struct PlateFigure {
    /// What all curves titrate: the drug, without the batch where there are several.
    pub drug: String,
    /// Length of the assay, hours.
    pub hours: f64,
    /// Dose axis, nM.
    pub x: Scale,
    /// Share of undrugged wells.
    pub y: Scale,
    /// The parental line first; as many as are drawn.
    pub curves: Vec<DoseCurve>,
    /// Curves left to the table.
    pub hidden: usize,
}

/// One culture.
#[derive(Debug, Clone, PartialEq)]
pub struct DoseCurve {
    /// The culture, and the batch of the drug where there are several.
    pub name: String,
    /// Of wells, means and fit.
    pub colour: Colour,
    /// Dose in nM and share of undrugged wells of every well.
    pub wells: Vec<Point>,
    /// The same of the means.
    pub means: Vec<Point>,
    /// Corners of the fit; of the joined means where the fit is steeper than the doses can tell or there is none.
    pub fit: Vec<Point>,
    /// Dose at half, nM, with its interval.
    pub ic50: Option<Dot>,
    /// That dose, or why there is none.
    pub note: String,
}

/// One panel per drug; each panel's first curve is the parental line.
pub fn data(plates: &[Vec<DoseResponse>]) -> Vec<PlateFigure> {
    plates.iter().map(|plate| of_plate(plate)).collect()
}

fn of_plate(plate: &[DoseResponse]) -> PlateFigure {
    let points = || plate.iter().flat_map(|curve| &curve.readings.points);
    let doses = || points().map(|point| point.dose);
    let (low, high) = (doses().fold(f64::INFINITY, f64::min), doses().fold(0.0, f64::max));
    let highest = points().flat_map(|point| &point.wells).fold(1.1, |a: f64, b| a.max(*b));
    let first = plate.first();
    let same = plate
        .iter()
        .all(|curve| first.is_some_and(|first| curve.drug == first.drug));
    let drug = first.map_or("", |first| match (&first.batch, same) {
        (Some(batch), false) => &batch.of,
        _ => &first.drug,
    });
    PlateFigure {
        drug: drug.to_owned(),
        hours: first.map_or(0.0, |curve| curve.hours),
        x: Scale::log(low, high, false),
        y: Scale::Linear {
            low: 0.0,
            high: highest.min(2.0) * 1.02,
        },
        curves: (plate.iter().take(MOST).enumerate())
            .map(|(i, curve)| of_curve(i, curve, same))
            .collect(),
        hidden: plate.len().saturating_sub(MOST),
    }
}

fn of_curve(i: usize, curve: &DoseResponse, same: bool) -> DoseCurve {
    let points = &curve.readings.points;
    let wells = points.iter().flat_map(|p| p.wells.iter().map(|&well| (p.dose, well)));
    let joined = if curve.interpolated.is_some() {
        ", means joined"
    } else {
        ""
    };
    DoseCurve {
        name: match &curve.batch {
            _ if same => curve.specimen.clone(),
            Some(batch) => format!("{}, {}", curve.specimen, batch.called),
            None => format!("{}, {}", curve.specimen, curve.drug),
        },
        // Grey for the parental line, which comes first.
        colour: if i == 0 { NONE } else { series(i - 1) },
        wells: wells.collect(),
        means: points.iter().map(|point| (point.dose, point.mean())).collect(),
        fit: fit(curve),
        ic50: match curve.ic50 {
            Potency::Dose { nm, low, high } => Some(Dot { value: nm, low, high }),
            _ => None,
        },
        note: match curve.ic50 {
            Potency::Dose { nm, .. } => format!("IC50 {}{joined}", words::dose(nm)),
            Potency::Above { nm } => format!("IC50 above {}{joined}", words::dose(nm)),
            Potency::Below { nm } => format!("IC50 below {}{joined}", words::dose(nm)),
            Potency::None => format!("no IC50{joined}"),
        },
    }
}

fn fit(curve: &DoseResponse) -> Vec<Point> {
    let points = &curve.readings.points;
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Vec::new();
    };
    // A fit steeper than the doses can tell would be a wall between two of them, and between measured points nothing
    // but a straight line is known.
    let step = points.get(1).map_or(0.0, |second| libm::log(second.dose / first.dose));
    match (curve.fit, &curve.interpolated) {
        (Some(fit), _) if fit.slope * step <= 6.0 => {
            let dose = |k: u32| first.dose * libm::pow(last.dose / first.dose, f64::from(k) / f64::from(STEPS));
            (0..=STEPS).map(dose).map(|dose| (dose, fit.at(dose))).collect()
        }
        (Some(_), _) | (None, Some(_)) => points.iter().map(|point| (point.dose, point.mean())).collect(),
        (None, None) => Vec::new(),
    }
}

/// Where the panel of a plate is drawn.
pub fn panel(plates: &[PlateFigure], plate: usize) -> Panel {
    let top = TOP + plate as f64 * (PANEL + GAP);
    Panel {
        left: 70.0,
        right: WIDTH - 225.0,
        top,
        bottom: top + PANEL,
        x: plates[plate].x,
        y: plates[plate].y,
    }
}

/// A panel per plate, names and IC50s at the right.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(plates: &[PlateFigure]) -> Result<String, ReportError> {
    let height = TOP + plates.len() as f64 * (PANEL + GAP) - GAP + 50.0;
    let drugs: Vec<String> = plates.iter().map(|plate| plate.drug.clone()).collect();
    let title = format!("Dose-response under {}", words::listed(&drugs));
    figure("dose-response", &title, (WIDTH, height), |canvas| {
        for (i, plate) in plates.iter().enumerate().filter(|(_, plate)| !plate.curves.is_empty()) {
            let axes = panel(plates, i);
            draw_plate(canvas, &axes, plate);
            draw_legend(canvas, &axes, plate);
        }
    })
}

fn draw_plate(canvas: &Canvas, axes: &Panel, plate: &PlateFigure) {
    let head = format!("{}, {}", plate.drug, words::hours(plate.hours));
    canvas.text((axes.left, axes.top - 16.0), &head, label(13.0, INK).bold());
    axes.draw_y(canvas, "share of undrugged wells", &axes.y.ticks(6, words::number));
    axes.draw_x(canvas, "dose, nM", &axes.x.ticks(6, words::number));
    let doses = || plate.curves.iter().flat_map(|curve| &curve.means).map(|point| point.0);
    let (low, high) = (doses().fold(f64::INFINITY, f64::min), doses().fold(0.0, f64::max));
    let half = [axes.at((low, 0.5)), axes.at((high, 0.5))];
    canvas.dashed(&half, stroke(QUIET, 0.8), (3.0, 3.0));
    for curve in &plate.curves {
        axes.line(canvas, &curve.fit, stroke(curve.colour, 2.0));
        for &well in &curve.wells {
            canvas.circle(axes.at(well), 1.6, curve.colour, 0.45);
        }
        for &mean in &curve.means {
            canvas.circle(axes.at(mean), 3.0, curve.colour, 1.0);
        }
        if let Some(ic50) = curve.ic50 {
            axes.line(canvas, &[(ic50.low, 0.5), (ic50.high, 0.5)], stroke(INK, 1.2));
            canvas.circle(axes.at((ic50.value, 0.5)), 2.4, INK, 1.0);
        }
    }
}

/// Names and IC50s at the right, in the order of the table.
fn draw_legend(canvas: &Canvas, axes: &Panel, plate: &PlateFigure) {
    let (x, line) = (axes.right + 14.0, |i: usize| axes.top + 8.0 + 26.0 * i as f64);
    for (i, curve) in plate.curves.iter().enumerate() {
        let y = line(i);
        canvas.line(&[(x, y), (x + 14.0, y)], stroke(curve.colour, 2.0));
        canvas.circle((x + 7.0, y), 3.0, curve.colour, 1.0);
        // Long names are set smaller before anything is cut.
        let name = &curve.name;
        let room = WIDTH - x - 24.0;
        let size = (11.0 * room / text_width(name, 11.0).max(1.0)).clamp(8.0, 11.0);
        let fits = (name.chars().count() as f64 * room / text_width(name, size).max(1.0)) as usize;
        canvas.text((x + 20.0, y), &canvas.shortened(name, fits), label(size, INK));
        canvas.text((x + 20.0, y + 12.0), &curve.note, label(10.0, QUIET));
    }
    if plate.hidden > 0 {
        let left = format!("and {} more in the table", plate.hidden);
        canvas.text((x, line(MOST)), &left, label(10.0, QUIET));
    }
}
