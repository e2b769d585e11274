//! Drug left in the medium over hours: plain medium against a co-culture.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{Canvas, figure, label, spread, stroke};
use super::super::series::Dot;
use crate::assay::surroundings::drug_level::{DrugLevel, LevelRow};
use crate::report::ReportError;
use crate::report::palette::{Colour, INK, NONE, QUIET, series};
use crate::statistics::interval::Z95;
use crate::words;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelFigure {
    /// Says which drug.
    pub title: String,
    /// Hours at which samples were taken.
    pub hours: Vec<f64>,
    /// Limit of quantification, nM.
    pub limit: f64,
    /// Plain medium and co-culture.
    pub arms: [LevelArm; 2],
    /// What the co-culture leaves, and how the figure is read.
    pub note: String,
}

/// Samples of one arm.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelArm {
    /// What it is called at its end.
    pub name: &'static str,
    /// Of its line and dots.
    pub colour: Colour,
    /// Level at each hour with the 95% of the wells' scatter, nM; without scatter at the limit.
    pub levels: Vec<Dot>,
}

/// Levels by hour.
pub fn data(level: &DrugLevel) -> LevelFigure {
    let half = Z95 * level.noise.cv / libm::sqrt(f64::from(level.noise.wells.max(1)));
    let limit = level.noise.limit;
    let dot = |value: f64| match value > limit {
        true => Dot {
            value,
            low: (value * libm::exp(-half)).max(limit),
            high: value * libm::exp(half),
        },
        false => Dot::alone(value),
    };
    let arm = |name, colour, of: fn(&LevelRow) -> f64| LevelArm {
        name,
        colour,
        levels: level.rows.iter().map(|row| dot(of(row))).collect(),
    };
    LevelFigure {
        title: format!("{} left in the medium", level.drug),
        hours: level.rows.iter().map(|row| row.hour).collect(),
        limit,
        arms: [
            arm("plain medium", NONE, |row| row.medium),
            arm("co-culture", series(0), |row| row.co_culture),
        ],
        note: format!(
            "Co-culture: on average {} of plain medium. Bars: 95% of the wells' scatter. Dashed: limit of quantification.",
            words::percent(level.mean_share.value)
        ),
    }
}

impl LevelFigure {
    /// Where it is drawn.
    pub fn panel(&self) -> Panel {
        let levels = self.arms.iter().flat_map(|arm| &arm.levels).map(|dot| dot.value);
        Panel {
            left: 74.0,
            right: WIDTH - 150.0,
            top: 40.0,
            bottom: 270.0,
            x: Scale::Linear {
                low: 0.0,
                high: self.hours.last().copied().unwrap_or(1.0).max(1.0),
            },
            y: Scale::log(0.7 * self.limit, levels.fold(10.0 * self.limit, f64::max) * 1.5, false),
        }
    }
}

/// Two arms above the limit.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &LevelFigure) -> Result<String, ReportError> {
    let axes = shown.panel();
    figure("drug-level", &shown.title, (WIDTH, axes.bottom + 62.0), |c| {
        c.text((12.0, 16.0), &shown.title, label(13.0, INK).bold());
        axes.draw_y(c, "nM", &axes.y.ticks(5, words::number));
        let sampled = shown.hours.iter().map(|&hour| (hour, words::number(hour)));
        axes.draw_x(c, "hours after the drug was added", &sampled.collect::<Vec<_>>());
        let at_limit = axes.py(shown.limit);
        let ends = [(axes.left, at_limit), (axes.right, at_limit)];
        c.dashed(&ends, stroke(QUIET, 1.0), (3.0, 3.0));
        let end = |arm: &LevelArm| axes.py(arm.levels.last().map_or(shown.limit, |dot| dot.value));
        let wanted: Vec<f64> = shown.arms.iter().map(end).chain([at_limit]).collect();
        let places = spread(&wanted, 14.0, axes.top, axes.bottom);
        let x = axes.right + 12.0;
        for (arm, y) in shown.arms.iter().zip(&places) {
            draw_arm(c, &axes, &shown.hours, arm);
            c.text((x, *y), arm.name, label(11.0, INK));
        }
        c.text((x, places[shown.arms.len()]), "limit", label(11.0, QUIET));
        c.text((12.0, axes.bottom + 50.0), &shown.note, label(10.5, QUIET));
    })
}

fn draw_arm(c: &Canvas, axes: &Panel, hours: &[f64], arm: &LevelArm) {
    let at = || hours.iter().copied().zip(&arm.levels);
    let line: Vec<(f64, f64)> = at().map(|(hour, dot)| (hour, dot.value)).collect();
    axes.line(c, &line, stroke(arm.colour, 1.8));
    for (hour, dot) in at() {
        if dot.high > dot.low {
            axes.line(c, &[(hour, dot.low), (hour, dot.high)], stroke(arm.colour, 1.4));
        }
        c.circle(axes.at((hour, dot.value)), 3.4, arm.colour, 1.0);
    }
}
