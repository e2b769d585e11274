//! What of a run is exported.

use crate::engine::record::FlaskTrace;

/// What of a run is exported.
#[derive(Debug, Clone, Copy)]
pub struct Exported<'a> {
    /// Name of the scenario.
    pub name: &'a str,
    /// The flask whose lineages and stock are exported, simulated again.
    pub trace: &'a FlaskTrace,
    /// The run's `replicates.csv`.
    pub replicates: &'a str,
    /// The run's `barcodes.csv`, where cells carry barcodes.
    pub barcodes: Option<&'a str>,
}

/// What is said where a table of the run is not as it was written.
pub(super) fn unread(error: csv::Error) -> String {
    format!("a table of the run is not as it was written: {error}")
}
