//! Figures of array, ELISA, stains, expression, switch and add-back.

use super::super::WIDTH;
use super::super::axis::{Panel, Scale};
use super::super::canvas::{Canvas, figure, label, stroke, text_width};
use super::super::series::Dot;
use super::dots::{Dots, Row, draw};
use crate::assay::Estimate;
use crate::assay::functional::{AddBack, SwitchTest};
use crate::assay::signals::array::{PhosphoArray, Spot};
use crate::assay::signals::expression::Expression;
use crate::assay::signals::markers::Stains;
use crate::assay::signals::shown::Measure;
use crate::assay::surroundings::cytokines::Elisa;
use crate::report::ReportError;
use crate::report::palette::{Colour, FAINT, INK, NONE, QUIET, series};
use crate::statistics::interval::{Proportion, Z95};
use crate::words;

/// Spots shown of an array, the largest changes first.
const SPOTS: usize = 24;

fn pair(first: &str, second: &str) -> Vec<(String, Colour)> {
    vec![(first.to_owned(), NONE), (second.to_owned(), series(0))]
}

/// Signals under drug, parental and resistant.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn array(array: &PhosphoArray) -> Result<String, ReportError> {
    // A mean of n spots is known within this factor.
    let half = Z95 * array.noise.cv / libm::sqrt(f64::from(array.noise.spots.max(1)));
    let dot = |value: f64| {
        Some(Dot {
            value,
            low: value * libm::exp(-half),
            high: value * libm::exp(half),
        })
    };
    let shown = &array.spots[..array.spots.len().min(SPOTS)];
    let all = || shown.iter().flat_map(|spot| [spot.parental, spot.resistant]);
    draw(
        "array",
        &Dots {
            title: format!("Phospho-array under {}", array.treatment),
            series: pair("parental", "culture"),
            axis: "signal (1 is strong)",
            scale: Scale::log(
                all().fold(f64::INFINITY, f64::min) * libm::exp(-1.1 * half),
                all().fold(0.0, f64::max) * libm::exp(1.1 * half),
                false,
            ),
            tick: words::number,
            reference: Some(array.noise.background),
            rows: (shown.iter())
                .map(|spot| Row {
                    label: spot_label(spot),
                    dots: vec![dot(spot.parental), dot(spot.resistant)],
                    marked: spot.called,
                })
                .collect(),
            note: format!(
                "Ranked by change; bold: called ({}-fold and {} standard errors). Dashed: background. Lines: 95% of the spots' scatter.",
                array.noise.least_fold, array.noise.least_errors
            ),
        },
    )
}

/// What a spot shows; an amount of protein and what is read beside the array say so.
fn spot_label(spot: &Spot) -> String {
    match spot.measure {
        Measure::Phosphorylation => spot.readout.clone(),
        Measure::Protein => format!("{} (protein)", spot.readout),
        Measure::GtpBound => format!("{} (pull-down)", spot.readout),
        Measure::Messenger => format!("{} (immunoassay)", spot.readout),
    }
}

/// Secreted factors in plain medium and co-culture.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn elisa(elisa: &Elisa) -> Result<String, ReportError> {
    let half = Z95 * elisa.noise.cv / libm::sqrt(f64::from(elisa.noise.wells.max(1)));
    let rows = || elisa.rows.iter();
    // Each analyte has its own limit of detection; multiples of it share one axis.
    let dot = |value: f64, limit: f64| {
        let value = value / limit;
        let half = if value > 1.0 { half } else { 0.0 };
        Some(Dot {
            value,
            low: (value * libm::exp(-half)).max(1.0),
            high: value * libm::exp(half),
        })
    };
    let highest = rows().map(|row| row.medium.max(row.co_culture) / row.limit);
    draw(
        "cytokines",
        &Dots {
            title: "Secreted factors".to_owned(),
            series: pair("plain medium", "co-culture"),
            axis: "amount over the limit of detection",
            scale: Scale::log(0.8, highest.fold(12.0, f64::max) * 1.6, false),
            tick: words::number,
            reference: Some(1.0),
            rows: rows()
                .map(|row| Row {
                    label: format!("{} (limit {} {})", row.readout, words::number(row.limit), row.unit),
                    dots: vec![dot(row.medium, row.limit), dot(row.co_culture, row.limit)],
                    marked: row.raised,
                })
                .collect(),
            note: "Bold: raised. Dashed: limit of detection. Lines: 95% of the wells' scatter.".to_owned(),
        },
    )
}

/// Stained cells.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn stains(stains: &Stains) -> Result<String, ReportError> {
    let dot = |of: &Proportion| {
        Some(Dot {
            value: of.share,
            low: of.low,
            high: of.high,
        })
    };
    draw(
        "markers",
        &Dots {
            title: "Stained cells".to_owned(),
            series: pair("untreated", "culture"),
            axis: "share of cells",
            scale: Scale::Linear { low: 0.0, high: 1.0 },
            tick: |share| words::percent(share),
            reference: None,
            rows: (stains.rows.iter())
                .map(|row| Row {
                    label: format!("{} ({})", row.marker, row.state),
                    dots: vec![dot(&row.parental), dot(&row.resistant)],
                    marked: row.resistant.low > row.parental.high,
                })
                .collect(),
            note: format!(
                "{} cells counted per slide; bold: more than untreated. Lines: 95% (Wilson).",
                stains.noise.cells
            ),
        },
    )
}

