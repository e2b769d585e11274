//! A validation as files.

use super::data::{PAGE, ValidationReport};
use super::text;
use crate::report::figure::validation::{observed, values};
use crate::report::page::validation::page;
use crate::report::table::Posterior;
use crate::report::{ReportError, json, table};
use serde::Serialize;

/// Version of the layout of `validation.json`; rises when a reader would have to change.
const VALIDATION_SCHEMA: u32 = 1;

#[derive(Serialize)]
struct ValidationJson<'a> {
    schema: u32,
    kind: &'static str,
    answer: String,
    #[serde(flatten)]
    report: &'a ValidationReport,
}

/// Page, tables with their data dictionary, figures and JSON, by file name.
///
/// # Errors
/// A figure cannot be drawn, or JSON cannot hold the report: see [`ReportError`].
pub fn files(report: &ValidationReport, posterior: &Posterior) -> Result<Vec<(String, String)>, ReportError> {
    let figures = [
        ("observed", observed::draw(&observed::data(report.judged()))?),
        ("classes", values::draw(&values::data(report.judged()))?),
    ];
    let mut files = table::validation(report, posterior);
    let [observed, classes] = &figures;
    files.push((PAGE.to_owned(), page(report, &observed.1, &classes.1)));
    let whole = ValidationJson {
        schema: VALIDATION_SCHEMA,
        kind: "validation",
        answer: text::answer(report),
        report,
    };
    files.push((
        "validation.json".to_owned(),
        json::indented(&whole).map_err(ReportError::Json)?,
    ));
    let drawn = figures
        .into_iter()
        .map(|(name, svg)| (format!("figures/{name}.svg"), svg));
    files.extend(drawn);
    Ok(files)
}
