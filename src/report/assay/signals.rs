//! Blot, phospho-array, ELISA, stains and expression in words, tables and a figure.

use super::delivery::{Delivery, Footing};
use super::grid::Grid;
use super::table;
use crate::assay::signals::array::PhosphoArray;
use crate::assay::signals::blot::{Band, Blot};
use crate::assay::signals::expression::Expression;
use crate::assay::signals::markers::Stains;
use crate::assay::surroundings::cytokines::Elisa;
use crate::report::figure::assay as drawing;
use crate::report::{AssumptionRow, ReportError};
use crate::words;

fn band(band: &Band) -> String {
    match (band.faint, band.saturated) {
        (true, _) => format!("<{}", words::fixed(band.value, 2)),
        (_, true) => format!(">{}", words::fixed(band.value, 2)),
        _ => words::fixed(band.value, 2),
    }
}

/// A blot as rows of numbers.
pub fn blot_table(blot: &Blot) -> Grid {
    let heads: Vec<String> = (blot.lanes.iter())
        .map(|lane| format!("{}, {}", lane.specimen, lane.treatment))
        .collect();
    let head: Vec<&str> = ["antibody", "of"]
        .into_iter()
        .chain(heads.iter().map(String::as_str))
        .collect();
    let mut grid = Grid::new(&head);
    for row in &blot.rows {
        let of = match row.silent {
            true => format!("{} (not in the model)", row.name),
            false => row.name.clone(),
        };
        let bands = row.bands.iter().map(band);
        grid.push([row.readout.clone(), of].into_iter().chain(bands).collect());
    }
    grid
}

/// A blot.
///
/// # Errors
/// The figure cannot be drawn, or JSON cannot hold the read-outs: see [`ReportError`].
pub fn blot(blot: &Blot, leans_on: &[AssumptionRow]) -> Result<Delivery, ReportError> {
    let grid = blot_table(blot);
    let text = format!(
        "{}\nTarget, RAS-GTP, pMEK and pathways relative to the undrugged parental line; receptors relative to a positive \
         control (what their alteration adds). RAS-GTP and pMEK show the signal that passes them, from the driver and \
         from every route that joins before; mutant RAS adds its own. A MEK inhibitor dims pERK alone here.\n",
        grid.text(),
    );
    let figure = drawing::blot::draw(blot)?;
    Delivery::new(
        "blot",
        text,
        blot,
        Footing::of(blot.noise.assumptions(), leans_on),
        vec![table::bands(blot)],
        vec![("blot", figure)],
    )
}

/// An array as ranked rows.
pub fn array_table(array: &PhosphoArray) -> Grid {
    let mut grid = Grid::new(&[
        "rank", "spot", "of", "parental", "culture", "fold", "errors", "called", "measures",
    ]);
    for (i, spot) in array.spots.iter().enumerate() {
        grid.push(vec![
            (i + 1).to_string(),
            spot.readout.clone(),
            spot.name.clone(),
            words::fixed(spot.parental, 2),
            words::fixed(spot.resistant, 2),
            words::number(spot.fold),
            words::fixed(spot.errors, 1),
            if spot.called { "yes" } else { "no" }.to_owned(),
            spot.measure.words().to_owned(),
        ]);
    }
    grid
}

/// A phospho-array.
///
/// # Errors
/// The figure cannot be drawn, or JSON cannot hold the read-outs: see [`ReportError`].
pub fn array(array: &PhosphoArray, leans_on: &[AssumptionRow]) -> Result<Delivery, ReportError> {
    let grid = array_table(array);
    let text = format!(
        "Resistant against parental cells, both under {}, ranked by change; called from {}-fold and {} standard errors on.\n{}",
        array.treatment,
        array.noise.least_fold,
        array.noise.least_errors,
        grid.text(),
    );
    Delivery::new(
        "array",
        text,
        array,
        Footing::of(array.noise.assumptions(), leans_on),
        vec![table::spots(array)],
        vec![("array", drawing::signals::array(array)?)],
    )
}

