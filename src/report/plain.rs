//! The files of a plain run.

use super::context::RunContext;
use super::error::ReportError;
use super::figure::PlainFigures;
use super::page;
use super::summary::summary_json;
use crate::model::plain::PlainModel;
use crate::statistics::PlainSummary;

/// Files besides its tables: (path within the run's folder, content).
///
/// # Errors
/// A figure cannot be drawn, or JSON cannot hold the summary: see [`ReportError`].
pub fn files(
    context: &RunContext,
    model: &PlainModel,
    summary: &PlainSummary,
) -> Result<Vec<(String, String)>, ReportError> {
    let figures = PlainFigures::draw(summary)?;
    let page = page::plain::page(context, model, summary, &figures);
    let mut out = vec![("summary.json".to_owned(), summary_json(context, summary)?)];
    let PlainFigures {
        stops,
        counts,
        fluctuation,
        trajectories,
    } = figures;
    let named = [
        ("stops", Some(stops)),
        ("counts", Some(counts)),
        ("fluctuation", fluctuation),
        ("trajectories", trajectories),
    ];
    out.extend(
        named
            .into_iter()
            .filter_map(|(name, svg)| Some((format!("figures/{name}.svg"), svg?))),
    );
    out.push(("report.html".to_owned(), page));
    Ok(out)
}
