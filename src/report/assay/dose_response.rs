//! Dose-response, clones and drug batches in words, tables and figures.

use super::course::{self, CourseDay};
use super::delivery::{Delivery, Footing};
use super::grid::Grid;
use super::table;
use crate::assay::clones::{Cloning, CloningDesign};
use crate::assay::viability::batch::{BatchCheck, BatchVerdict};
use crate::assay::viability::dose_response::DoseResponse;
use crate::assay::viability::plate::{PlateDesign, PlateNoise};
use crate::assay::viability::potency::Potency;
use crate::assay::viability::ratio::Ratio;
use crate::report::figure::assay as drawing;
use crate::report::{AssumptionRow, ReportError};
use crate::words;
use serde::Serialize;

/// Curves of one drug: the parental line first, then the cultures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DoseResponseReport {
    /// Name of the line.
    pub line: String,
    /// One per drug.
    pub designs: Vec<PlateDesign>,
    /// One per drug.
    pub plates: Vec<Vec<DoseResponse>>,
    /// Where the cultures are a flask on its days: one for each culture but the parental line; else empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub course: Vec<CourseDay>,
}

/// "16.7 nM (14.9 to 18.8)", "> 10 µM".
pub fn potency(potency: &Potency) -> String {
    match potency {
        Potency::Dose { nm, low, high } if high / low < 1.000_1 => words::dose(*nm),
        Potency::Dose { nm, low, high } => words::with_interval([*nm, *low, *high].map(words::dose)),
        Potency::Above { nm } => format!("> {}", words::dose(*nm)),
        Potency::Below { nm } => format!("< {}", words::dose(*nm)),
        Potency::None => "none".to_owned(),
    }
}

/// A curve's midpoint, which joined means do not have.
fn midpoint(curve: &DoseResponse) -> String {
    match curve.interpolated {
        Some(_) => "left out".to_owned(),
        None => potency(&curve.ec50),
    }
}

/// Why doses are read off joined means and not off a curve.
pub fn interpolations<'a>(curves: impl Iterator<Item = &'a DoseResponse>) -> String {
    let why = |curve: &DoseResponse| {
        let of = format!("{} under {}", curve.specimen, curve.drug);
        match &curve.interpolated {
            Some(why) => Some(format!(
                "{of}: no four-parameter curve ({why}); doses are the last crossing of the joined means, EC50 left out.\n"
            )),
            None if curve.strays => Some(format!(
                "{of}: the means stray from the curve (F test of lack of fit, 5%); IC50, GI50 and GR50 are the last crossing of the \
                 joined means.\n"
            )),
            None => None,
        }
    };
    curves.filter_map(why).collect()
}

/// "12 (10 to 15)", "> 40".
pub fn ratio(ratio: Option<Ratio>) -> String {
    match ratio {
        None => "not known".to_owned(),
        Some(Ratio {
            value: Some(value),
            low,
            high,
        }) if high / low < 1.000_1 => words::number(value),
        Some(Ratio {
            value: Some(value),
            low,
            high,
        }) if high.is_infinite() => format!("{} ({} or more)", words::number(value), words::number(low)),
        Some(Ratio {
            value: Some(value),
            low,
            high,
        }) => words::with_interval([value, low, high].map(words::number)),
        Some(Ratio { low, high, .. }) if high.is_infinite() => format!("> {}", words::number(low)),
        Some(Ratio { high, .. }) => format!("< {}", words::number(high)),
    }
}

/// IC50, EC50, GI50, GR50 and resistance index of curves of one plate, the parental line first.
pub fn potencies(curves: &[DoseResponse]) -> Grid {
    let head = ["culture", "drug", "IC50", "EC50", "GI50", "GR50", "resistance index"];
    let mut grid = Grid::new(&head);
    for (i, curve) in curves.iter().enumerate() {
        let index = match i {
            0 => "1 (parental)".to_owned(),
            _ => ratio(curve.resistance_index(&curves[0])),
        };
        grid.push(vec![
            curve.specimen.clone(),
            curve.drug.clone(),
            potency(&curve.ic50),
            midpoint(curve),
            potency(&curve.gi50),
            potency(&curve.gr50),
            index,
        ]);
    }
    grid
}

