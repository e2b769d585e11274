//! Drug left in the medium over hours: plain medium against a co-culture.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{figure, label, spread, stroke};
use crate::assay::surroundings::drug_level::{DrugLevel, LevelRow};
use crate::report::ReportError;
use crate::report::palette::{Colour, INK, NONE, QUIET, series};
use crate::statistics::interval::Z95;
use crate::words;

const LEFT: f64 = 74.0;
const RIGHT: f64 = WIDTH - 150.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 270.0;

/// What an arm is called, its level, and its colour.
type Arm = (&'static str, fn(&LevelRow) -> f64, Colour);

/// Draws it.
pub fn draw(level: &DrugLevel) -> Result<String, ReportError> {
    let half = Z95 * level.noise.cv / libm::sqrt(f64::from(level.noise.wells.max(1)));
    let limit = level.noise.limit;
    let levels = level.rows.iter().flat_map(|row| [row.medium, row.co_culture]);
    let axes = Panel {
        left: LEFT,
        right: RIGHT,
        top: TOP,
        bottom: BOTTOM,
        x: Scale::Linear {
            low: 0.0,
            high: level.rows.last().map_or(1.0, |row| row.hour).max(1.0),
        },
        y: Scale::log(0.7 * limit, levels.fold(10.0 * limit, f64::max) * 1.5, false),
    };
    let title = format!("{} left in the medium", level.drug);
    figure("drug-level", &title, (WIDTH, BOTTOM + 62.0), |c| {
        c.text((12.0, 16.0), &title, label(13.0, INK).bold());
        axes.draw_y(c, "nM", &axes.y.ticks(5, words::number));
        let sampled = level.rows.iter().map(|row| (row.hour, words::number(row.hour)));
        axes.draw_x(c, "hours after the drug was added", &sampled.collect::<Vec<_>>());
        let at_limit = axes.py(limit);
        c.dashed(&[(LEFT, at_limit), (RIGHT, at_limit)], stroke(QUIET, 1.0), (3.0, 3.0));
        let arms: [Arm; 2] = [
            ("plain medium", |row| row.medium, NONE),
            ("co-culture", |row| row.co_culture, series(0)),
        ];
        let ends = arms.map(|(_, of, _)| level.rows.last().map_or(limit, of));
        let wanted: Vec<f64> = ends.iter().map(|end| axes.py(*end)).chain([at_limit]).collect();
        let places = spread(&wanted, 14.0, TOP, BOTTOM);
        for ((name, of, colour), y) in arms.into_iter().zip(&places) {
            let points: Vec<_> = level.rows.iter().map(|row| axes.at((row.hour, of(row)))).collect();
            c.line(&points, stroke(colour, 1.8));
            for row in &level.rows {
                let (low, high) = (of(row) * libm::exp(-half), of(row) * libm::exp(half));
                let x = axes.px(row.hour);
                if of(row) > limit {
                    c.line(&[(x, axes.py(low.max(limit))), (x, axes.py(high))], stroke(colour, 1.4));
                }
                c.circle((x, axes.py(of(row))), 3.4, colour, 1.0);
            }
            c.text((RIGHT + 12.0, *y), name, label(11.0, INK));
        }
        if let Some(y) = places.last() {
            c.text((RIGHT + 12.0, *y), "limit", label(11.0, QUIET));
        }
        let note = format!(
            "Co-culture: on average {} of plain medium. Bars: 95% of the wells' scatter. Dashed: limit of quantification.",
            words::percent(level.mean_share.value)
        );
        c.text((12.0, BOTTOM + 50.0), &note, label(10.5, QUIET));
    })
}
