//! Assays as text, tables, JSON and figures.

mod cross;
mod dose_response;
mod drug_level;
mod functional;
mod grid;
mod identity;
mod sequencing;
mod signals;
mod table;

pub use cross::{MOST_ROWS, cross_resistance, fold, parts};
pub use dose_response::{DoseResponseReport, batch, clones_table, cloning, dose_responses, interpolations, potencies};
pub use drug_level::{drug_level, drug_level_table};
pub use functional::{add_back_table, add_backs, expressed, switch_table, switches};
pub use grid::{Grid, short};
pub use identity::{identity, identity_table, typing_words};
pub use sequencing::{SequencingReport, sequencing};
pub use signals::{
    array, array_table, blot, blot_table, elisa, elisa_table, expression, expression_table, stains, stains_table,
};
pub use table::descriptions as table_descriptions;

use super::{ReportError, json};
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

impl Delivery {
    /// `tables` are (file name, CSV); `figures` are (stem, SVG).
    fn new(
        stem: &str,
        text: String,
        data: &impl Serialize,
        tables: Vec<(&str, String)>,
        figures: Vec<(&str, String)>,
    ) -> Result<Self, ReportError> {
        let json = json::indented(data).map_err(ReportError::Json)?;
        let mut files = vec![(format!("{stem}.json"), json.clone())];
        files.extend(tables.into_iter().map(|(name, csv)| (name.to_owned(), csv)));
        files.extend(figures.into_iter().map(|(stem, svg)| (format!("{stem}.svg"), svg)));
        Ok(Self { text, json, files })
    }
}

/// Assumptions as lines of a text.
fn assumed(values: &[crate::assay::scatter::ReadoutValue]) -> String {
    if values.is_empty() {
        return String::new();
    }
    let mut text = String::from("assumed:\n");
    for value in values {
        let (low, high) = value.range;
        text += &format!("  {} = {} ({low} to {high})\n", value.what, value.value);
    }
    text
}