fn plate_words(design: &PlateDesign) -> String {
    let (first, last) = (design.doses.first(), design.doses.last());
    format!(
        "{} plate, {} doses from {} to {}, {} per dose, {} undrugged and as many on day zero",
        words::hours(design.hours),
        design.doses.len(),
        words::dose(first.copied().unwrap_or(0.0)),
        words::dose(last.copied().unwrap_or(0.0)),
        words::counted(u64::from(design.wells), "well"),
        words::counted(u64::from(design.controls), "well"),
    )
}

/// Curves of parental and cultures, one plate per drug.
///
/// # Errors
/// The figure cannot be drawn, or JSON cannot hold the read-outs: see [`ReportError`].
pub fn dose_responses(report: &DoseResponseReport, leans_on: &[AssumptionRow]) -> Result<Delivery, ReportError> {
    let all = || report.plates.iter().flatten();
    let mut text = String::new();
    let mut before = None;
    for (design, plate) in report.designs.iter().zip(&report.plates) {
        if before.replace(design) != Some(design) {
            text += &format!("{}: {}\n\n", report.line, plate_words(design));
        }
        text += &potencies(plate).text();
        text.push('\n');
    }
    text += "IC50: half of the undrugged wells; EC50: midpoint of the curve; GI50: half of the growth in cells; \
             GR50: half on the scale of growth rates (2^(rate over undrugged rate) - 1; at 58% of the rate).";
    let noise = report.designs.first().map_or(PlateNoise::NONE, |design| design.noise);
    text += match noise == PlateNoise::NONE {
        true => " No scatter, so no intervals.\n",
        false => {
            " Intervals 95%; one that ends at the lowest or highest dose is open there. Where the curve falls within \
             one step between doses, the interval is the doses on either side.\n"
        }
    };
    text += &interpolations(all());
    let mut tables = vec![
        table::wells("dose_response_wells.csv", all()),
        table::potencies("dose_response.csv", all()),
    ];
    let mut figures = vec![(
        "dose_response",
        drawing::curves::draw(&drawing::curves::data(&report.plates))?,
    )];
    if !report.course.is_empty() {
        text += &format!(
            "\nShare of the cells in each state\n\n{}",
            course::grid(&report.course).text()
        );
        tables.push(table::states(&report.course));
        let course = drawing::course::data(&report.course, &report.plates);
        figures.push(("dose_response_course", drawing::course::draw(&course)?));
    }
    let footing = Footing::of(noise.assumptions(), leans_on);
    Delivery::new("dose_response", text, report, footing, tables, figures)
}

#[derive(Serialize)]
struct CloningFile<'a> {
    cloning: &'a Cloning,
    design: &'a CloningDesign,
    plates: &'a [Vec<DoseResponse>],
}

/// Clones as rows, with their resistance index under each drug (`plates`: one per drug, parental first, clones in
/// order).
pub fn clones_table(cloning: &Cloning, plates: &[Vec<DoseResponse>]) -> Grid {
    let mut head = vec!["clone", "banked on day", "founder (truth)"];
    let drugs: Vec<String> = plates
        .iter()
        .filter_map(|plate| plate.first())
        .map(|curve| format!("resistance index, {}", curve.drug))
        .collect();
    head.extend(drugs.iter().map(String::as_str));
    let mut grid = Grid::new(&head);
    for (i, clone) in cloning.clones.iter().enumerate() {
        let mut row = vec![clone.well.to_string(), words::number(clone.days), clone.founder.clone()];
        row.extend(
            (plates.iter()).map(|plate| ratio(plate.get(i + 1).and_then(|curve| curve.resistance_index(&plate[0])))),
        );
        grid.push(row);
    }
    grid
}

