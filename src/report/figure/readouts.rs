//! Figures of a work-up's numbers, where the curves and reads behind them are not at hand: the drug stock, shifts of
//! the IC50, viability at the flask's dose, what sequencing called. Nothing in them tells which flask it is.

use super::assay::dots::{Dots, Row, draw};
use super::assay::signals::{viabilities, viability};
use super::axis::Scale;
use super::series::Dot;
use crate::diagnosis::Readouts;
use crate::diagnosis::Thresholds;
use crate::diagnosis::readouts::{DriverSequencing, Estimate, PanelSequencing, PotencyCheck, Shift, Survival};
use crate::report::ReportError;
use crate::report::palette::{Colour, series};
use crate::words;

fn one(colour: Colour) -> Vec<(String, Colour)> {
    vec![("value and 95% interval".to_owned(), colour)]
}

fn row(label: String, dot: Dot) -> Row {
    Row {
        label,
        dots: vec![Some(dot)],
        marked: false,
    }
}

/// A scale of folds that holds 1 and all dots; ends beyond it are cut at its ends.
fn folds(rows: &[Row]) -> Scale {
    let dots = || rows.iter().flat_map(|row| row.dots.iter().flatten());
    let low = dots().map(|dot| dot.low).filter(|low| *low > 0.0);
    let high = dots().map(|dot| dot.high).filter(|high| high.is_finite());
    Scale::log(low.fold(0.5, f64::min) / 1.2, high.fold(2.0, f64::max) * 1.2, false)
}

/// The stock in use over a reference batch, by the IC50 of the parental line (P14).
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn potency(check: &PotencyCheck) -> Result<String, ReportError> {
    let over = check.ic50_over_record;
    let (value, low, high) = (over.value, over.low, over.high);
    let rows = vec![row(
        "stock in use over a reference batch".to_owned(),
        Dot { value, low, high },
    )];
    draw(
        "drug stock",
        &Dots {
            title: "Drug stock on the parental line".to_owned(),
            series: one(series(0)),
            axis: "IC50, fold",
            scale: folds(&rows),
            tick: words::number,
            reference: Some(1.0),
            rows,
            note: format!(
                "Dashed: equal potency. The stock is taken to be weak where the whole interval lies above {}-fold.",
                words::number(Thresholds::default().weak_stock)
            ),
        },
    )
}

/// Resistance index of the culture as it grew, out of a co-culture, and after a holiday; `None` without any.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn shifts(readouts: &Readouts) -> Result<Option<String>, ReportError> {
    let of = |name: String, shift: &Shift| {
        let index = shift.index;
        let name = match shift.at_least {
            true => format!("{name}: at least"),
            false => name,
        };
        let high = if shift.at_least { index.value } else { index.high };
        row(
            name,
            Dot {
                value: index.value,
                low: index.low.min(index.value),
                high,
            },
        )
    };
    let surrounded = readouts.alone.is_some();
    let mut rows = Vec::new();
    if let Some(shift) = &readouts.shift {
        let name = if surrounded { "in the co-culture" } else { "culture" };
        rows.push(of(name.to_owned(), shift));
    }
    if let Some(alone) = &readouts.alone {
        rows.push(of("out of the co-culture".to_owned(), alone));
    }
    if let Some(rest) = &readouts.holiday {
        rows.push(of(
            format!("after {} without drug", words::short_days(rest.days)),
            &rest.shift,
        ));
    }
    if rows.is_empty() {
        return Ok(None);
    }
    let drawn = draw(
        "resistance index",
        &Dots {
            title: format!("IC50 of {} over the parental line's", readouts.drug),
            series: one(series(0)),
            axis: "resistance index",
            scale: folds(&rows),
            tick: words::number,
            reference: Some(1.0),
            rows,
            note: "Dashed: as the parental line. At least: half of the cells live at the highest dose.".to_owned(),
        },
    );
    drawn.map(Some)
}

