//! A finished run: its files, its statistics, what its figures show.

use crate::answer::Files;
use crate::error::exception;
use crate::watch::{Wish, watched};
use escalade::engine;
use escalade::ensemble::LOCK;
use escalade::ensemble::specimens::FinishedRun;
use escalade::report::data;
use escalade::scenario::{Body, Scenario, warnings};
use escalade::session::{self, MemoryTarget, SessionError, Summary};
use pyo3::prelude::*;
use std::path::Path;
use std::sync::Arc;

/// A finished run in memory.
#[pyclass(frozen)]
pub struct Run {
    scenario: Arc<Scenario>,
    summary: Summary,
    #[pyo3(get)]
    files: Py<Files>,
}

impl Run {
    /// Files go to Python with the lock held, once.
    pub fn of(scenario: Scenario, summary: Summary, target: MemoryTarget) -> Self {
        let told = warnings::of(&scenario).iter().map(ToString::to_string).collect();
        let files = Files::of_place(target, summary.to_string(), told);
        let files = Python::attach(|py| Py::new(py, files)).expect("an object of a plain class can be made");
        Self {
            scenario: Arc::new(scenario),
            summary,
            files,
        }
    }

    /// As read-outs and diagnoses want it; `named` is what it is called in messages.
    pub fn finished(&self, named: &str) -> Result<Arc<FinishedRun>, SessionError> {
        let lock = self.files.get().all().get(LOCK).cloned().unwrap_or_default();
        let lock = String::from_utf8(lock).map_err(SessionError::failed)?;
        Ok(Arc::new(FinishedRun::of_lock(Path::new(named), lock)?))
    }
}

#[pymethods]
impl Run {
    #[getter]
    fn name(&self) -> &str {
        &self.scenario.name
    }

    #[getter]
    fn flasks(&self) -> u64 {
        self.scenario.replicates
    }

    #[getter]
    fn seed(&self) -> u64 {
        self.scenario.seed
    }

    /// Tables in the shapes of packages of R; of this flask, or of the typical one.
    fn export(&self, py: Python<'_>, shapes: Vec<String>, flask: Option<u64>) -> PyResult<Files> {
        let made = py.detach(|| {
            let read = |name: &str| String::from_utf8(self.files.get().all().get(name)?.clone()).ok();
            session::export(&*self.finished("the run")?, read, &session::shapes(&shapes)?, flask)
        });
        let files = made.map_err(|error| exception(py, &error))?;
        Ok(Files::loose(files, String::new(), Vec::new()))
    }

    /// What a figure of the report shows, as JSON; none where the run has no such figure.
    fn figure(&self, name: &str) -> Option<String> {
        let data = match (&self.summary, &self.scenario.body) {
            (Summary::Laboratory(summary), Body::Laboratory(laboratory)) => {
                data::of_flasks(name, summary, &laboratory.protocol)
            }
            (Summary::Plain(summary), _) => data::of_plain(name, summary),
            _ => None,
        };
        data.map(|data| data.to_string())
    }

    /// The Muller plot of a flask, simulated again; of the typical one without a number. None where there is none.
    fn muller(&self, py: Python<'_>, flask: Option<u64>) -> PyResult<Option<String>> {
        let (Summary::Laboratory(summary), Body::Laboratory(_)) = (&self.summary, &self.scenario.body) else {
            return Ok(None);
        };
        let Some(flask) = flask.or(summary.typical_replicate) else {
            return Ok(None);
        };
        if flask >= self.scenario.replicates {
            let words = format!("flask = {flask}: allowed: 0 to {}", self.scenario.replicates - 1);
            return Err(exception(py, &SessionError::Request(words)));
        }
        let drugs = summary.drugs();
        let scenario = self.scenario.clone();
        let wish = Wish {
            threads: Some(1),
            progress: None,
        };
        watched(py, wish, move |_| {
            let Body::Laboratory(laboratory) = &scenario.body else {
                return Ok(None);
            };
            let (biology, protocol) = (&laboratory.biology, &laboratory.protocol);
            let trace = engine::trace_flask(biology, protocol, &scenario.settings, scenario.seed, flask);
            Ok(Some(data::muller(&trace, &drugs).to_string()))
        })
    }
}
