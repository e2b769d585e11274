//! The section on a series of patients: what their biopsies show, and what of it is published.

use super::document::table;
use crate::report::words::{labelled, median_of_all, share};
use crate::statistics::patients::PatientsSummary;
use crate::statistics::profile::class_name;
use crate::words::{counted, grouped, listed, number};
use maud::{Markup, html};

/// Findings listed at most.
const MAX_FINDINGS: usize = 30;

/// See module docs.
pub fn section(series: &PatientsSummary) -> Markup {
    let rows: Vec<Vec<String>> = series
        .findings
        .iter()
        .take(MAX_FINDINGS)
        .map(|row| {
            vec![
                labelled(row.class, &row.label).to_owned(),
                class_name(row.class).to_owned(),
                format!("{}/{}", grouped(row.patients.count), grouped(row.patients.n)),
                share(&row.patients),
            ]
        })
        .collect();
    html! {
        section {
            h2 { "The biopsies" }
            p { (sentence(series)) }
            @if !rows.is_empty() {
                (table(
                    "Of the published patients; one can have several findings",
                    &["Finding", "Class", "Patients", "Share (95% interval, chance alone)"],
                    &rows,
                ))
            }
            @if series.findings.len() > MAX_FINDINGS {
                p { "And " (counted((series.findings.len() - MAX_FINDINGS) as u64, "rarer finding")) ", see " code { "summary.json" } "." }
            }
            p {
                "Patients differ in exposure, size and pace of the tumour as the scenario says (" code { "patients.csv" } "): this is a "
                "mixture over patients, not over what is not known about all of them."
            }
        }
    }
}

/// How many progressed, how many of them are published, and when.
pub fn sentence(series: &PatientsSummary) -> String {
    let progressed = format!(
        "{} of {} progressed: {}. The Kaplan-Meier median over all of them is {}.",
        counted(series.progressed.count, "patient"),
        grouped(series.progressed.n),
        share(&series.progressed),
        median_of_all(&series.median)
    );
    let published = match series.only.is_empty() {
        true => " All of them are published.".to_owned(),
        false => format!(
            " Published are the {} with {} in the biopsy: {} of those who progressed.",
            grouped(series.published.count),
            listed(&series.only),
            share(&series.published)
        ),
    };
    let day = series.day.as_ref().map_or(String::new(), |day| {
        format!(
            " The median day of the published biopsies is {}.",
            number(day.median().value)
        )
    });
    let nothing = match series.nothing_found.count {
        0 => String::new(),
        none => format!(
            " In {} of them nothing is found ({}).",
            grouped(none),
            share(&series.nothing_found)
        ),
    };
    progressed + &published + &day + &nothing
}