/// Clones, each on a plate beside the parental line.
///
/// # Errors
/// The figure cannot be drawn, or JSON cannot hold the read-outs: see [`ReportError`].
pub fn cloning(
    cloning: &Cloning,
    design: &CloningDesign,
    noise: &PlateNoise,
    plates: &[Vec<DoseResponse>],
    leans_on: &[AssumptionRow],
) -> Result<Delivery, ReportError> {
    let grid = clones_table(cloning, plates);
    let text = format!(
        "{}: {} plated singly, {} grew to {} cells (the rest did not take, died or stayed small)\n\n{}\n",
        cloning.source,
        words::counted(u64::from(cloning.plated), "cell"),
        cloning.clones.len(),
        words::cells(design.expand_to),
        grid.text()
    );
    let mut values = design.assumptions();
    values.extend(noise.assumptions());
    let all = || plates.iter().flatten();
    let figures = match plates.iter().all(|plate| plate.len() > 1) && !plates.is_empty() {
        true => vec![("clones", drawing::curves::draw(&drawing::curves::data(plates))?)],
        false => Vec::new(),
    };
    let data = CloningFile {
        cloning,
        design,
        plates,
    };
    let tables = vec![
        table::clones(cloning, plates),
        table::potencies("clones_potencies.csv", all()),
    ];
    Delivery::new("clones", text, &data, Footing::of(values, leans_on), tables, figures)
}

/// A drug batch on the parental line, and what it makes of a culture.
///
/// # Errors
/// The figure cannot be drawn, or JSON cannot hold the read-outs: see [`ReportError`].
pub fn batch(
    check: &BatchCheck,
    drug: &str,
    design: &PlateDesign,
    leans_on: &[AssumptionRow],
) -> Result<Delivery, ReportError> {
    let curves = [check.reference.clone(), check.batch.clone(), check.culture.clone()];
    let mut grid = Grid::new(&["culture", "drug", "IC50", "EC50"]);
    let shown = if check.culture.specimen == check.batch.specimen {
        2
    } else {
        3
    };
    for curve in &curves[..shown] {
        grid.push(vec![
            curve.specimen.clone(),
            curve.drug.clone(),
            potency(&curve.ic50),
            midpoint(curve),
        ]);
    }
    let said = match check.verdict {
        BatchVerdict::Good => "the batch is as potent as the reference, within twofold",
        BatchVerdict::Weak => {
            "the batch is weaker than the reference: use another one before calling a culture resistant"
        }
        BatchVerdict::Strong => "the batch is stronger than the reference: check its concentration",
        BatchVerdict::Unclear => "the plate cannot tell: repeat it with more wells or other doses",
    };
    let mut text = format!("{drug}: {}\n\n{}\n", plate_words(design), grid.text());
    text += &format!(
        "potency of the batch over the reference: {}\n{said}\n\n",
        ratio(check.potency)
    );
    text += &format!(
        "{} against the parental line under the reference batch (older notes): resistance index {}\n",
        check.culture.specimen,
        ratio(check.index_by_notes)
    );
    text += &format!(
        "{} against the parental line under the same batch: resistance index {}\n",
        check.culture.specimen,
        ratio(check.index_on_plate)
    );
    text += &interpolations(curves.iter());
    // The parental line stands for itself where no culture was named.
    let drawn = match check.culture.specimen == check.batch.specimen {
        true => &curves[..2],
        false => &curves[..],
    };
    let figure = drawing::curves::draw(&drawing::curves::data(&[drawn.to_vec()]))?;
    let tables = vec![
        table::potencies("potency.csv", curves.iter()),
        table::wells("potency_wells.csv", curves.iter()),
    ];
    Delivery::new(
        "potency",
        text,
        check,
        Footing::of(design.noise.assumptions(), leans_on),
        tables,
        vec![("potency", figure)],
    )
}
