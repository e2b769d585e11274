//! Observed shares beside predicted ones.

use crate::report::ReportError;
use crate::report::figure::axis::{Panel, Scale};
use crate::report::figure::canvas::{Canvas, figure, label, stroke};
use crate::report::palette::{FAINT, GIVEN_UP, INK, QUIET, WORLDS};
use crate::statistics::validation::{Assessment, CategoryRow, SetRow};
use crate::words::{counted, percent};

const WIDTH: f64 = 860.0;
const NAMES: f64 = 250.0;
const RIGHT: f64 = 700.0;
const TOP: f64 = 46.0;
const HEAD: f64 = 34.0;
const ROW: f64 = 22.0;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservedFigure {
    /// Sets, in the order of the protocol.
    pub sets: Vec<SetRow>,
}

/// Every set.
pub fn data(at: &Assessment) -> ObservedFigure {
    ObservedFigure { sets: at.sets.clone() }
}

impl ObservedFigure {
    fn height(&self) -> f64 {
        let sets = self.sets.iter().map(|set| HEAD + set.categories.len() as f64 * ROW);
        sets.sum()
    }

    /// Where the shares stand.
    pub fn panel(&self) -> Panel {
        let scale = Scale::Linear { low: 0.0, high: 1.0 };
        Panel {
            left: NAMES,
            right: RIGHT,
            top: TOP,
            bottom: TOP + self.height(),
            x: scale,
            y: scale,
        }
    }
}

/// A row per category: bar of new observations, mean, what was observed with its interval, the naive predictor.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &ObservedFigure) -> Result<String, ReportError> {
    let panel = shown.panel();
    let title = "Observed shares beside predicted ones, set by set";
    figure("observed", title, (WIDTH, panel.bottom + 34.0), |c| {
        legend(c);
        for tick in 0..=4 {
            let share = f64::from(tick) / 4.0;
            let x = panel.px(share);
            c.line(&[(x, TOP), (x, panel.bottom)], stroke(FAINT, 1.0));
            c.text((x, panel.bottom + 14.0), &percent(share), label(11.0, QUIET).centred());
        }
        let mut y = TOP;
        for set in &shown.sets {
            let head = format!("{}, {}", set.title, counted(set.n, "observation"));
            c.text((10.0, y + 0.62 * HEAD), &head, label(12.0, INK).bold());
            y += HEAD;
            for row in &set.categories {
                category(c, row, &panel, y + 0.5 * ROW);
                y += ROW;
            }
        }
    })
}

fn legend(c: &Canvas) {
    c.rect((NAMES, 11.0), (NAMES + 14.0, 21.0), WORLDS, 0.35);
    c.line(&[(NAMES + 7.0, 9.0), (NAMES + 7.0, 23.0)], stroke(WORLDS, 2.0));
    c.text(
        (NAMES + 20.0, 16.0),
        "predicted: mean, and 90% of new series",
        label(11.0, QUIET),
    );
    c.circle((NAMES + 258.0, 16.0), 3.5, INK, 1.0);
    c.text((NAMES + 268.0, 16.0), "observed (95%)", label(11.0, QUIET));
    diamond(c, (NAMES + 370.0, 16.0));
    c.text((NAMES + 380.0, 16.0), "best naive predictor", label(11.0, QUIET));
}

fn diamond(c: &Canvas, (x, y): (f64, f64)) {
    let ends = [(x - 4.0, y), (x, y - 4.0), (x + 4.0, y), (x, y + 4.0), (x - 4.0, y)];
    c.line(&ends, stroke(GIVEN_UP, 1.4));
}

fn category(c: &Canvas, row: &CategoryRow, panel: &Panel, y: f64) {
    c.text((NAMES - 10.0, y), &c.shortened(&row.name, 38), label(11.5, INK).right());
    let (low, high) = (panel.px(row.band.low), panel.px(row.band.high));
    c.rect((low, y - 5.5), (high.max(low + 1.0), y + 5.5), WORLDS, 0.35);
    let mean = panel.px(row.predicted);
    c.line(&[(mean, y - 7.0), (mean, y + 7.0)], stroke(WORLDS, 2.0));
    if !row.naive.is_nan() {
        diamond(c, (panel.px(row.naive), y));
    }
    let ends = [(panel.px(row.observed.low), y), (panel.px(row.observed.high), y)];
    c.line(&ends, stroke(INK, 1.0));
    c.circle((panel.px(row.observed.share), y), 3.5, INK, 1.0);
    let numbers = format!(
        "{} of {}; {} predicted",
        row.observed.count,
        row.observed.n,
        percent(row.predicted)
    );
    let colour = if row.is_inside() { QUIET } else { INK };
    c.text((RIGHT + 10.0, y), &numbers, label(10.5, colour));
}
