//! Whether an observed flask is unusual: where it stands among simulated ones, without any fit.

use super::conditions::DataFile;
use super::course::Course;
use super::evaluate::Evaluator;
use super::free::Free;
use super::plan::Plan;
use crate::ensemble::Memory;
use crate::scenario::Overlay;
use crate::scenario::lock::VERSION;
use crate::session::{Conduct, SessionError};
use crate::statistics::fit::{Agreement, Band, Placed, PlacedPoint, Sampler, SamplerSettings, happened, share_below};

/// Experiments with every value at its central guess, and worlds with one experiment each.
const EXPERIMENTS: usize = 400;

/// Data that are to be held against a scenario as it is.
pub struct Placing {
    pub(super) evaluator: Evaluator,
    free: Free,
    data: Vec<String>,
}

impl Placing {
    /// Of a scenario's text and files of data; `shown` is the scenario's name in messages.
    ///
    /// # Errors
    /// Scenario or data are not valid.
    pub fn of(
        shown: &str,
        text: &str,
        overlays: &[Overlay],
        files: &[DataFile],
        seed: Option<u64>,
    ) -> Result<Self, SessionError> {
        let evaluator = Evaluator::of(shown, text, overlays, &Plan::default(), files, seed)?;
        let usual = &evaluator.usual[0];
        Ok(Self {
            free: Free::everything(
                usual.laboratory(),
                &evaluator.knowledge,
                usual.worlds.shared,
                evaluator.seen(),
            )?,
            data: files.iter().map(|file| file.bare_name().to_owned()).collect(),
            evaluator,
        })
    }

    /// Experiments that are simulated in all.
    pub(super) fn experiments(&self) -> usize {
        match self.evaluator.usual[0].laboratory() {
            None => EXPERIMENTS,
            Some(_) => 2 * EXPERIMENTS,
        }
    }

    /// Simulates experiments with as many flasks as the data have, counted or read in the same way.
    ///
    /// # Errors
    /// Stopped on request, or the system refuses to start threads.
    pub fn run(&self, conduct: &Conduct) -> Result<Placed, SessionError> {
        let Self { evaluator, free, data } = self;
        let usual = &evaluator.usual[0];
        let mut course = Course::at(None);
        let mut seen = |points: Vec<Vec<f64>>| -> Result<Vec<Vec<f64>>, SessionError> {
            course.see_again(evaluator, free, points, &mut Memory, conduct)
        };
        let chance = seen(vec![vec![0.0; free.dims()]; EXPERIMENTS])?;
        let worlds = match usual.laboratory() {
            None => Vec::new(),
            Some(_) => {
                let draws = Sampler::new(SamplerSettings {
                    particles: EXPERIMENTS,
                    dims: free.dims(),
                    seed: evaluator.seed,
                    estimated: false,
                    most_batches: 1,
                });
                seen(draws.proposals().to_vec())?
            }
        };
        // In some worlds the experiment cannot be carried out.
        let mut sets = [chance, worlds];
        let places = happened(evaluator.places(), &mut sets);
        let [chance, worlds] = sets;
        let column =
            |numbers: &[Vec<f64>], i: usize| -> Vec<f64> { numbers.iter().map(|numbers| numbers[i]).collect() };
        let known = !worlds.is_empty();
        let observed: Vec<f64> = places.iter().map(|(_, observed)| *observed).collect();
        let points = places.iter().enumerate().map(|(i, (place, observed))| PlacedPoint {
            place: place.clone(),
            observed: *observed,
            below: share_below(&column(&chance, i), *observed),
            chance: Band::of(column(&chance, i)),
            below_worlds: known.then(|| share_below(&column(&worlds, i), *observed)),
            worlds: known.then(|| Band::of(column(&worlds, i))),
        });
        Ok(Placed {
            scenario: usual.name.clone(),
            version: VERSION.to_owned(),
            experiments: EXPERIMENTS as u64,
            data: data.clone(),
            by_chance: Agreement::of_numbers(&observed, &chance),
            among_worlds: known.then(|| Agreement::of_numbers(&observed, &worlds)),
            points: points.collect(),
        })
    }
}
