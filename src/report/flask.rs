//! The files of a laboratory run.

use super::figure::{barcodes, bars, course, incidence, muller, over_time};
use super::{ReportError, RunContext, page, summary_json};
use crate::engine::record::FlaskTrace;
use crate::model::protocol::Protocol;
use crate::statistics::FlaskSummary;

/// Figures of a laboratory run, SVG.
#[derive(Debug, Clone, PartialEq)]
pub struct FlaskFigures {
    pub profile: String,
    pub incidence: String,
    pub course: String,
    /// Only in experiments of two months and more.
    pub over_time: Option<String>,
    /// Only where sister arms are barcoded.
    pub barcodes: Option<String>,
    /// Only where a flask was traced.
    pub muller: Option<String>,
}

impl FlaskFigures {
    /// Draws all.
    pub fn draw(protocol: &Protocol, summary: &FlaskSummary, trace: Option<&FlaskTrace>) -> Result<Self, ReportError> {
        let drugs: Vec<String> = summary.courses.iter().map(|course| course.drug.clone()).collect();
        let overlap = summary.barcodes.as_ref().and_then(|barcodes| barcodes.overlap.as_ref());
        Ok(Self {
            profile: bars::profile(summary)?,
            incidence: incidence::draw(summary, protocol.stop.after)?,
            course: course::draw(summary, protocol)?,
            over_time: over_time::draw(&summary.over_time)?,
            barcodes: overlap.map(barcodes::draw).transpose()?,
            muller: trace.map(|trace| muller::draw(trace, &drugs)).transpose()?,
        })
    }
}

/// See [`super::flask_files`]; names come from the summary.
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
        profile,
        incidence,
        course,
        over_time,
        barcodes,
        muller,
    } = figures;
    let named = [
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
