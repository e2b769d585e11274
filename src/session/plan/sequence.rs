//! The winner's flasks sequenced by day and depth.

use crate::assay::{Bench, Specimen};
use crate::diagnosis::Sequencer;
use crate::engine::record::{FlaskRecord, FlaskSample};
use crate::random::{Purpose, stream};
use crate::scenario::plan::Plan;
use crate::scenario::{Body, Laboratory, Scenario};
use crate::session::SessionError;
use crate::statistics::race::{COMPLETE, FOUND, PlanFlask, RIGHT, WRONG};

/// New worlds whose flasks are sequenced, at most.
pub const SEQUENCED: u64 = 200;

/// Compartments with a smaller share of a sample are not looked at: below what any depth shows.
const TRACE: f64 = 1e-6;

/// Sequencing of a design's flasks.
pub struct Sequencing {
    sequencer: Sequencer,
    days: Vec<f64>,
    depths: usize,
    by: f64,
    seed: u64,
}

impl Sequencing {
    /// Of a design's scenario; `None` for the plain form, where two hypotheses are told apart, where nothing is sequenced, or where the line has no driver that a
    /// bench knows.
    ///
    /// # Errors
    /// The knowledge base cannot be read.
    pub fn of(scenario: &Scenario, plan: &Plan) -> Result<Option<Self>, SessionError> {
        let Body::Laboratory(laboratory) = &scenario.body else {
            return Ok(None);
        };
        if plan.bench.samples == 0 || plan.goal.is_pair() {
            return Ok(None);
        }
        let base = crate::scenario::with_overlays(&laboratory.overlays).map_err(SessionError::request)?;
        let Ok(bench) = Bench::of_line(&base, &laboratory.biology.line_id) else {
            return Ok(None);
        };
        let (days, depths) = plan.sequencing();
        let sequencer = Sequencer::new(bench, &depths);
        if sequencer.translation(&laboratory.biology).is_err() {
            return Ok(None);
        }
        Ok(Some(Self {
            sequencer,
            days,
            depths: depths.len(),
            by: plan.goal.by,
            seed: scenario.seed,
        }))
    }

    /// Days on which samples are taken.
    pub fn days(&self) -> &[f64] {
        &self.days
    }

    /// A flask with what its samples show; `samples` are those of the days that it reached and, last, that of its end.
    pub fn flask(&self, laboratory: &Laboratory, record: &FlaskRecord, samples: &[FlaskSample]) -> PlanFlask {
        let flask = PlanFlask::of(record);
        let resistant = flask.end.is_resistant_by(self.by);
        let sequenced = resistant.then(|| self.marks(laboratory, record, samples)).flatten();
        PlanFlask {
            sequenced: sequenced.unwrap_or_default(),
            ..flask
        }
    }

    fn marks(&self, laboratory: &Laboratory, record: &FlaskRecord, samples: &[FlaskSample]) -> Option<Vec<u8>> {
        let Laboratory { biology, protocol, .. } = laboratory;
        let to = self.sequencer.translation(biology).ok()?;
        let last = specimen(samples.last()?)?;
        let escalates = protocol.courses.iter().any(|course| course.dosing.escalates());
        // Without a goal a flask is resistant once it holds more cells than before.
        let growing = if escalates { protocol.resistance.growth } else { 0.0 };
        let truth = Sequencer::truth(biology, &last, &doses(laboratory, record), growing);
        let mut rng = stream(self.seed, record.replicate, Purpose::Sequencing);
        let mut marks = Vec::new();
        for day in 0..self.days.len() {
            // Days after its end have the sample of the end.
            let sample = specimen(samples.get(day.min(samples.len() - 1))?);
            match sample {
                Some(sample) => {
                    let seen = self.sequencer.read(&to, &sample, &truth, self.depths, &mut rng);
                    marks.extend(seen.into_iter().map(|seen| {
                        let found = if seen.found { FOUND } else { 0 };
                        found
                            | match (seen.complete, seen.right) {
                                (true, _) => COMPLETE,
                                (false, true) => RIGHT,
                                (false, false) => WRONG,
                            }
                    }));
                }
                None => marks.extend(std::iter::repeat_n(WRONG, self.depths)),
            }
        }
        Some(marks)
    }
}

/// The cells of a sample that reads could show.
fn specimen(sample: &FlaskSample) -> Option<Specimen> {
    let total: f64 = sample.cells.iter().map(|part| part.cells as f64).sum();
    let cells = sample
        .cells
        .iter()
        .filter(|part| part.cells as f64 >= TRACE * total)
        .cloned();
    let kept = FlaskSample {
        day: sample.day,
        cells: cells.collect(),
    };
    Specimen::of_flask("sample", &kept)
}

/// The doses that a flask had last, nM, one per drug.
fn doses(laboratory: &Laboratory, record: &FlaskRecord) -> Vec<f64> {
    let mut doses = vec![0.0; laboratory.biology.drugs().len()];
    let last = record
        .looks
        .iter()
        .rev()
        .find(|look| look.doses.iter().any(|dose| *dose > 0.0));
    for (course, dose) in laboratory
        .protocol
        .courses
        .iter()
        .zip(last.map_or(&[][..], |look| &look.doses))
    {
        doses[course.drug] += dose * course.actual;
    }
    doses
}
