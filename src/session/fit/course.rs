//! The evaluations of a fit, one after the other, kept as they are made.

use super::evaluate::Evaluator;
use super::free::Free;
use crate::ensemble::{Ended, Job, Keep, KeepError, Sink};
use crate::session::{Conduct, SessionError, Silent};
use serde::{Deserialize, Serialize};
use std::sync::atomic::AtomicBool;

/// What has been evaluated so far. Every evaluation has a number of its own, from which its flasks have their streams; a
/// fit that is taken up again finds the finished ones by it.
#[derive(Default)]
pub(super) struct Course {
    batches: Vec<Batch>,
    evaluated: u64,
    /// Flasks simulated.
    pub flasks: u64,
    /// Where finished evaluations are kept; nowhere in memory.
    place: Option<String>,
}

struct Batch {
    free: Free,
    points: Vec<Vec<f64>>,
    /// Number of its first evaluation.
    first: u64,
    /// Flasks of an estimate of the likelihood, over those at first; none: everything is seen again instead.
    repeats: Option<u32>,
}

impl Batch {
    fn new(free: &Free, points: Vec<Vec<f64>>, repeats: Option<u32>) -> Self {
        Self {
            free: free.clone(),
            points,
            first: 0,
            repeats,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum Evaluated {
    Likelihood { log: f64, flasks: u64 },
    Again { numbers: Vec<f64>, flasks: u64 },
}

struct Evaluations<'a> {
    evaluator: &'a Evaluator,
    batches: &'a [Batch],
    /// Evaluations before the first that is asked for.
    before: u64,
}

impl Job for Evaluations<'_> {
    type Record = Evaluated;

    fn simulate(&self, number: u64, stop: &AtomicBool) -> Option<Evaluated> {
        let number = self.before + number;
        let at = self.batches.partition_point(|batch| batch.first <= number) - 1;
        let batch = &self.batches[at];
        let point = &batch.points[(number - batch.first) as usize];
        Some(match batch.repeats {
            Some(repeats) => {
                let (log, flasks) = self
                    .evaluator
                    .log_likelihood(&batch.free, point, number, repeats, stop)?;
                Evaluated::Likelihood { log, flasks }
            }
            None => {
                let (numbers, flasks) = self.evaluator.seen_again(&batch.free, point, number, stop)?;
                Evaluated::Again { numbers, flasks }
            }
        })
    }
}

/// Takes what comes from a number on; what was before is passed over.
struct Taken {
    passed: u64,
    first: u64,
    records: Vec<Evaluated>,
}

impl Sink<Evaluated> for Taken {
    fn accept(&mut self, record: &Evaluated) -> Result<(), KeepError> {
        if self.passed >= self.first {
            self.records.push(record.clone());
        }
        self.passed += 1;
        Ok(())
    }
}

impl Course {
    /// At its beginning, in a place of this name.
    pub fn at(place: Option<String>) -> Self {
        Self {
            place,
            ..Self::default()
        }
    }

    pub fn evaluate(
        &mut self,
        evaluator: &Evaluator,
        free: &Free,
        points: Vec<Vec<f64>>,
        repeats: u32,
        keep: &mut impl Keep,
        conduct: &Conduct,
    ) -> Result<Vec<f64>, SessionError> {
        let records = self.batch(evaluator, Batch::new(free, points, Some(repeats)), keep, conduct)?;
        let log = |record: &Evaluated| match record {
            Evaluated::Likelihood { log, .. } => *log,
            Evaluated::Again { .. } => f64::NEG_INFINITY,
        };
        Ok(records.iter().map(log).collect())
    }

    pub fn see_again(
        &mut self,
        evaluator: &Evaluator,
        free: &Free,
        points: Vec<Vec<f64>>,
        keep: &mut impl Keep,
        conduct: &Conduct,
    ) -> Result<Vec<Vec<f64>>, SessionError> {
        let records = self.batch(evaluator, Batch::new(free, points, None), keep, conduct)?;
        let numbers = |record| match record {
            Evaluated::Again { numbers, .. } => numbers,
            Evaluated::Likelihood { .. } => Vec::new(),
        };
        Ok(records.into_iter().map(numbers).collect())
    }

    fn batch(
        &mut self,
        evaluator: &Evaluator,
        batch: Batch,
        keep: &mut impl Keep,
        conduct: &Conduct,
    ) -> Result<Vec<Evaluated>, SessionError> {
        let first = self.evaluated;
        self.evaluated += batch.points.len() as u64;
        self.batches.push(Batch { first, ..batch });
        // Where nothing is kept there is nothing to pass over.
        let before = if keep.keeps() { 0 } else { first };
        let job = Evaluations {
            evaluator,
            batches: &self.batches,
            before,
        };
        let mut taken = Taken {
            passed: before,
            first,
            records: Vec::new(),
        };
        let quiet = Conduct {
            progress: &Silent,
            ..*conduct
        };
        let ended = quiet.drive(&job, self.evaluated - before, &mut taken, keep)?;
        conduct.progress.add(self.evaluated - first);
        match ended {
            Ended::Complete => {}
            Ended::Interrupted { stored } => {
                return Err(SessionError::Interrupted {
                    stored,
                    records: self.evaluated,
                    unit: "evaluations so far",
                    place: self.place.clone(),
                });
            }
        }
        for record in &taken.records {
            let (Evaluated::Likelihood { flasks, .. } | Evaluated::Again { flasks, .. }) = record;
            self.flasks += flasks;
        }
        Ok(taken.records)
    }
}
