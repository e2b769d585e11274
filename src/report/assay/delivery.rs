//! What an assay leaves behind: text, JSON, tables and figures, and what they lean on.

use crate::assay::scatter::ReadoutValue;
use crate::report::context::certainties;
use crate::report::{AssumptionRow, ReportError, json};
use crate::tables::{Description, described};
use crate::words;
use serde::Serialize;

/// What an assay leaves behind.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// For the terminal.
    pub text: String,
    /// For other programs.
    pub json: String,
    /// (file name, content), JSON and figure among them.
    pub files: Vec<(String, String)>,
}

/// What read-outs lean on beside measured values.
pub(super) struct Footing<'a> {
    /// Coefficients of the assay itself.
    assay: Vec<ReadoutValue>,
    /// Assumed, imputed and unchecked values of the knowledge base behind the cells and the drugs.
    knowledge: &'a [AssumptionRow],
}

impl<'a> Footing<'a> {
    pub(super) fn of(assay: Vec<ReadoutValue>, knowledge: &'a [AssumptionRow]) -> Self {
        Self { assay, knowledge }
    }

    /// The assay's own values as lines; of the knowledge base's only how many there are and where they stand.
    fn text(&self) -> String {
        let mut text = String::new();
        if !self.assay.is_empty() {
            text += "assumed:\n";
        }
        for value in &self.assay {
            let (low, high) = value.range;
            let told = words::with_interval([value.value, low, high].map(words::number));
            text += &format!("  {} = {told}\n", value.what);
        }
        if !self.knowledge.is_empty() {
            let values = words::counted(self.knowledge.len() as u64, "value");
            text += &format!(
                "{values} of the knowledge base behind the cells and drugs ({}): --json lists them\n",
                certainties(self.knowledge)
            );
        }
        text
    }
}

/// Read-outs as a file, with what they lean on.
#[derive(Serialize)]
struct Readouts<'a, T> {
    readouts: &'a T,
    assay_values: &'a [ReadoutValue],
    knowledge_values: &'a [AssumptionRow],
}

impl Delivery {
    /// `tables` are (file name, CSV); `figures` are (stem, SVG).
    pub(super) fn new(
        stem: &str,
        text: String,
        data: &impl Serialize,
        footing: Footing,
        tables: Vec<(&str, String)>,
        figures: Vec<(&str, String)>,
    ) -> Result<Self, ReportError> {
        let whole = Readouts {
            readouts: data,
            assay_values: &footing.assay,
            knowledge_values: footing.knowledge,
        };
        let json = json::indented(&whole).map_err(ReportError::Json)?;
        let mut files = vec![(format!("{stem}.json"), json.clone())];
        // A folder may have a columns.csv of its own, such as that of the run whose cells were taken.
        let written = |told: &Description| tables.iter().any(|(name, _)| *name == told.name);
        let told: Vec<Description> = super::table::descriptions().into_iter().filter(written).collect();
        files.push((format!("{stem}_columns.csv"), described(&told)));
        files.extend(tables.into_iter().map(|(name, csv)| (name.to_owned(), csv)));
        files.extend(figures.into_iter().map(|(stem, svg)| (format!("{stem}.svg"), svg)));
        let text = text + &footing.text();
        Ok(Self { text, json, files })
    }
}