/// An ELISA as rows.
pub fn elisa_table(elisa: &Elisa) -> Grid {
    let mut grid = Grid::new(&["factor", "of", "medium", "co-culture", "unit", "limit", "raised"]);
    for row in &elisa.rows {
        grid.push(vec![
            row.readout.clone(),
            row.factor.clone(),
            words::number(row.medium),
            words::number(row.co_culture),
            row.unit.clone(),
            words::number(row.limit),
            if row.raised { "yes" } else { "no" }.to_owned(),
        ]);
    }
    grid
}

/// An ELISA.
///
/// # Errors
/// The figure cannot be drawn, or JSON cannot hold the read-outs: see [`ReportError`].
pub fn elisa(elisa: &Elisa, leans_on: &[AssumptionRow]) -> Result<Delivery, ReportError> {
    let grid = elisa_table(elisa);
    let text = format!(
        "{}Not in a supernatant: contact, and enzymes inside the stroma such as CYP3A4 (`assay drug-level` shows what they \
         leave of a drug).\n",
        grid.text(),
    );
    Delivery::new(
        "cytokines",
        text,
        elisa,
        Footing::of(elisa.noise.assumptions(), leans_on),
        vec![table::cytokines(elisa)],
        vec![("cytokines", drawing::signals::elisa(elisa)?)],
    )
}

/// Stains as rows.
pub fn stains_table(stains: &Stains) -> Grid {
    let mut grid = Grid::new(&["marker", "state", "cells", "culture", "95%", "untreated"]);
    for row in &stains.rows {
        let share = row.resistant;
        let (told, interval) = words::percents(share.share, share.low, share.high);
        grid.push(vec![
            row.marker.clone(),
            row.state.clone(),
            share.n.to_string(),
            format!("{} ({told})", share.count),
            interval,
            format!("{} ({})", row.parental.count, words::percent(row.parental.share)),
        ]);
    }
    grid
}

/// Stains.
///
/// # Errors
/// The figure cannot be drawn, or JSON cannot hold the read-outs: see [`ReportError`].
pub fn stains(stains: &Stains, leans_on: &[AssumptionRow]) -> Result<Delivery, ReportError> {
    let grid = stains_table(stains);
    let text = grid.text();
    Delivery::new(
        "markers",
        text,
        stains,
        Footing::of(stains.noise.assumptions(), leans_on),
        vec![table::stained(stains)],
        vec![("markers", drawing::signals::stains(stains)?)],
    )
}

/// Expression as a row per state, a column per day.
pub fn expression_table(course: &Expression) -> Grid {
    let days: Vec<String> = (course.days.iter().zip(&course.on_drug))
        .map(|(day, on)| format!("day {} {}", words::number(*day), if *on { "+" } else { "-" }))
        .collect();
    let head: Vec<&str> = ["state", "marker"]
        .into_iter()
        .chain(days.iter().map(String::as_str))
        .chain(["follows the drug"])
        .collect();
    let mut wide = Grid::new(&head);
    for row in &course.rows {
        let scores = row.scores.iter().map(|score| words::fixed(*score, 3));
        let marker = if row.marker.is_empty() { "none" } else { &row.marker };
        let says = match (row.follows_drug, row.drug_fold) {
            (true, Some(fold)) => format!("yes, {}-fold", words::number(fold)),
            (false, Some(_)) => "no".to_owned(),
            _ if course.on_drug.contains(&true) => "no day off drug to compare".to_owned(),
            _ => "no day on drug to compare".to_owned(),
        };
        let cells = [row.state.clone(), marker.to_owned()]
            .into_iter()
            .chain(scores)
            .chain([says]);
        wide.push(cells.collect());
    }
    wide
}

/// Expression of state markers over time.
///
/// # Errors
/// The figure cannot be drawn, or JSON cannot hold the read-outs: see [`ReportError`].
pub fn expression(course: &Expression, leans_on: &[AssumptionRow]) -> Result<Delivery, ReportError> {
    let wide = expression_table(course);
    let text = format!(
        "Score: share of the cells in the state, plus background; + on drug, - without.\n{}",
        wide.text(),
    );
    Delivery::new(
        "expression",
        text,
        course,
        Footing::of(course.noise.assumptions(), leans_on),
        vec![table::scores(course)],
        vec![("expression", drawing::signals::expression(course)?)],
    )
}
