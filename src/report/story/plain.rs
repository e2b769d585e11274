//! What came out of a plain run, in words.

use crate::engine::record::PlainStop;
use crate::report::words::share_parts;
use crate::statistics::PlainSummary;
use crate::words::{counted, grouped, listed, number};

/// How a plain replicate ended, as a label.
pub fn stop_words(reason: PlainStop) -> &'static str {
    match reason {
        PlainStop::PhasesDone => "all phases done",
        PlainStop::TotalCells => "total cells reached",
        PlainStop::TypeCells => "cells of a type reached",
        PlainStop::Extinct => "extinct",
        PlainStop::TooManyCells => "too many cells to count",
        PlainStop::Unending => "never ended",
    }
}

/// What came out of a plain run, in one sentence.
pub fn plain_answer(summary: &PlainSummary) -> String {
    if summary.replicates == 0 {
        return "No replicate was simulated.".to_owned();
    }
    let how = |reason| match reason {
        PlainStop::PhasesDone => "ran to the end of the last phase",
        PlainStop::TotalCells => "reached the stop size",
        PlainStop::TypeCells => "reached the stop size of a type",
        PlainStop::Extinct => "died out",
        PlainStop::TooManyCells => "were left where they had more cells than can be counted (9 × 10¹⁵)",
        PlainStop::Unending => "were left after a million days in a phase that nothing ended",
    };
    let seen = summary.stops.iter().filter(|row| row.share.count > 0);
    let parts: Vec<String> = seen
        .map(|row| {
            let (percent, range) = share_parts(&row.share);
            format!(
                "{} ({}, 95% interval {range}) {}",
                grouped(row.share.count),
                percent,
                how(row.reason)
            )
        })
        .collect();
    let median = summary.end_day.as_ref().map_or(String::new(), |d| {
        format!("; the median replicate ended on day {}", number(d.median().value))
    });
    format!(
        "Of {}, {}{median}.",
        counted(summary.replicates, "replicate"),
        listed(&parts)
    )
}
