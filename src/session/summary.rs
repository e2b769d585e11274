//! What is known of a scenario's replicates.

use crate::report;
use crate::statistics::{FlaskSummary, PlainSummary};
use crate::words::{self, Columns};
use std::fmt;

/// Statistics of a run; displayed as the answer in words.
#[derive(Debug, Clone, PartialEq)]
pub enum Summary {
    /// Of the laboratory form: outcomes, profile, times.
    Laboratory(Box<FlaskSummary>),
    /// Of the plain form: ends and counts.
    Plain(Box<PlainSummary>),
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&match self {
            Summary::Laboratory(summary) => flask_answer(summary),
            Summary::Plain(summary) => plain_answer(summary),
        })
    }
}

fn flask_answer(summary: &FlaskSummary) -> String {
    let text = format!(
        "{}\n\n{}\n{}",
        report::answer(summary).join("\n\n"),
        report::text_profile(summary).trim_end(),
        report::text_together(summary)
    );
    text.trim_end().to_owned()
}

/// How replicates ended, and the mean of every count.
fn plain_answer(summary: &PlainSummary) -> String {
    let mut table = Columns::name_and_numbers(5).indented(2);
    table.row(["", "mean", "median", "5%", "95%", "zero in"]);
    let counts = std::iter::once(&summary.total).chain(&summary.types);
    for count in counts.chain(&summary.mutations) {
        let mean = words::mean_cells(count.mean);
        let numbers = [count.median, count.q05, count.q95].map(words::cells);
        let zero = words::percent(count.zero.share);
        table.row([count.name.clone(), mean].into_iter().chain(numbers).chain([zero]));
    }
    format!("{}\n\n{}", report::plain_answer(summary), table.text())
}
