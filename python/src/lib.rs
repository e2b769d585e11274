//! Escalade for Python: sessions of the library as classes and functions. Everything that is computed, worded or written
//! comes from the library; what is Python's (frames, figures, notebooks) stands in `escalade/*.py`.

mod answer;
mod error;
mod experiment;
mod knowledge;
mod laboratory;
mod run;
mod watch;

use pyo3::prelude::*;

/// What `escalade/*.py` stand on.
#[pymodule]
fn _core(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("version", escalade::scenario::lock::VERSION)?;
    module.add_class::<experiment::Experiment>()?;
    module.add_class::<answer::Files>()?;
    module.add_class::<run::Run>()?;
    module.add_function(wrap_pyfunction!(experiment::named_overlays, module)?)?;
    module.add_function(wrap_pyfunction!(answer::compare, module)?)?;
    module.add_function(wrap_pyfunction!(laboratory::assay, module)?)?;
    module.add_function(wrap_pyfunction!(laboratory::diagnose, module)?)?;
    module.add_function(wrap_pyfunction!(knowledge::knowledge, module)?)?;
    Ok(())
}