/// A viability with its interval.
pub fn viability(of: &Estimate) -> Option<Dot> {
    Some(Dot {
        value: of.value,
        low: of.low.max(0.0),
        high: of.high,
    })
}

/// A scale of viabilities that holds all dots.
pub fn viabilities(rows: &[Row]) -> Scale {
    let highest = rows
        .iter()
        .flat_map(|row| row.dots.iter().flatten())
        .map(|dot| dot.high);
    Scale::Linear {
        low: 0.0,
        high: (1.02 * highest.fold(1.03, f64::max)).min(2.0),
    }
}

/// Other inhibitors of the driver.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn switch(tests: &[SwitchTest]) -> Result<String, ReportError> {
    let rows: Vec<Row> = (tests.iter())
        .map(|test| Row {
            label: format!("{} {}", test.drug, words::dose(test.dose.nm)),
            dots: vec![viability(&test.parental), viability(&test.resistant)],
            marked: false,
        })
        .collect();
    draw(
        "switch",
        &Dots {
            title: "Switch to other inhibitors of the driver".to_owned(),
            series: pair("parental", "culture"),
            axis: "viability over undrugged wells",
            scale: viabilities(&rows),
            tick: |share| words::percent(share),
            reference: Some(0.5),
            rows,
            note: "Low like the parental line: the driver still carries the cells. Lines: 95%.".to_owned(),
        },
    )
}

/// A partner beside the drug.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn add_back(tests: &[AddBack]) -> Result<String, ReportError> {
    let rows: Vec<Row> = (tests.iter())
        .map(|test| Row {
            label: format!("{} {}", test.partner, words::dose(test.partner_dose.nm)),
            dots: vec![
                viability(&test.drug_alone),
                viability(&test.partner_alone),
                Some(Dot::alone(test.both.value + test.bliss_excess.value)),
                viability(&test.both),
            ],
            marked: test.bliss_excess.low > 0.0,
        })
        .collect();
    let names = ["drug alone", "partner alone", "both, expected (Bliss)", "both"];
    let colours = [NONE, series(2), Colour(0x26, 0x2B, 0x33), series(0)];
    draw(
        "add-back",
        &Dots {
            title: "A partner beside the drug".to_owned(),
            series: names.map(str::to_owned).into_iter().zip(colours).collect(),
            axis: "viability over undrugged wells",
            scale: viabilities(&rows),
            tick: |share| words::percent(share),
            reference: None,
            rows,
            note: "Bold: surely below what independent action leaves (Bliss). Lines: 95%.".to_owned(),
        },
    )
}

const LEFT: f64 = 70.0;
const RIGHT: f64 = WIDTH - 190.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 270.0;

/// Scores of states over the days; days on drug are shaded.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn expression(course: &Expression) -> Result<String, ReportError> {
    let scores = course.rows.iter().flat_map(|row| row.scores.iter().copied());
    let last = course.days.last().copied().unwrap_or(1.0);
    let axes = Panel {
        left: LEFT,
        right: RIGHT,
        top: TOP,
        bottom: BOTTOM,
        x: super::super::axis::days(last),
        y: Scale::Linear {
            low: 0.0,
            high: scores.fold(0.1, f64::max) * 1.08,
        },
    };
    figure(
        "expression",
        "Expression of state markers",
        (WIDTH, BOTTOM + 62.0),
        |c| {
            c.text((12.0, 16.0), "Expression of state markers", label(13.0, INK).bold());
            axes.draw_y(c, "score", &axes.y.ticks(5, words::number));
            let spans = course.days.windows(2).zip(course.on_drug.windows(2));
            for (days, _) in spans.filter(|(_, on)| on[1]) {
                c.rect((axes.px(days[0]), TOP), (axes.px(days[1]), BOTTOM), QUIET, 0.14);
            }
            axes.draw_x(c, "day", &axes.x.ticks(7, words::number));
            for (i, row) in course.rows.iter().enumerate() {
                let points: Vec<_> = course
                    .days
                    .iter()
                    .zip(&row.scores)
                    .map(|(d, s)| axes.at((*d, *s)))
                    .collect();
                c.line(&points, stroke(series(i), 1.8));
                points.iter().for_each(|point| c.circle(*point, 3.0, series(i), 1.0));
                key(c, i, row);
            }
            let note = "Grey: up to a sample on drug. Score: share of the cells in the state, plus background.";
            c.text((12.0, BOTTOM + 50.0), note, label(10.5, QUIET));
            c.line(&[(LEFT, BOTTOM), (RIGHT, BOTTOM)], stroke(FAINT, 0.5));
        },
    )
}

/// Name of a state beside the panel.
fn key(c: &Canvas, i: usize, row: &crate::assay::signals::expression::ExpressionRow) {
    let (x, y) = (RIGHT + 14.0, TOP + 10.0 + 30.0 * i as f64);
    c.circle((x + 4.0, y), 3.4, series(i), 1.0);
    let size = (11.0 * 155.0 / text_width(&row.state, 11.0).max(1.0)).clamp(8.0, 11.0);
    c.text((x + 14.0, y), &c.shortened(&row.state, 28), label(size, INK));
    let marker = match (row.marker.as_str(), row.follows_drug) {
        ("", true) => "follows the drug".to_owned(),
        ("", false) => String::new(),
        (marker, true) => format!("{marker}, follows the drug"),
        (marker, false) => marker.to_owned(),
    };
    c.text((x + 14.0, y + 13.0), &marker, label(10.0, QUIET));
}
