//! The files of a laboratory run.

use super::context::RunContext;
use super::error::ReportError;
use super::figure::FlaskFigures;
use super::page;
use super::summary::summary_json;
use crate::engine::record::FlaskTrace;
use crate::model::protocol::Protocol;
use crate::statistics::FlaskSummary;

/// Files besides its tables: (path within the run's folder, content). `trace` is the typical replicate, simulated
/// again.
///
/// # Errors
/// A figure cannot be drawn, or JSON cannot hold the summary: see [`ReportError`].
pub fn files(
    context: &RunContext,
    protocol: &Protocol,
    summary: &FlaskSummary,
    trace: Option<&FlaskTrace>,
) -> Result<Vec<(String, String)>, ReportError> {
    let figures = FlaskFigures::draw(protocol, summary, trace)?;
    let page = page::flask::page(context, protocol, summary, trace, &figures);
    let mut out = vec![("summary.json".to_owned(), summary_json(context, summary)?)];
    let FlaskFigures {
        outlook,
        profile,
        incidence,
        course,
        over_time,
        barcodes,
        muller,
    } = figures;
    let named = [
        ("outlook", outlook),
        ("profile", Some(profile)),
        ("incidence", Some(incidence)),
        ("course", Some(course)),
        ("over_time", over_time),
        ("barcodes", barcodes),
        ("muller", muller),
    ];
    out.extend(
        named
            .into_iter()
            .filter_map(|(name, svg)| Some((format!("figures/{name}.svg"), svg?))),
    );
    out.push(("report.html".to_owned(), page));
    Ok(out)
}
