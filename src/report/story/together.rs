//! Lines of treatment and what ties flasks together, for a terminal.

use super::verdicts::{OF_STOCKS, arms_verdict, barcode_verdict};
use crate::report::words::{mechanism, share};
use crate::statistics::FlaskSummary;
use crate::statistics::lines::LineRow;
use crate::statistics::quantile::Distribution;
use crate::words::{Columns, grouped, listed, number};

/// Lines of treatment, and what ties the flasks together, a line each: wells, arms, barcodes. Empty where
/// nothing does.
pub fn text_together(summary: &FlaskSummary) -> String {
    let mut out = text_lines(&summary.lines);
    if let Some(wells) = &summary.wells {
        out.push_str(&format!(
            "Positive wells: {}/{}, {}; with a mutant clone: {}.\n",
            grouped(wells.positive.count),
            grouped(wells.positive.n),
            share(&wells.positive),
            grouped(wells.clonal.count)
        ));
    }
    if let Some(arms) = &summary.arms {
        out.push_str(&format!("Arms: {} {OF_STOCKS}\n", arms_verdict(arms)));
    }
    if let Some(barcodes) = summary.barcodes.as_ref().filter(|barcodes| barcodes.arms > 1) {
        out.push_str(&format!("Barcodes: {}\n", barcode_verdict(barcodes.overlap.as_ref())));
    }
    out
}

/// A row per line of treatment; nothing where there is one.
fn text_lines(lines: &[LineRow]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let mut rows = Columns::name_and_numbers(4);
    rows.row([
        "line of treatment",
        "failed",
        "median day",
        "median days held",
        "dominant at failure",
    ]);
    (1..).zip(lines).for_each(|(i, line)| rows.row(line_cells(i, line)));
    format!("\n{}\n", rows.text())
}

/// Mechanisms told of each line of treatment.
const OF_A_LINE: usize = 3;

/// Number and drugs, failed flasks, median day, median days held, leading mechanisms.
pub fn line_cells(i: usize, line: &LineRow) -> [String; 5] {
    let median = |d: &Option<Distribution>| d.as_ref().map_or("-".to_owned(), |d| number(d.median().value));
    let leading: Vec<String> = (line.dominant.iter().take(OF_A_LINE))
        .map(|row| format!("{} {}", mechanism(&row.mechanism), grouped(row.flasks.count)))
        .collect();
    [
        format!("{i}: {}", listed(&line.drugs)),
        format!("{}/{}", grouped(line.failed.count), grouped(line.failed.n)),
        median(&line.day),
        median(&line.held),
        if leading.is_empty() {
            "-".to_owned()
        } else {
            leading.join(", ")
        },
    ]
}
