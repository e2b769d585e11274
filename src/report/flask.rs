//! The files of a laboratory run.

use super::figure::{bars, course, incidence, muller};
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
    /// Only where a flask was traced.
    pub muller: Option<String>,
}

impl FlaskFigures {
    /// Draws all.
    pub fn draw(protocol: &Protocol, summary: &FlaskSummary, trace: Option<&FlaskTrace>) -> Result<Self, ReportError> {
        let drugs: Vec<String> = summary.courses.iter().map(|course| course.drug.clone()).collect();
        Ok(Self {
            profile: bars::profile(summary)?,
            incidence: incidence::draw(summary, protocol.stop.after)?,
            course: course::draw(summary, protocol)?,
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
        muller,
    } = figures;
    let named = [
        ("profile", Some(profile)),
        ("incidence", Some(incidence)),
        ("course", Some(course)),
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
