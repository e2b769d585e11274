//! Finished work in memory: its files, and the answer in words.

use crate::error::exception;
use crate::experiment::Experiment;
use crate::watch::{Wish, watched};
use escalade::report::compare::MAX_ARMS;
use escalade::session::comparison::{Chosen, Comparison};
use escalade::session::grid::Answer;
use escalade::session::{Folder, InMemory, MemoryTarget, Outcome, SessionError, write_files};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Where the files come from, which decides how they are put into a folder.
enum Kept {
    /// A place of its own: a run, a comparison, a sweep.
    Place(MemoryTarget),
    /// Files beside others: a diagnosis, an assay.
    Loose(BTreeMap<String, Vec<u8>>),
}

/// The files of finished work by name, and the answer in words.
#[pyclass(frozen)]
pub struct Files {
    kept: Kept,
    /// The answer in words.
    #[pyo3(get)]
    text: String,
    /// What is odd about what was asked for, a line each.
    #[pyo3(get)]
    warnings: Vec<String>,
}

impl Files {
    pub fn of_place(target: MemoryTarget, text: String, warnings: Vec<String>) -> Self {
        Self {
            kept: Kept::Place(target),
            text,
            warnings,
        }
    }

    pub fn loose(files: Vec<(String, String)>, text: String, warnings: Vec<String>) -> Self {
        let files = files.into_iter().map(|(name, text)| (name, text.into_bytes()));
        Self {
            kept: Kept::Loose(files.collect()),
            text,
            warnings,
        }
    }

    pub fn all(&self) -> &BTreeMap<String, Vec<u8>> {
        match &self.kept {
            Kept::Place(target) => &target.files,
            Kept::Loose(files) => files,
        }
    }
}

#[pymethods]
impl Files {
    /// Names of the files, in order.
    fn names(&self) -> Vec<&str> {
        self.all().keys().map(String::as_str).collect()
    }

    /// The content of a file; none where there is no such file.
    fn read<'py>(&self, py: Python<'py>, name: &str) -> Option<Bound<'py, PyBytes>> {
        self.all().get(name).map(|bytes| PyBytes::new(py, bytes))
    }

    /// Writes all files into a folder as the command line does; what it did not write is left alone.
    fn store(&self, py: Python<'_>, folder: PathBuf) -> PyResult<()> {
        let stored = py.detach(|| match &self.kept {
            Kept::Place(target) => target.store(&Folder::at(&folder)).map(drop),
            Kept::Loose(files) => {
                let text = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).into_owned();
                let files = files.iter().map(|(name, bytes)| (name.clone(), text(bytes)));
                write_files(&folder, &files.collect::<Vec<_>>())
            }
        });
        stored.map_err(|error| exception(py, &error))
    }
}

/// What became of work in memory.
pub fn made<R>(outcome: Outcome<Answer<R>, MemoryTarget>, warnings: Vec<String>) -> Result<Files, SessionError> {
    match outcome {
        Outcome::Done { result, target } => Ok(Files::of_place(target, result.text, warnings)),
        Outcome::AlreadyComplete | Outcome::Share { .. } => Err(SessionError::failed("memory held results already")),
    }
}

/// Protocols over the same flasks.
#[pyfunction]
#[pyo3(signature = (experiments, flasks, seed, threads, want, worlds, progress))]
#[expect(clippy::too_many_arguments, reason = "one per option of the command line")]
pub fn compare(
    py: Python<'_>,
    experiments: Vec<PyRef<'_, Experiment>>,
    flasks: Option<u64>,
    seed: Option<u64>,
    threads: Option<usize>,
    want: Option<String>,
    worlds: Option<u64>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Files> {
    let comparison = move || {
        if !(2..=MAX_ARMS).contains(&experiments.len()) {
            let words = format!("{} scenarios\n  allowed: 2 to {MAX_ARMS}", experiments.len());
            return Err(SessionError::Request(words));
        }
        let named = experiments
            .iter()
            .map(|one| (one.inner.file().to_owned(), one.inner.scenario().clone()));
        let chosen = Chosen {
            seed,
            replicates: flasks,
            want,
            worlds,
            given_worlds: None,
        };
        Comparison::of(named.collect(), chosen)
    };
    let comparison = comparison().map_err(|error| exception(py, &error))?;
    let warnings = comparison.unpaired().to_vec();
    watched(py, Wish { threads, progress }, move |conduct| {
        made(comparison.run(&InMemory, conduct)?, warnings)
    })
}
