//! Sequencing runs in words, tables and a figure.

use super::delivery::{Delivery, Footing};
use super::grid::Grid;
use super::sequenced::{SequencingReport, told};
use super::table;
use crate::assay::scatter::ReadoutValue;
use crate::assay::sequencing::Method;
use crate::assay::sequencing::missed::Against;
use crate::report::figure::assay as drawing;
use crate::report::{AssumptionRow, ReportError};
use crate::words;

/// The runs of several methods on the same cells.
///
/// # Errors
/// The figure cannot be drawn, or JSON cannot hold the read-outs: see [`ReportError`].
pub fn sequencing(reports: &[SequencingReport], leans_on: &[AssumptionRow]) -> Result<Delivery, ReportError> {
    let mut text = String::new();
    for report in reports {
        text += &section(report);
    }
    let mut values: Vec<ReadoutValue> = Vec::new();
    for value in reports.iter().flat_map(|report| report.design.assumptions()) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    let figure = drawing::vaf::draw(&drawing::vaf::data(reports))?;
    let tables = table::sequenced(reports);
    Delivery::new(
        "sequencing",
        text,
        &reports,
        Footing::of(values, leans_on),
        tables,
        vec![("sequencing", figure)],
    )
}

fn section(report: &SequencingReport) -> String {
    let run = &report.culture;
    let purity = match report.design.purity < 1.0 {
        true => format!(", {} of the DNA from the culture", words::percent(report.design.purity)),
        false => String::new(),
    };
    let counted = match run.method {
        Method::Reads { .. } => "reads",
        Method::Sanger { .. } => "read as",
        Method::DigitalPcr { .. } => "partitions",
    };
    let mut text = format!(
        "{} of {} against {}: {}, {}{purity}, calls from {} on\n",
        run.method.name(),
        run.specimen,
        report.before.specimen,
        run.panel,
        words::counted(run.sites as u64, "site"),
        words::percent(report.limit()),
    );
    let mut grid = Grid::new(&["  gene", "change", "region", "VAF", counted, "against before"]);
    for row in run.calls() {
        let reads = match run.method {
            Method::Sanger { .. } => "trace".to_owned(),
            _ => format!("{} of {}", row.changed, row.depth),
        };
        grid.push(vec![
            format!("  {}", row.site.gene),
            row.site.change.clone(),
            row.site.region.clone(),
            words::percents(row.vaf, row.low, row.high).0,
            reads,
            match (report.told(&row.site.change), report.before.variant(&row.site)) {
                (Some(Against::Risen), Some(before)) => {
                    words::risen(&words::percent(before.vaf), &words::percent(row.vaf))
                }
                _ => told(report, &row.site.change).to_owned(),
            },
        ]);
    }
    for row in run.copy_calls() {
        grid.push(vec![
            format!("  {}", row.site.gene),
            row.site.change.clone(),
            String::new(),
            format!("{} copies", words::fixed(row.copies, 1)),
            format!("log2 {}", words::signed_fixed(row.log2_ratio, 2)),
            match (report.told(&row.site.change), report.before.copies_of(&row.site)) {
                (Some(Against::Risen), Some(before)) => {
                    words::risen(&words::fixed(before.copies, 1), &words::fixed(row.copies, 1))
                }
                _ => told(report, &row.site.change).to_owned(),
            },
        ]);
    }
    text += match grid.is_empty() {
        true => "  nothing called\n".to_owned(),
        false => grid.text(),
    }
    .as_str();
    for one in &report.missed {
        let gene = if one.gene.is_empty() || one.change.starts_with(&one.gene) {
            String::new()
        } else {
            format!("{} ", one.gene)
        };
        text += &format!(
            "  missed (truth): {gene}{} in {} of cells, VAF {}: {}\n",
            one.change,
            words::percent(one.cells),
            words::percent(one.vaf),
            one.why
        );
    }
    text.push('\n');
    text
}
