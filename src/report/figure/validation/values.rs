//! Classes before and after the fit.

use crate::report::ReportError;
use crate::report::figure::axis::{Panel, Scale};
use crate::report::figure::canvas::{figure, label, stroke};
use crate::report::palette::{FAINT, INK, QUIET, WORLDS};
use crate::statistics::validation::{Assessment, MovedRow};
use crate::words::{capital, number, signed};

const WIDTH: f64 = 720.0;
const NAMES: f64 = 250.0;
const RIGHT: f64 = 620.0;
const TOP: f64 = 40.0;
const ROW: f64 = 26.0;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassesFigure {
    /// A row per class, on the scale of standard normal scores.
    pub rows: Vec<MovedRow>,
}

/// Every class.
pub fn data(at: &Assessment) -> ClassesFigure {
    ClassesFigure {
        rows: at.classes.clone(),
    }
}

/// Bars of the priors, and of the posteriors on them.
pub fn draw(shown: &ClassesFigure) -> Result<String, ReportError> {
    let scale = Scale::Linear { low: -2.6, high: 2.6 };
    let panel = Panel {
        left: NAMES,
        right: RIGHT,
        top: TOP,
        bottom: TOP + shown.rows.len() as f64 * ROW,
        x: scale,
        y: scale,
    };
    let title = "What the observations say of each class";
    figure("classes", title, (WIDTH, panel.bottom + 34.0), |c| {
        c.rect((NAMES, 11.0), (NAMES + 14.0, 21.0), FAINT, 1.0);
        c.text((NAMES + 20.0, 16.0), "before the fit, central 90%", label(11.0, QUIET));
        c.rect((NAMES + 190.0, 11.0), (NAMES + 204.0, 21.0), WORLDS, 0.6);
        c.text((NAMES + 210.0, 16.0), "with all groups", label(11.0, QUIET));
        for tick in -2..=2 {
            let x = panel.px(f64::from(tick));
            c.line(&[(x, TOP), (x, panel.bottom)], stroke(FAINT, 1.0));
            let text = if tick == 0 {
                number(0.0)
            } else {
                signed(f64::from(tick))
            };
            c.text((x, panel.bottom + 14.0), &text, label(11.0, QUIET).centred());
        }
        for (i, row) in shown.rows.iter().enumerate() {
            let y = TOP + (i as f64 + 0.5) * ROW;
            c.text((NAMES - 10.0, y), &capital(&row.what), label(11.5, INK).right());
            let bar = |low: f64, high: f64, half: f64| ((panel.px(low), y - half), (panel.px(high), y + half));
            let (from, to) = bar(row.prior.low, row.prior.high, 7.0);
            c.rect(from, to, FAINT, 1.0);
            let (from, to) = bar(row.posterior.low, row.posterior.high, 4.5);
            c.rect(from, to, WORLDS, 0.6);
            let middle = panel.px(row.posterior.middle);
            c.line(&[(middle, y - 8.0), (middle, y + 8.0)], stroke(INK, 1.8));
            c.text(
                (RIGHT + 12.0, y),
                &signed((100.0 * row.posterior.middle).round() / 100.0),
                label(11.0, QUIET),
            );
        }
    })
}
