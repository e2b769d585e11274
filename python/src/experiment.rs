//! A scenario: checked, explained, with other values, run.

use crate::answer::{self, Files};
use crate::error::exception;
use crate::run::Run;
use crate::watch::{Wish, watched};
use escalade::scenario::cost::{self, Cost};
use escalade::scenario::explain::explain;
use escalade::scenario::vary::Vary;
use escalade::scenario::{self, Body, MAX_REPLICATES, Overlay, Scenario, lock, warnings};
use escalade::session::{self, InMemory, Outcome, SessionError, batch, grid, sweep};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::path::PathBuf;
use std::sync::Arc;

/// A checked scenario with its knowledge base.
#[pyclass(frozen)]
pub struct Experiment {
    pub inner: Arc<session::Experiment>,
}

/// Files by name and text.
pub fn overlays(files: Vec<(String, String)>) -> Vec<Overlay> {
    let files = files.into_iter();
    files.map(|(file, text)| Overlay { file, text }).collect()
}

/// The overlays that a scenario file in this folder names: files and texts.
#[pyfunction]
pub fn named_overlays(py: Python<'_>, file: &str, text: &str, folder: PathBuf) -> PyResult<Vec<(String, String)>> {
    let read = |name: &str| {
        let path = folder.join(name);
        let text = std::fs::read_to_string(&path).map_err(|error| format!("cannot be read: {error}"))?;
        let file = path.display().to_string();
        Ok(Overlay { file, text })
    };
    let named = scenario::overlays::named(file, text, read).map_err(SessionError::from);
    let named = named.map_err(|error| exception(py, &error))?;
    Ok(named.into_iter().map(|one| (one.file, one.text)).collect())
}

/// A number of flasks that can be asked for.
fn some_flasks(flasks: Option<u64>) -> Result<(), SessionError> {
    match flasks {
        Some(flasks) if !(1..=MAX_REPLICATES).contains(&flasks) => Err(SessionError::Request(format!(
            "flasks = {flasks}: allowed: 1 to {MAX_REPLICATES}"
        ))),
        _ => Ok(()),
    }
}

/// Refuses what looks like a slip.
fn affordable(cost: &Cost, threads: Option<usize>, large: bool) -> Result<(), SessionError> {
    let threads = threads.unwrap_or_else(escalade::ensemble::available);
    match cost.is_absurd() && !large {
        true => Err(SessionError::Request(format!(
            "this would take {}\n  allowed without large=True: {}",
            cost.told(threads),
            Cost::limits()
        ))),
        false => Ok(()),
    }
}

impl Experiment {
    fn changed(&self, flasks: Option<u64>, seed: Option<u64>) -> Result<Scenario, SessionError> {
        some_flasks(flasks)?;
        let mut scenario = self.inner.scenario().clone();
        scenario.replicates = flasks.unwrap_or(scenario.replicates);
        scenario.seed = seed.unwrap_or(scenario.seed);
        Ok(scenario)
    }
}

#[pymethods]
impl Experiment {
    /// From the text of a scenario file and of the user's own knowledge files.
    #[staticmethod]
    fn of(py: Python<'_>, file: String, text: String, knowledge: Vec<(String, String)>) -> PyResult<Self> {
        let made = py.detach(|| session::Experiment::of(&file, text, overlays(knowledge)));
        let inner = Arc::new(made.map_err(|error| exception(py, &error))?);
        Ok(Self { inner })
    }

    /// With other values: keys and texts.
    fn with_values(&self, py: Python<'_>, values: Vec<(String, String)>) -> PyResult<Self> {
        let made = py.detach(|| self.inner.with_values(&values));
        let inner = Arc::new(made.map_err(|error| exception(py, &error))?);
        Ok(Self { inner })
    }

    #[getter]
    fn name(&self) -> &str {
        &self.inner.scenario().name
    }

    #[getter]
    fn question(&self) -> &str {
        &self.inner.scenario().question
    }

    #[getter]
    fn file(&self) -> &str {
        self.inner.file()
    }

    #[getter]
    fn text(&self) -> &str {
        self.inner.text()
    }

    #[getter]
    fn flasks(&self) -> u64 {
        self.inner.scenario().replicates
    }

    #[getter]
    fn seed(&self) -> u64 {
        self.inner.scenario().seed
    }

    /// `laboratory` or `plain`.
    #[getter]
    fn form(&self) -> &str {
        match self.inner.scenario().body {
            Body::Laboratory(_) => "laboratory",
            Body::Plain(_) => "plain",
        }
    }

