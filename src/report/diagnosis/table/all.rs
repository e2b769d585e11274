//! All tables of a work-up.

use super::advice::{advice, advice_rows, source_rows, sources, why, why_rows};
use super::cells::{cell_rows, cells};
use super::findings::{call_rows, calls, missed, missed_rows, name_rows, names};
use super::flasks::diagnoses;
use super::row::flasks;
use crate::report::diagnosis::DiagnosisReport;
use crate::tables::{COLUMNS_FILE, Description, dictionary};

/// Tables of a work-up and their data dictionary: (file name, content).
pub fn tables(report: &DiagnosisReport) -> Vec<(String, String)> {
    let texts = [
        diagnoses().text(flasks(report)),
        calls().text(flasks(report).flat_map(call_rows)),
        missed().text(flasks(report).flat_map(missed_rows)),
        names().text(flasks(report).flat_map(name_rows)),
        cells().text(report.flasks.iter().flat_map(cell_rows)),
        why().text(flasks(report).flat_map(why_rows)),
        advice().text(flasks(report).flat_map(advice_rows)),
        sources().text(flasks(report).flat_map(source_rows)),
    ];
    let descriptions = descriptions();
    let names = descriptions.iter().map(|table| table.name.to_owned());
    let told = (COLUMNS_FILE.to_owned(), dictionary(&descriptions));
    names.zip(texts).chain([told]).collect()
}

/// What the tables of a work-up are, in the order of [`tables`].
pub fn descriptions() -> [Description; 8] {
    [
        diagnoses().description().clone(),
        calls().description().clone(),
        missed().description().clone(),
        names().description().clone(),
        cells().description().clone(),
        why().description().clone(),
        advice().description().clone(),
        sources().description().clone(),
    ]
}
