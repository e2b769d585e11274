//! Which flasks of a run are diagnosed.

use super::cases::Cases;
use super::request::Request;
use crate::engine::record::Outcome;
use crate::ensemble::specimens::{FinishedRun, SpecimenError};
use crate::session::SessionError;
use crate::words;

/// Flasks that are diagnosed where none are named.
const USUAL_FLASKS: usize = 20;
/// Flasks looked through for resistant ones.
const LOOKED_THROUGH: u64 = 2000;
/// Fewest cells that can be plated, sequenced and lysed without growing them first (`assumed`: a few wells' worth).
const FEWEST_CELLS: f64 = 1e3;

/// Flasks that are not diagnosed, as they hold no cells to assay.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// Their numbers, from 0.
    pub flasks: Vec<u64>,
    /// Why the first of them is.
    pub why: String,
}

/// Flasks that hold cells when they are sampled, and those that do not.
pub(super) struct Living {
    pub flasks: Vec<u64>,
    pub left_out: Option<LeftOut>,
}

impl Request {
    /// How many flasks are diagnosed at most where none are named.
    pub(super) fn usual_flasks(&self) -> u64 {
        self.run.scenario.replicates.min(USUAL_FLASKS as u64)
    }
}

/// The first resistant flasks of a run, of its first 2000.
///
/// # Errors
/// Never: the run has every flask that is looked at.
pub fn resistant(run: &FinishedRun, at_most: usize) -> Result<Vec<u64>, SessionError> {
    let mut found = Vec::new();
    for flask in 0..run.scenario.replicates.min(LOOKED_THROUGH) {
        if found.len() == at_most {
            break;
        }
        if run.record(flask)?.outcome == Outcome::Resistant {
            found.push(flask);
        }
    }
    Ok(found)
}

/// The same, where there are any.
pub(super) fn some_resistant(run: &FinishedRun, at_most: usize) -> Result<Vec<u64>, SessionError> {
    let found = resistant(run, at_most)?;
    match found.is_empty() {
        true => Err(SessionError::request(
            "no flask of the run became resistant: there is nothing to diagnose\n  name flasks with --flasks to look anyway",
        )),
        false => Ok(found),
    }
}

/// Flasks that are named, else the first resistant ones: those with cells.
pub(super) fn living(cases: &Cases, named: Option<&[u64]>) -> Result<Living, SessionError> {
    let wanted = match named {
        Some(flasks) => flasks.to_vec(),
        None => some_resistant(&cases.run, USUAL_FLASKS)?,
    };
    let (mut flasks, mut without, mut why) = (Vec::new(), Vec::new(), None);
    for flask in wanted {
        match cases.run.specimen(&cases.bench, flask, cases.when) {
            Ok(taken) if taken.specimen.total() < FEWEST_CELLS => {
                without.push(flask);
                why.get_or_insert_with(|| {
                    let held = words::counted(libm::round(taken.specimen.total()) as u64, "cell");
                    let named = words::flask_of_files(flask);
                    format!("{named} holds {held}, too few to plate and lyse")
                });
            }
            Ok(_) => flasks.push(flask),
            Err(error @ (SpecimenError::NoCells { .. } | SpecimenError::DayOutside { .. })) => {
                without.push(flask);
                let lines: Vec<String> = error.to_string().lines().map(|line| line.trim().to_owned()).collect();
                why.get_or_insert(lines.join("; "));
            }
            Err(error) => return Err(error.into()),
        }
    }
    match (flasks.is_empty(), why) {
        (true, Some(why)) => Err(SessionError::Request(format!(
            "no flask has cells to assay then\n  {why}\n  name others with --flasks, or another --day"
        ))),
        (_, why) => Ok(Living {
            flasks,
            left_out: why.map(|why| LeftOut { flasks: without, why }),
        }),
    }
}
