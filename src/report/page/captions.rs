//! What the figures of a laboratory run show, in words.

use super::document::Figure;
use crate::engine::record::FlaskTrace;
use crate::model::protocol::Protocol;
use crate::report::figure::FlaskFigures;
use crate::report::figure::course::DRAWN;
use crate::statistics::FlaskSummary;
use crate::words::{self, counted, grouped, percent};

/// Figures with their captions, in the order of the page.
pub fn captioned<'a>(
    protocol: &Protocol,
    summary: &FlaskSummary,
    trace: Option<&FlaskTrace>,
    drawn: &'a FlaskFigures,
) -> Vec<Figure<'a>> {
    let culture = summary.culture();
    let mut out: Vec<Figure> = drawn.outlook.iter().map(|svg| outlook(svg, culture)).collect();
    out.extend([
        Figure {
            svg: &drawn.profile,
            title: "Which mechanisms",
            caption: profile_caption(protocol, summary),
        },
        Figure {
            svg: &drawn.incidence,
            title: "When",
            caption: format!(
                "Share of {culture}s that have become resistant, gone extinct or been given up by a day (Aalen-Johansen, \
                 competing outcomes; only the end of the experiment censors), with pointwise 95% intervals.{}",
                match summary.worlds {
                    Some(_) => " Dotted: resistance over worlds, with the middle half of them.",
                    None => "",
                }
            ),
        },
        Figure {
            svg: &drawn.course,
            title: "Cells and dose over time",
            caption: course_caption(summary),
        },
    ]);
    if let Some(svg) = &drawn.over_time {
        out.push(Figure {
            svg,
            title: "Month by month",
            caption: format!(
                "All {culture}s by the mechanism with the most cells; a {culture} that has ended counts as it was at \
                 its outcome."
            ),
        });
    }
    if let Some(svg) = &drawn.barcodes {
        out.push(Figure {
            svg,
            title: "Shared barcodes",
            caption: "Barcodes above the detection limit at the outcome, by the number of sister arms in which they \
                      are; per stock. By chance: as many winners per arm, drawn from the barcodes that the arm was \
                      seeded with, larger ones more often."
                .to_owned(),
        });
    }
    if let (Some(trace), Some(svg)) = (trace, &drawn.muller) {
        let (title, caption) = trace_caption(summary, trace);
        out.push(Figure { svg, title, caption });
    }
    out
}

fn outlook<'a>(svg: &'a str, culture: &str) -> Figure<'a> {
    Figure {
        svg,
        title: "Chance, and what is not known",
        caption: format!(
            "Two intervals that answer two questions. Thin, with a dot: if every value were as guessed, how far does the \
             number of simulated {culture}s leave the share open? Broad: a world is one draw of every value that is not \
             known; how different are the shares of worlds? More {culture}s narrow the first, measurements the second."
        ),
    }
}

fn profile_caption(protocol: &Protocol, summary: &FlaskSummary) -> String {
    let culture = summary.culture();
    if summary.profile.resistant_flasks == 0 {
        return format!("No {culture} became resistant, so there is no profile to show.");
    }
    format!(
        "Mechanism with the most cells on the day a {culture} became resistant, over {}, with 95% Wilson intervals. \
         Pale: share of resistant {culture}s in which it was above the detection limit of {}.",
        counted(summary.profile.resistant_flasks, &format!("resistant {culture}")),
        percent(protocol.resistance.detection_limit),
    )
}

fn course_caption(summary: &FlaskSummary) -> String {
    let (kept, n) = (summary.drawn.len().min(DRAWN) as u64, summary.replicates);
    let lines = if kept == n {
        "all".to_owned()
    } else {
        format!("the first {} of", grouped(kept))
    };
    let dose = "Bottom: dose on that day, 0 in pauses and after the end of a course; median and bands are over the same \
                cultures.";
    let culture = summary.culture();
    format!(
        "Thin lines: {lines} {}. Top: living cells at each look, before anything is done; median and bands are over \
         {culture}s still under way (their number in the strip below) as long as these are at least half of all. {}",
        counted(n, culture),
        if summary.courses.is_empty() { "" } else { dose },
    )
}

fn trace_caption(summary: &FlaskSummary, trace: &FlaskTrace) -> (&'static str, String) {
    let record = &trace.record;
    let outcome = record.outcome.word().replace('_', " ");
    let typical = summary.typical_replicate == Some(record.replicate);
    let named = words::capital(&words::flask_of_files(record.replicate));
    let which = if typical {
        format!(
            "{named}: its outcome ({outcome}) and dominant mechanism are the commonest, and its day is closest to the \
             median of that group"
        )
    } else {
        format!("{named} ({outcome})")
    };
    let title = if typical { "A typical flask" } else { "One flask" };
    let how = "Each band is a lineage in one cell state, as a share of living cells; descendants stand inside their \
               parents. Below: all cells, and dose.";
    (title, format!("{which}. {how}"))
}
