//! Classes before and after the fit.

use crate::report::ReportError;
use crate::report::figure::axis::{Panel, Scale};
use crate::report::figure::before_after::Bars;
use crate::report::figure::canvas::{figure, label, stroke};
use crate::report::palette::{FAINT, QUIET, WORLDS};
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
///
/// # Errors
/// See [`ReportError::Drawing`].
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
    let bars = Bars {
        panel: &panel,
        colour: WORLDS,
        opacity: 0.6,
    };
    let title = "What the observations say of each class";
    figure("classes", title, (WIDTH, panel.bottom + 34.0), |c| {
        bars.key(c, "before the fit, central 90%", "with all groups");
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
            bars.row(
                c,
                y,
                &capital(&row.what),
                [row.prior.low, row.prior.high],
                &row.posterior,
            );
            c.text(
                (RIGHT + 12.0, y),
                &signed((100.0 * row.posterior.middle).round() / 100.0),
                label(11.0, QUIET),
            );
        }
    })
}