/// Viability at the dose in which the culture grew.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn survival(readouts: &Readouts, at: &Survival) -> Result<String, ReportError> {
    let rested = |days: Option<f64>| match days {
        Some(days) => format!("after {} without drug", words::short_days(days)),
        None => "after the holiday".to_owned(),
    };
    let among = if at.alone.is_some() {
        "in the co-culture"
    } else {
        "culture"
    };
    let mut all = vec![("parental".to_owned(), at.parental), (among.to_owned(), at.resistant)];
    all.extend(at.alone.map(|alone| ("out of the co-culture".to_owned(), alone)));
    let days = readouts.holiday.as_ref().map(|rest| rest.days);
    all.extend(at.rested.map(|left| (rested(days), left)));
    let rows: Vec<Row> = (all.into_iter())
        .map(|(label, left)| Row {
            label,
            dots: vec![viability(&left)],
            marked: false,
        })
        .collect();
    draw(
        "viability",
        &Dots {
            title: format!("Viability in {} {}", readouts.drug, words::dose(readouts.dose)),
            series: one(series(1)),
            axis: "viability over undrugged wells",
            scale: viabilities(&rows),
            tick: |share| words::percent(share),
            reference: None,
            rows,
            note: "The dose in which the culture grew. Lines: 95%.".to_owned(),
        },
    )
}

/// New variants of the driver and its copies; `None` where nothing was called.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn driver(run: &DriverSequencing) -> Result<Option<String>, ReportError> {
    if run.new_variants.is_empty() {
        return Ok(None);
    }
    let or_risen = or_risen(run.new_variants.iter().map(|variant| variant.before));
    let rows = (run.new_variants.iter())
        .map(|variant| {
            let vaf = variant.vaf;
            row(
                format!("{} {}{}", run.gene, variant.name, risen(variant.before)),
                Dot {
                    value: vaf.value,
                    low: vaf.low,
                    high: vaf.high,
                },
            )
        })
        .collect();
    draw(
        "driver variants",
        &Dots {
            title: format!("{} by {}: new{or_risen} variants", run.gene, run.method.name()),
            series: one(series(0)),
            axis: "variant allele frequency",
            scale: Scale::log(0.5 * run.limit, 1.0, false),
            tick: |share| words::percent(share),
            reference: Some(run.limit),
            rows,
            note: "Dashed: found in 95 of 100 runs from here on. New against the pre-treatment sample.".to_owned(),
        },
    )
    .map(Some)
}

/// Beside the name of what was there before treatment, with its share then.
fn risen(before: Option<Estimate>) -> String {
    before.map_or(String::new(), |before| {
        format!(", risen from {}", words::percent(before.value.min(1.0)))
    })
}

fn or_risen(mut all: impl Iterator<Item = Option<Estimate>>) -> &'static str {
    if all.any(|before| before.is_some()) {
        " or risen"
    } else {
        ""
    }
}

/// Alterations outside the driver; `None` where nothing was called.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn panel(run: &PanelSequencing) -> Result<Option<String>, ReportError> {
    if run.findings.is_empty() {
        return Ok(None);
    }
    let or_risen = or_risen(run.findings.iter().map(|finding| finding.before));
    let rows = (run.findings.iter())
        .map(|finding| {
            let share = finding.share;
            let within = |value: f64| value.clamp(0.0, 1.0);
            row(
                format!("{}{}", finding.name, risen(finding.before)),
                Dot {
                    value: within(share.value),
                    low: within(share.low),
                    high: within(share.high),
                },
            )
        })
        .collect();
    draw(
        "panel",
        &Dots {
            title: format!(
                "{} genes at {}: new{or_risen} alterations",
                run.genes.len(),
                run.method.name()
            ),
            series: one(series(0)),
            axis: "share of the cells that it speaks for",
            scale: Scale::Linear { low: 0.0, high: 1.0 },
            tick: |share| words::percent(share),
            reference: None,
            rows,
            note: "Twice the allele frequency of a point mutation, or what the gain of copies implies. Lines: 95%."
                .to_owned(),
        },
    )
    .map(Some)
}
