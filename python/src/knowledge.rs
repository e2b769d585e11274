//! The knowledge base.

use crate::error::exception;
use crate::experiment::overlays;
use escalade::scenario::with_overlays;
use escalade::session::SessionError;
use pyo3::prelude::*;
use serde_json::{Value, json};

/// Every number of the records with the user's own files behind, as a JSON list of records. `unit` is that of the bare
/// number, which a text may show in another one (hours for days).
#[pyfunction]
pub fn knowledge(py: Python<'_>, files: Vec<(String, String)>) -> PyResult<String> {
    let told = || -> Result<String, SessionError> {
        let base = with_overlays(&overlays(files))?;
        let rows = base.values().iter().map(|value| -> Value {
            let unit = value.reads.unit();
            json!({
                "key": value.about.key,
                "value": value.number,
                "low": value.range.as_ref().map(|range| range.low),
                "high": value.range.as_ref().map(|range| range.high),
                "unit": if unit.is_empty() { value.about.unit.trim() } else { unit },
                "certainty": value.certainty().words(),
                "what": value.about.what,
                "record": value.about.record,
                "source": match &value.cited.reference {
                    Some(reference) => base.citation(reference),
                    None => value.cited.why(),
                },
            })
        });
        serde_json::to_string(&rows.collect::<Vec<_>>()).map_err(SessionError::failed)
    };
    py.detach(told).map_err(|error| exception(py, &error))
}
