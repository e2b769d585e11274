//! What wells and means keep from their fitted curves, a panel per drug.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{Point, figure, label, stroke};
use crate::assay::viability::dose_response::DoseResponse;
use crate::report::ReportError;
use crate::report::palette::{Colour, INK, NONE, QUIET, series};
use crate::words;

const PANEL: f64 = 130.0;
const GAP: f64 = 78.0;
const TOP: f64 = 34.0;

/// What one panel shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ResidualFigure {
    /// The drug.
    pub drug: String,
    /// Dose axis, nM.
    pub x: Scale,
    /// Share of undrugged wells above or below the curve.
    pub y: Scale,
    /// One per curve with a fit, coloured as in the figure of curves.
    pub curves: Vec<Residuals>,
}

/// What is left of one curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Residuals {
    /// Colour of the curve.
    pub colour: Colour,
    /// Dose in nM and distance from the curve of every well.
    pub wells: Vec<Point>,
    /// The same of the means.
    pub means: Vec<Point>,
}

/// One panel per drug; curves that were read off joined means have no residuals.
pub fn data(plates: &[Vec<DoseResponse>]) -> Vec<ResidualFigure> {
    plates.iter().map(|plate| of_plate(plate)).collect()
}

fn of_plate(plate: &[DoseResponse]) -> ResidualFigure {
    let doses = || {
        plate
            .iter()
            .flat_map(|curve| &curve.readings.points)
            .map(|point| point.dose)
    };
    let (low, high) = (doses().fold(f64::INFINITY, f64::min), doses().fold(0.0, f64::max));
    let curves: Vec<Residuals> = (plate.iter().enumerate())
        .filter_map(|(i, curve)| {
            let fit = curve.fit?;
            let points = &curve.readings.points;
            let wells = points
                .iter()
                .flat_map(|p| p.wells.iter().map(move |well| (p.dose, well - fit.at(p.dose))));
            Some(Residuals {
                colour: if i == 0 { NONE } else { series(i - 1) },
                wells: wells.collect(),
                means: points.iter().map(|p| (p.dose, p.mean() - fit.at(p.dose))).collect(),
            })
        })
        .collect();
    let furthest = curves
        .iter()
        .flat_map(|curve| &curve.wells)
        .fold(0.05, |a: f64, well| a.max(well.1.abs()));
    ResidualFigure {
        drug: plate.first().map_or_else(String::new, |curve| curve.drug.clone()),
        x: Scale::log(low, high, false),
        y: Scale::Linear {
            low: -1.05 * furthest,
            high: 1.05 * furthest,
        },
        curves,
    }
}

/// A panel per drug, the curve as the line at 0.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &[ResidualFigure]) -> Result<String, ReportError> {
    let height = TOP + shown.len() as f64 * (PANEL + GAP) - GAP + 50.0;
    figure(
        "residuals",
        "Distance of wells from their curves",
        (WIDTH, height),
        |canvas| {
            for (i, plate) in shown.iter().enumerate() {
                let top = TOP + i as f64 * (PANEL + GAP);
                let axes = Panel {
                    left: 70.0,
                    right: WIDTH - 225.0,
                    top,
                    bottom: top + PANEL,
                    x: plate.x,
                    y: plate.y,
                };
                canvas.text((axes.left, axes.top - 16.0), &plate.drug, label(13.0, INK).bold());
                axes.draw_y(canvas, "well less curve", &axes.y.ticks(5, words::signed));
                axes.draw_x(canvas, "dose, nM", &axes.x.ticks(6, words::number));
                if let Scale::Log { low, high, .. } = plate.x {
                    canvas.dashed(
                        &[axes.at((low, 0.0)), axes.at((high, 0.0))],
                        stroke(QUIET, 0.8),
                        (3.0, 3.0),
                    );
                }
                for curve in &plate.curves {
                    curve
                        .wells
                        .iter()
                        .for_each(|&well| canvas.circle(axes.at(well), 1.6, curve.colour, 0.45));
                    curve
                        .means
                        .iter()
                        .for_each(|&mean| canvas.circle(axes.at(mean), 3.0, curve.colour, 1.0));
                }
            }
        },
    )
}
