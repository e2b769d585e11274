//! What came out of a plain run, in words.

use crate::engine::record::PlainStop;
use crate::report::words::share_parts;
use crate::statistics::PlainSummary;
use crate::statistics::fluctuation::Fluctuation;
use crate::words::{cells, counted, grouped, listed, number, percent};

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

/// What came out of a plain run, in a few sentences: growth of mutants first, where there are any.
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
    let ends = format!(
        "Of {}, {}{median}.",
        counted(summary.replicates, "replicate"),
        listed(&parts)
    );
    let grown = mutants(summary)
        .into_iter()
        .chain(summary.fluctuation.as_ref().map(laws));
    grown.chain([ends]).collect::<Vec<_>>().join(" ")
}

/// How many mutants there are at the end.
fn mutants(summary: &PlainSummary) -> Vec<String> {
    let led_to = summary.types.iter().filter(|of| summary.mutants.contains(&of.name));
    let sentence = |of: &crate::statistics::plain::CountSummary| {
        format!(
            "{} cells at the end: none in {} of replicates, median {}, mean {}, most {}.",
            crate::words::capital(&of.name),
            percent(of.zero.share),
            cells(of.median),
            crate::words::mean_cells(of.mean),
            grouped(of.max)
        )
    };
    led_to.map(sentence).collect()
}

/// Why they differ: what the law of mutations during growth says, and what mutations at its end would.
fn laws(of: &Fluctuation) -> String {
    let median = of
        .law_median
        .map_or(String::new(), |n| format!(" and a median of {}", grouped(n)));
    format!(
        "Mutations arise at random during growth ({} a culture), and an early one leaves a large clone: {} of the cultures \
         hold half of all mutants. The law of Luria and Delbrück expects none in {}{median}; as many mutants in every \
         culture but for chance (Poisson) would leave none in {}.",
        number(of.mutations),
        percent(of.half),
        percent(of.law_zero),
        match of.poisson_zero < 1e-6 {
            true => "fewer than one in a million".to_owned(),
            false => percent(of.poisson_zero),
        }
    )
}
