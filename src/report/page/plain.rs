//! The page of a plain run.

use super::document::{Figure, assumptions, document, figures, key_numbers, provenance, table};
use crate::model::plain::PlainModel;
use crate::report::figure::PlainFigures;
use crate::report::words::{share, share_parts};
use crate::report::{RunContext, story};
use crate::statistics::PlainSummary;
use crate::statistics::plain::CountSummary;
use crate::words::{cells, counted, grouped, number};
use maud::{Markup, html};

/// The whole page.
pub fn page(context: &RunContext, model: &PlainModel, summary: &PlainSummary, drawn: &PlainFigures) -> String {
    let body = html! {
        (key_numbers(&strip(summary)))
        section { h2 { "Results" } (figures(&captioned(summary, drawn))) }
        (tables(summary))
        (methods(context, model))
        (assumptions(&context.assumptions))
        section {
            h2 { "Limitations" }
            p { "The plain form knows cell types with given rates and nothing else: no drug, crowding or cell line. For research and teaching only; it gives no advice about patients." }
        }
        (provenance(&context.provenance))
    };
    document(context, &[story::plain_answer(summary)], body)
}

fn strip(summary: &PlainSummary) -> Vec<(String, String)> {
    let mut out = vec![(grouped(summary.replicates), "replicates".to_owned())];
    for row in summary.stops.iter().filter(|row| row.share.count > 0) {
        let (percent, range) = share_parts(&row.share);
        out.push((
            percent,
            format!("{} (95% interval {range})", story::stop_words(row.reason).to_owned()),
        ));
    }
    for of in summary.types.iter().filter(|of| summary.mutants.contains(&of.name)) {
        out.push((cells(of.median), format!("{} cells, median", of.name)));
        out.push((
            cells(of.mean),
            format!("{} cells, mean (most {})", of.name, cells(of.max as f64)),
        ));
    }
    out.push((cells(summary.total.mean), "cells at the end, mean".to_owned()));
    out.truncate(7);
    out
}

fn captioned<'a>(summary: &PlainSummary, drawn: &'a PlainFigures) -> Vec<Figure<'a>> {
    let n = counted(summary.replicates, "replicate");
    let grown = drawn.fluctuation.as_ref().map(|svg| Figure {
        svg,
        title: "Growth of mutants",
        caption: format!(
            "Bars: share of {n} by their number of mutants, in bins that double, on a log axis. Red: the law of Luria and \
             Delbrück (Lea and Coulson 1949), exact for mutants that grow and die at their own rates while their parents \
             grow as their mean does (recursion of Ma, Sandri and Sarkar 1992, Panjer 1981). Grey: Poisson of the simulated \
             mean, as if every mutation came at the end. A mean that rests on few jackpots is itself uncertain."
        ),
    });
    let all = vec![
        Figure {
            svg: &drawn.stops,
            title: "How replicates ended",
            caption: format!("Shares of {n} with 95% Wilson intervals."),
        },
        Figure {
            svg: &drawn.counts,
            title: "Cells at the end",
            caption: format!(
                "Share of {n} by final count, on a log axis with its own place for 0; bars of equal width on that axis."
            ),
        },
    ];
    let mut out: Vec<Figure> = grown.into_iter().chain(all).collect();
    if let Some(svg) = &drawn.trajectories {
        out.push(Figure {
            svg,
            title: "Cells over time",
            caption: "Over replicates still running or extinct (0 cells); those that met a stop rule are left out from then on.".to_owned(),
        });
    }
    out
}

fn count_row(row: &CountSummary) -> Vec<String> {
    let values = [row.mean, row.sd, row.q05, row.median, row.q95, row.max as f64];
    let mut out = vec![row.name.clone(), share(&row.zero)];
    out.extend(values.map(|v| if v < 1e4 { number(v) } else { cells(v) }));
    out
}

fn tables(summary: &PlainSummary) -> Markup {
    let heads = |first| {
        [
            first,
            "None in (95% interval)",
            "Mean",
            "SD",
            "5%",
            "Median",
            "95%",
            "Most",
        ]
    };
    let types: Vec<Vec<String>> = std::iter::once(&summary.total)
        .chain(&summary.types)
        .map(count_row)
        .collect();
    let mutations: Vec<Vec<String>> = summary.mutations.iter().map(count_row).collect();
    let value = |v: Option<f64>| v.map_or("–".to_owned(), number);
    let stops: Vec<Vec<String>> = summary
        .stops
        .iter()
        .map(|row| {
            let day = |p| value(row.day.as_ref().and_then(|d| d.quantile(p)).map(|q| q.value));
            let counts = format!("{}/{}", grouped(row.share.count), grouped(row.share.n));
            vec![
                story::stop_words(row.reason).to_owned(),
                counts,
                share(&row.share),
                day(0.1),
                day(0.5),
                day(0.9),
            ]
        })
        .collect();
    html! {
        section {
            h2 { "Tables" }
            (table("How and when replicates ended", &["Reason", "Replicates", "Share (95% interval)", "Day, 10%", "Median", "90%"], &stops))
            (table("Cells at the end", &heads("Type"), &types))
            @if !mutations.is_empty() { (table("Founding events", &heads("Mutation"), &mutations)) }
        }
    }
}

fn methods(context: &RunContext, model: &PlainModel) -> Markup {
    let types: Vec<String> = model
        .types
        .iter()
        .map(|t| format!("{} ({} at the start)", t.name, cells(t.founders as f64)))
        .collect();
    html! {
        section {
            h2 { "Methods in short" }
            @if !context.protocol_words.is_empty() { ul { @for line in &context.protocol_words { li { (line) } } } }
            p {
                "Types: " (types.join(", ")) ". Every cell divides, dies and changes type independently of the others at the rates of its phase; "
                "one daughter of a division mutates with the stated probability; a phase ends with binomial sampling where it keeps less than all."
            }
            p { "Means and standard deviations are exact sums; quantiles are those of the data up to 8,192 replicates, and right to 0.1% of the rank beyond." }
        }
    }
}
