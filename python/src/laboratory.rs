//! The virtual laboratory: read-outs of cells, and diagnoses of a run's flasks.

use crate::answer::Files;
use crate::error::exception;
use crate::experiment::overlays;
use crate::run::Run;
use crate::watch::{Wish, watched};
use escalade::cli::read_assay;
use escalade::diagnosis::Workup;
use escalade::diagnosis::examination::workup::PRESETS;
use escalade::ensemble::specimens::FinishedRun;
use escalade::scenario::error::nearest;
use escalade::session::SessionError;
use escalade::session::assay::carry_out;
use escalade::session::diagnosis::{Request, diagnose as work_up};
use pyo3::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;

/// A run in memory, or the folder of one.
#[derive(FromPyObject)]
pub enum Named<'py> {
    Memory(PyRef<'py, Run>),
    Folder(PathBuf),
}

impl Named<'_> {
    fn open(&self) -> Result<Arc<FinishedRun>, SessionError> {
        match self {
            Named::Memory(run) => run.finished("the run"),
            Named::Folder(path) => Ok(Arc::new(FinishedRun::open(path)?)),
        }
    }
}

const ALONE: Wish = Wish {
    threads: Some(1),
    progress: None,
};

/// An assay, by the words that stand behind `escalade assay`; `run` is the run that `--run` means.
#[pyfunction]
#[pyo3(signature = (words, run, knowledge))]
pub fn assay(
    py: Python<'_>,
    words: Vec<String>,
    run: Option<Named<'_>>,
    knowledge: Vec<(String, String)>,
) -> PyResult<Files> {
    let run = run
        .map(|run| run.open())
        .transpose()
        .map_err(|error| exception(py, &error))?;
    watched(py, ALONE, move |_| {
        let mut asked = read_assay(&words, run)?;
        asked.subject.overlays.extend(overlays(knowledge));
        let made = carry_out(&asked.subject, &asked.assay, asked.seed)?.report;
        Ok(Files::loose(made.files, made.text, Vec::new()))
    })
}

/// Each flask's mechanism worked out from read-outs alone.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "one per option of the command line")]
pub fn diagnose(
    py: Python<'_>,
    run: Named<'_>,
    knowledge: Vec<(String, String)>,
    workup: String,
    against: Option<String>,
    without: Vec<String>,
    depth: Option<u64>,
    genes: Vec<String>,
    flasks: Option<Vec<u64>>,
    day: Option<f64>,
    stock: Option<String>,
    mixed_with: Option<String>,
    seed: u64,
) -> PyResult<Files> {
    let run = run.open().map_err(|error| exception(py, &error))?;
    watched(py, ALONE, move |_| {
        let flask_of = |flask: &u64| *flask < run.scenario.replicates;
        if let Some(wrong) = flasks.iter().flatten().find(|flask| !flask_of(flask)) {
            let last = run.scenario.replicates - 1;
            return Err(SessionError::Request(format!("flasks: {wrong}: allowed: 0 to {last}")));
        }
        let usual = Request::of(run, overlays(knowledge));
        let request = Request {
            workup: preset("workup", &workup)?,
            against: against.map(|name| preset("against", &name)).transpose()?,
            without,
            depth,
            genes,
            flasks,
            day,
            stock: stock
                .map(|share| share.parse())
                .transpose()
                .map_err(SessionError::request)?,
            mixed_with: mixed_with.map(|text| text.parse()).transpose()?,
            seed,
            ..usual
        };
        let made = work_up(&request)?;
        let left_out = made.left_out.iter();
        let left_out = left_out.map(|out| format!("left out: flasks {:?} ({})", out.flasks, out.why));
        let left_out = left_out.collect();
        Ok(Files::loose(made.files()?, made.report.text(), left_out))
    })
}

fn preset(option: &str, name: &str) -> Result<Workup, SessionError> {
    let unknown = || SessionError::Request(format!("{option} \"{name}\" is unknown\n  {}", nearest(name, &PRESETS)));
    Workup::preset(name).ok_or_else(unknown)
}
