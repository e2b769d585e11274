//! The files of a plain run.

use super::figure::{bars, plain};
use super::{ReportError, RunContext, page, summary_json};
use crate::model::plain::PlainModel;
use crate::statistics::PlainSummary;

/// Figures of a plain run, SVG.
#[derive(Debug, Clone, PartialEq)]
pub struct PlainFigures {
    pub stops: String,
    pub counts: String,
    /// Only where trajectories were recorded.
    pub trajectories: Option<String>,
}

impl PlainFigures {
    /// Draws all.
    pub fn draw(summary: &PlainSummary) -> Result<Self, ReportError> {
        let recorded = summary.trajectories.iter().any(|bands| !bands.points.is_empty());
        Ok(Self {
            stops: bars::stops(summary)?,
            counts: plain::final_counts(summary)?,
            trajectories: recorded.then(|| plain::trajectories(summary)).transpose()?,
        })
    }
}

/// See [`super::plain_files`].
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
        trajectories,
    } = figures;
    let named = [
        ("stops", Some(stops)),
        ("counts", Some(counts)),
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
