//! A scenario simulated in memory.

use super::jobs::{FlaskJob, PlainJob};
use super::{Conduct, SessionError, Summary};
use crate::engine::record::{FlaskRecord, PlainRecord};
use crate::ensemble::{Ended, Job, KeepError, Memory, Sink};
use crate::scenario::{Body, Scenario};
use crate::statistics::{FlaskAccumulator, PlainAccumulator};

/// Simulates every replicate of a scenario; nothing is drawn or written.
///
/// # Errors
/// Stopped on request, or the system refused to start threads.
pub fn simulate(scenario: &Scenario, conduct: &Conduct) -> Result<Summary, SessionError> {
    match &scenario.body {
        Body::Plain(model) => {
            let mut statistics = Counting(PlainAccumulator::new(model));
            ensemble(scenario, &PlainJob::of(scenario, model), &mut statistics, conduct)?;
            Ok(Summary::Plain(Box::new(statistics.0.finish())))
        }
        Body::Laboratory(laboratory) => {
            let mut statistics = Counting(FlaskAccumulator::new(&laboratory.protocol, &laboratory.biology));
            ensemble(scenario, &FlaskJob::of(scenario, laboratory), &mut statistics, conduct)?;
            Ok(Summary::Laboratory(Box::new(statistics.0.finish())))
        }
    }
}

/// Statistics as a sink.
struct Counting<A>(A);

impl Sink<PlainRecord> for Counting<PlainAccumulator> {
    fn accept(&mut self, record: &PlainRecord) -> Result<(), KeepError> {
        self.0.add(record);
        Ok(())
    }
}

impl Sink<FlaskRecord> for Counting<FlaskAccumulator> {
    fn accept(&mut self, record: &FlaskRecord) -> Result<(), KeepError> {
        self.0.add(record);
        Ok(())
    }
}

fn ensemble<J: Job>(
    scenario: &Scenario,
    job: &J,
    sink: &mut impl Sink<J::Record>,
    conduct: &Conduct,
) -> Result<(), SessionError> {
    match conduct.drive(job, scenario.replicates, sink, &mut Memory)? {
        Ended::Complete => Ok(()),
        Ended::Interrupted { stored } => Err(SessionError::Interrupted {
            stored,
            records: scenario.replicates,
            unit: "replicates",
            place: None,
        }),
    }
}
