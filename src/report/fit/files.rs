//! A fit as files.

use crate::report::figure::fit::{observed, values};
use crate::report::page::fit::{Drawn, page};
use crate::report::{ReportError, table};
use crate::statistics::fit::FitSummary;

/// The page.
pub const PAGE: &str = "fit.html";
/// Draws of the posterior: a row per world.
pub const POSTERIOR: &str = "posterior.csv";

/// Page, tables with their data dictionary, and figures, by file name.
pub fn files(fit: &FitSummary) -> Result<Vec<(String, String)>, ReportError> {
    let mut files = table::fit(fit);
    let seen = observed::data(fit);
    let drawn = Drawn {
        values: values::draw(&values::data(fit))?,
        observed: observed::draw(&seen)?,
        left_out: seen.left_out,
    };
    files.push((PAGE.to_owned(), page(fit, &drawn)));
    files.push(("values.svg".to_owned(), drawn.values));
    files.extend(drawn.observed.map(|svg| ("observed.svg".to_owned(), svg)));
    Ok(files)
}
