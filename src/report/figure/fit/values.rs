//! Free values before and after the data.

use crate::report::ReportError;
use crate::report::figure::axis::{Panel, Scale};
use crate::report::figure::before_after::Bars;
use crate::report::figure::canvas::{Canvas, figure, label, stroke};
use crate::report::palette::{self, FAINT, INK, QUIET};
use crate::statistics::fit::{Band, FitSummary, FreeValue};

const WIDTH: f64 = 860.0;
const ROW: f64 = 34.0;
const TOP: f64 = 54.0;
const NAMES: f64 = 310.0;
const RIGHT: f64 = 560.0;

/// What the figure shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ValuesFigure {
    /// As asked, then what belongs to the data.
    pub rows: Vec<ValueRow>,
}

/// One value; places are those in the prior: 0 its low end, 1 its high end, on a log scale.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueRow {
    /// What it is.
    pub name: String,
    /// Its numbers before, in words.
    pub prior: String,
    /// Its numbers with the data, in words.
    pub posterior: String,
    /// Where those stand in the prior's range.
    pub place: Band,
    /// The data say clearly more than was known.
    pub identified: bool,
}

/// Every value of a fit.
pub fn data(fit: &FitSummary) -> ValuesFigure {
    let row = |value: &FreeValue| {
        let at = |number: f64| place(&value.prior, number);
        let Band { low, middle, high } = value.posterior;
        ValueRow {
            name: value.what.clone(),
            prior: value.words(&value.prior),
            posterior: value.words(&value.posterior),
            place: Band {
                low: at(low),
                middle: at(middle),
                high: at(high),
            },
            identified: value.is_identified(),
        }
    };
    ValuesFigure {
        rows: fit.values.iter().map(row).collect(),
    }
}

/// Place of a number between both ends of a prior.
fn place(prior: &Band, number: f64) -> f64 {
    match prior.low > 0.0 && number > 0.0 {
        true => libm::log(number / prior.low) / libm::log(prior.high / prior.low),
        false => (number - prior.low) / (prior.high - prior.low),
    }
}

impl ValuesFigure {
    /// Where the bars stand.
    pub fn panel(&self) -> Panel {
        let ends = || self.rows.iter().flat_map(|row| [row.place.low, row.place.high]);
        let scale = Scale::Linear {
            low: ends().fold(-0.1, f64::min) - 0.02,
            high: ends().fold(1.1, f64::max) + 0.02,
        };
        Panel {
            left: NAMES,
            right: RIGHT,
            top: TOP,
            bottom: TOP + self.rows.len() as f64 * ROW,
            x: scale,
            y: scale,
        }
    }
}

/// Bars of the priors, and of the posteriors on them.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn draw(shown: &ValuesFigure) -> Result<String, ReportError> {
    let panel = shown.panel();
    let bars = Bars {
        panel: &panel,
        colour: palette::series(0),
        opacity: 1.0,
    };
    let title = "Each free value before and with the data";
    figure("values", title, (WIDTH, panel.bottom + 30.0), |c| {
        bars.key(c, "before the data, central 90%", "with the data");
        c.text((RIGHT + 12.0, 40.0), "with the data (before)", label(11.0, QUIET));
        for (end, text) in [(0.0, "low end"), (1.0, "high end")] {
            c.text((panel.px(end), 40.0), text, label(11.0, QUIET).centred());
            c.line(
                &[(panel.px(end), TOP - 6.0), (panel.px(end), panel.bottom)],
                stroke(FAINT, 1.0),
            );
        }
        for (i, row) in shown.rows.iter().enumerate() {
            one(c, row, &bars, TOP + (i as f64 + 0.5) * ROW);
        }
    })
}

fn one(c: &Canvas, row: &ValueRow, bars: &Bars, y: f64) {
    bars.row(c, y, &c.shortened(&row.name, 52), [0.0, 1.0], &row.place);
    let text = label(11.0, if row.identified { INK } else { QUIET });
    c.text((RIGHT + 12.0, y - 6.0), &row.posterior, text);
    c.text((RIGHT + 12.0, y + 7.0), &format!("({})", row.prior), label(9.5, QUIET));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_on_a_log_scale_where_there_is_one() {
        let prior = Band {
            low: 0.1,
            middle: 1.0,
            high: 10.0,
        };
        assert!((place(&prior, 1.0) - 0.5).abs() < 1e-12);
        assert!((place(&prior, 100.0) - 1.5).abs() < 1e-12);
        let from_zero = Band { low: 0.0, ..prior };
        assert!((place(&from_zero, 5.0) - 0.5).abs() < 1e-12);
    }
}
