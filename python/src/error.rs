//! Errors of the library as exceptions that keep their fields.

use escalade::document::{Allowed, FileError, Path};
use escalade::knowledge::KnowledgeError;
use escalade::session::SessionError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

/// The exception of `escalade.errors` that tells this error.
pub fn exception(py: Python<'_>, error: &SessionError) -> PyErr {
    let made = match error {
        SessionError::Scenario(error) => of_file(py, "ScenarioError", error),
        SessionError::Knowledge(error) => of_knowledge(py, error),
        SessionError::Row {
            table,
            line,
            row,
            column,
            ..
        } => fields(py, error).and_then(|fields| {
            fields.set_item("table", table)?;
            fields.set_item("line", line)?;
            fields.set_item("row", row)?;
            fields.set_item("column", column)?;
            make(py, "RowError", &fields)
        }),
        SessionError::Refused { .. } => fields(py, error).and_then(|fields| make(py, "FolderError", &fields)),
        SessionError::Request(_) => fields(py, error).and_then(|fields| make(py, "RequestError", &fields)),
        _ => fields(py, error).and_then(|fields| make(py, "RunError", &fields)),
    };
    made.unwrap_or_else(|error| error)
}

/// The words of an error.
fn fields<'py>(py: Python<'py>, error: &impl ToString) -> PyResult<Bound<'py, PyDict>> {
    let fields = PyDict::new(py);
    fields.set_item("message", error.to_string())?;
    Ok(fields)
}

fn make(py: Python<'_>, class: &str, fields: &Bound<'_, PyDict>) -> PyResult<PyErr> {
    let class = py.import("escalade.errors")?.getattr(class)?;
    Ok(PyErr::from_value(class.call((), Some(fields))?))
}

/// An error that points at a place in a file.
fn of_file(py: Python<'_>, class: &str, error: &FileError) -> PyResult<PyErr> {
    let fields = fields(py, error)?;
    fields.set_item("file", &error.file)?;
    fields.set_item("line", error.line.as_ref().map(|line| line.number))?;
    fields.set_item("key", error.key.as_ref().map(Path::dotted))?;
    fields.set_item("value", error.value.as_ref().map(|value| told(py, value)).transpose()?)?;
    match &error.allowed {
        Some(Allowed::Names(names)) => fields.set_item("allowed", names)?,
        Some(Allowed::Words(words)) => fields.set_item("allowed", words)?,
        None => {}
    }
    fields.set_item("nearest", &error.nearest)?;
    make(py, class, &fields)
}

fn of_knowledge(py: Python<'_>, error: &KnowledgeError) -> PyResult<PyErr> {
    const CLASS: &str = "KnowledgeError";
    let fields = fields(py, error)?;
    match error {
        KnowledgeError::File(error) => return of_file(py, CLASS, error),
        KnowledgeError::Unknown { id, nearest, valid, .. } => {
            fields.set_item("key", id)?;
            fields.set_item("allowed", valid)?;
            fields.set_item("nearest", nearest.first())?;
        }
        KnowledgeError::Undetermined { what, .. } => fields.set_item("key", what)?,
    }
    make(py, CLASS, &fields)
}

/// A value of a scenario file.
fn told<'py>(py: Python<'py>, value: &toml::Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        toml::Value::Integer(whole) => whole.into_pyobject(py)?.into_any(),
        toml::Value::Float(number) => number.into_pyobject(py)?.into_any(),
        toml::Value::Boolean(truth) => truth.into_pyobject(py)?.to_owned().into_any(),
        toml::Value::String(text) => text.into_pyobject(py)?.into_any(),
        toml::Value::Array(list) => {
            let items = list.iter().map(|item| told(py, item)).collect::<PyResult<Vec<_>>>()?;
            PyList::new(py, items)?.into_any()
        }
        other => other.to_string().into_pyobject(py)?.into_any(),
    })
}
