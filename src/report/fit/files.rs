//! A fit as files.

use super::names::{OVERLAY, PAGE, PLACED_PAGE};
use super::overlay::overlay;
use crate::report::figure::fit::{observed, values};
use crate::report::page::fit::{Drawn, page, placed_page};
use crate::report::table::Posterior;
use crate::report::{ReportError, table};
use crate::statistics::fit::{FitSummary, Placed, PlacedPoint, Point};

/// Page, tables with their data dictionary, and figures, by file name.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn files(fit: &FitSummary, posterior: &Posterior) -> Result<Vec<(String, String)>, ReportError> {
    let mut files = table::fit(fit, posterior);
    let seen = observed::data(&fit.points);
    let drawn = Drawn {
        values: values::draw(&values::data(fit))?,
        observed: observed::draw(&seen, "new flasks of the fitted model: median and central 90%")?,
        left_out: seen.left_out,
    };
    files.push((PAGE.to_owned(), page(fit, &drawn)));
    files.extend(overlay(fit).map(|text| (OVERLAY.to_owned(), text)));
    files.push(("values.svg".to_owned(), drawn.values));
    files.extend(drawn.observed.map(|svg| ("observed.svg".to_owned(), svg)));
    Ok(files)
}

/// An observed experiment among simulated ones as files: page, table with its data dictionary, figure.
///
/// # Errors
/// See [`ReportError::Drawing`].
pub fn placed_files(placed: &Placed) -> Result<Vec<(String, String)>, ReportError> {
    let mut files = table::placed(placed);
    let point = |point: &PlacedPoint| Point {
        place: point.place.clone(),
        observed: point.observed,
        simulated: point.worlds.unwrap_or(point.chance),
    };
    let points: Vec<Point> = placed.points.iter().map(point).collect();
    let band = match placed.among_worlds.is_some() {
        true => "worlds, chance and what is not known together: median and central 90%",
        false => "simulated, chance alone: median and central 90%",
    };
    let drawn = observed::draw(&observed::data(&points), band)?;
    files.push((PLACED_PAGE.to_owned(), placed_page(placed, drawn.as_deref())));
    files.extend(drawn.map(|svg| ("observed.svg".to_owned(), svg)));
    Ok(files)
}