    /// What is odd about it.
    fn warnings(&self) -> Vec<String> {
        let all = warnings::of(self.inner.scenario());
        all.iter().map(ToString::to_string).collect()
    }

    /// Seconds of one processor that it takes, roughly, and that in words.
    fn cost(&self) -> (f64, String) {
        let cost = cost::of(self.inner.scenario());
        (cost.seconds, cost.told(escalade::ensemble::available()))
    }

    /// What it implies: in words and as JSON.
    fn explain(&self, py: Python<'_>) -> PyResult<(String, String)> {
        let inner = self.inner.clone();
        let wish = Wish {
            threads: Some(1),
            progress: None,
        };
        watched(py, wish, move |_| {
            let told = explain(inner.scenario());
            let json = serde_json::to_string(&told).map_err(SessionError::failed)?;
            Ok((told.to_string(), json))
        })
    }

    /// With every default and every resolved value, as TOML.
    fn lock(&self, py: Python<'_>) -> PyResult<String> {
        let written = lock::write(self.inner.scenario()).map_err(SessionError::from);
        Ok(written.map_err(|error| exception(py, &error))?.text)
    }

    #[pyo3(signature = (flasks, seed, threads, large, progress))]
    fn run(
        &self,
        py: Python<'_>,
        flasks: Option<u64>,
        seed: Option<u64>,
        threads: Option<usize>,
        large: bool,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Run> {
        let (inner, changed) = (self.inner.clone(), self.changed(flasks, seed));
        watched(py, Wish { threads, progress }, move |conduct| {
            let scenario = changed?;
            if scenario.sweeps {
                return Err(grid::is_a_sweep(inner.file()));
            }
            affordable(&cost::of(&scenario), threads, large)?;
            match session::run(&scenario, &InMemory, conduct)? {
                Outcome::Done { result, target } => Ok(Run::of(scenario, result, target)),
                Outcome::AlreadyComplete | Outcome::Share { .. } => {
                    Err(SessionError::failed("memory held results already"))
                }
            }
        })
    }

    /// A table of draws in, a table of results out, both CSV; with what is to be said of them, and what of it is a warning.
    #[expect(clippy::too_many_arguments, reason = "one per option of the command line")]
    fn batch<'py>(
        &self,
        py: Python<'py>,
        name: String,
        table: Vec<u8>,
        collect: Vec<String>,
        flasks: Option<u64>,
        seed: Option<u64>,
        same_flasks: bool,
        go_on: bool,
        threads: Option<usize>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<(Bound<'py, PyBytes>, Vec<String>, Vec<String>)> {
        let inner = self.inner.clone();
        let wanted = batch::Wanted {
            collect,
            flasks,
            seed,
            same_flasks,
            go_on,
        };
        let (out, done) = watched(py, Wish { threads, progress }, move |conduct| {
            some_flasks(flasks)?;
            let mut out = Vec::new();
            let done = inner.batch(wanted)?.run(&name, table.as_slice(), &mut out, conduct)?;
            Ok((out, done))
        })?;
        Ok((PyBytes::new(py, &out), done.notes(), done.warned()))
    }

    /// Over lists of values, each `KEY=V1,V2` or `KEY=LOW..HIGH:N log`; `matrix`: each `DRUG=D1,D2 UNIT`.
    #[expect(clippy::too_many_arguments, reason = "one per option of the command line")]
    fn sweep(
        &self,
        py: Python<'_>,
        vary: Vec<String>,
        matrix: Vec<String>,
        hours: f64,
        flasks: Option<u64>,
        seed: Option<u64>,
        want: Option<String>,
        worlds: Option<u64>,
        threads: Option<usize>,
        large: bool,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Files> {
        let wanted = move || {
            some_flasks(flasks)?;
            let doses = matrix.iter().map(|text| Vary::parse_dose(text));
            let keys = doses.chain(vary.iter().map(|text| Vary::parse(text)));
            Ok(sweep::Wanted {
                keys: keys.collect::<Result<_, _>>().map_err(SessionError::Request)?,
                matrix: !matrix.is_empty(),
                hours,
                replicates: flasks,
                seed,
                large,
                want,
                worlds,
                given_worlds: None,
            })
        };
        let wanted = wanted().map_err(|error: SessionError| exception(py, &error))?;
        let inner = self.inner.clone();
        watched(py, Wish { threads, progress }, move |conduct| {
            let swept = inner.sweep(wanted)?;
            let cost = swept.scenarios().iter().map(cost::of).reduce(Cost::and);
            cost.map_or(Ok(()), |cost| affordable(&cost, threads, large))?;
            answer::made(swept.run(&InMemory, conduct)?, swept.told().to_vec())
        })
    }
}
