//! What is to be diagnosed, and how.

use crate::assay::Bench;
use crate::assay::sequencing::FEWEST_READS;
use crate::assay::sequencing::panel::Panel;
use crate::diagnosis::Workup;
use crate::diagnosis::examination::workup::WorkupStep;
use crate::ensemble::specimens::{FinishedRun, When};
use crate::scenario::Overlay;
use crate::scenario::error::nearest;
use crate::session::SessionError;
use crate::session::assay::Contamination;
use crate::units::Percent;
use std::sync::Arc;

/// Flasks to diagnose.
#[derive(Debug, Clone)]
pub struct Request {
    /// The run that they are of.
    pub run: Arc<FinishedRun>,
    /// The user's own knowledge files beside those that it was made with.
    pub overlays: Vec<Overlay>,
    /// How much is done.
    pub workup: Workup,
    /// Another work-up of the same flasks, to compare with.
    pub against: Option<Workup>,
    /// Steps to leave out of the work-up (see [`WorkupStep`]).
    pub without: Vec<String>,
    /// Depth of sequencing of driver and panel, reads per site, from 5 to 10 million; the work-up's without it.
    pub depth: Option<u64>,
    /// Genes of the panel; the work-up's without any.
    pub genes: Vec<String>,
    /// Flasks, from 0; the first 20 resistant ones without it.
    pub flasks: Option<Vec<u64>>,
    /// Day on which the flasks are sampled, from 0; each at its outcome without it.
    pub day: Option<f64>,
    /// What the drug stock of the bench still holds of its label, above 0%; without it what the run's drug held.
    pub stock: Option<Percent>,
    /// What-if: another line in the resistant cultures.
    pub mixed_with: Option<Contamination>,
    /// Seed of the read-outs' scatter.
    pub seed: u64,
}

impl Request {
    /// The full work-up of a run's first resistant flasks.
    pub fn of(run: Arc<FinishedRun>, overlays: Vec<Overlay>) -> Self {
        Self {
            run,
            overlays,
            workup: Workup::full(),
            against: None,
            without: Vec::new(),
            depth: None,
            genes: Vec::new(),
            flasks: None,
            day: None,
            stock: None,
            mixed_with: None,
            seed: 1,
        }
    }

    /// When the resistant cells are taken.
    pub(super) fn when(&self) -> Result<When, SessionError> {
        match self.day {
            None => Ok(When::Outcome),
            Some(day) if day.is_finite() && day >= 0.0 => Ok(When::Day(day)),
            Some(day) => Err(SessionError::Request(format!("--day {day}: allowed from 0 on"))),
        }
    }

    /// What the stock still holds, as a share, where it was said.
    pub(super) fn stock_holds(&self) -> Result<Option<f64>, SessionError> {
        match self.stock.map(Percent::fraction) {
            Some(share) if share <= 0.0 => Err(SessionError::request("--stock must be above 0%")),
            share => Ok(share),
        }
    }

    /// The steps to leave out.
    pub(super) fn left_out(&self) -> Result<Vec<WorkupStep>, SessionError> {
        let step = |name: &String| {
            let refused = || {
                format!(
                    "--without \"{name}\" is not a step\n  {}",
                    nearest(name, &WorkupStep::names())
                )
            };
            WorkupStep::named(name.trim()).ok_or_else(|| SessionError::Request(refused()))
        };
        self.without.iter().map(step).collect()
    }

    /// The work-up with all changes.
    pub(super) fn changed_workup(&self, bench: &Bench) -> Result<Workup, SessionError> {
        let mut workup = self.workup.clone();
        if let Some(depth) = self.depth {
            if !(FEWEST_READS..=10_000_000).contains(&depth) {
                return Err(SessionError::Request(format!(
                    "--depth {depth}: allowed {FEWEST_READS} to 10000000 reads per site (a call needs {FEWEST_READS} reads)"
                )));
            }
            workup.at_depth(depth);
        }
        if !self.genes.is_empty() {
            Panel::of_genes(bench, &self.genes).map_err(|error| SessionError::Request(format!("--genes: {error}")))?;
            workup.with_genes(self.genes.clone());
        }
        self.left_out()?.into_iter().for_each(|step| workup.leave_out(step));
        if workup != self.workup {
            workup.name = format!("changed {}", workup.name);
        }
        Ok(workup)
    }
}
