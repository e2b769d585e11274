//! A sweep carried out: the result of every point.

use super::request::{Swept, constant_dose};
use crate::ensemble::{KeepError, SWEEP, Sink};
use crate::model::endpoint::{HIGHEST_DOSE, viability};
use crate::report::ReportError;
use crate::report::choice::OverWorlds;
use crate::report::sweep::{self as report, PointResult, SweepKey, SweepReport, Synergy};
use crate::sampling::SAMPLER_VERSION;
use crate::scenario::lock::VERSION;
use crate::scenario::vary::{Vary, key_words, short_words, value_words};
use crate::scenario::warnings::{self, Warning};
use crate::scenario::{Laboratory, Want, words};
use crate::session::grid::{self, Answer, GridJob, GridRecord, Named, WorldsSink, assumptions, horizon, laboratories};
use crate::session::{Command, Conduct, Made, Outcome, Place, SessionError};
use crate::statistics::names;
use crate::statistics::paired::FlaskEnd;
use crate::statistics::sweep::SweepPoint;
use crate::statistics::synergy::SynergyMatrix;
use crate::statistics::wells::WellCounter;

impl Swept {
    /// Runs every point over the same flasks.
    ///
    /// # Errors
    /// The place is refused, the system refuses to write, or it is stopped on request.
    pub fn run<P: Place>(
        &self,
        place: &P,
        conduct: &Conduct,
    ) -> Result<Outcome<Answer<SweepReport>, P::Target>, SessionError> {
        let laboratories = laboratories(&self.scenarios);
        let named = Named {
            marks: SWEEP,
            lock: &self.identity()?,
            command: Command::Sweep,
        };
        let text = self.scenario_text()?;
        let sink = PointSink::new(&laboratories, self.scenarios[0].replicates, self.aim.want.clone());
        let job = GridJob::of(&self.scenarios)?;
        let finish = |sink| self.made(&laboratories, job.values(), sink, text);
        grid::run(&named, &job, sink, finish, place, conduct)
    }

    pub(super) fn keys(&self) -> Vec<SweepKey> {
        let laboratory = laboratories(&self.scenarios);
        let drugs = laboratory.first().map_or(Vec::new(), |first| {
            let (biology, protocol) = (&first.biology, &first.protocol);
            let ids = names::course_ids(biology, protocol);
            ids.into_iter().zip(names::course_drugs(biology, protocol)).collect()
        });
        let key = |vary: &Vary| SweepKey {
            key: vary.key.clone(),
            values: vary.shown(),
            words: key_words(&vary.key, &drugs),
            told: vary.shown().iter().map(|value| value_words(value)).collect(),
            short: (vary.shown().iter())
                .map(|value| short_words(&vary.key, value, &drugs))
                .collect(),
        };
        self.sweep.keys.iter().map(key).collect()
    }

    fn made(
        &self,
        laboratories: &[&Laboratory],
        values: u64,
        sink: PointSink,
        text: String,
    ) -> Result<Made<Answer<SweepReport>>, ReportError> {
        let keys = self.keys();
        let scenario = &self.scenarios[0];
        let of_point = |point: u64| -> Vec<String> {
            let places = keys.iter().zip(self.sweep.places(point));
            places.map(|(key, place)| key.values[place].clone()).collect()
        };
        let warnings: Vec<Vec<Warning>> = self.scenarios.iter().map(warnings::of).collect();
        let points = (0u64..).zip(sink.points).zip(&warnings);
        let points = points.map(|((point, result), warnings)| PointResult {
            values: of_point(point),
            unaltered_held: !warnings::not_held(warnings),
            untreated: warnings::no_drug(warnings),
            result,
        });
        let points: Vec<PointResult> = points.collect();
        let synergy = self.synergy(laboratories);
        let eligible: Vec<bool> = points.iter().map(PointResult::may_be_chosen).collect();
        let report = SweepReport {
            version: VERSION.to_owned(),
            name: scenario.name.clone(),
            question: scenario.question.clone(),
            seed: scenario.seed,
            replicates: scenario.replicates,
            of_patients: laboratories.iter().all(|one| one.protocol.design.patients.is_some()),
            sampler_version: SAMPLER_VERSION,
            points_hash: self.points_hash.clone(),
            knowledge_hash: laboratories[0].knowledge_hash.clone(),
            engine: words::engine(scenario.settings.method, scenario.settings.tolerance),
            horizon: sink.horizon,
            worlds: sink
                .worlds
                .finish(&eligible)
                .map(|choice| OverWorlds { values, choice }),
            no_world: sink.worlds.none(),
            points,
            synergy,
            protocol_words: words::of(scenario),
            aim: self.aim.clone(),
            warnings: each_once(&warnings),
            assumptions: assumptions(laboratories.iter().copied()),
            keys,
        };
        let mut files = report::files(&report)?;
        files.push(("sweep.toml".to_owned(), text));
        let text = report::text(&report);
        Ok(Answer::with(report, text, SWEEP, files))
    }

    /// The viability matrix of the parental line under the two drugs alone.
    fn synergy(&self, laboratories: &[&Laboratory]) -> Option<Synergy> {
        let courses = self.matrix?;
        let laboratory = laboratories[0];
        let biology = &laboratory.biology;
        let drugs = courses.map(|course| laboratory.protocol.courses[course].drug);
        let columns = self.sweep.keys[1].values.len();
        let doses = |points: &mut dyn Iterator<Item = usize>, course: usize| -> Vec<f64> {
            points
                .filter_map(|point| constant_dose(laboratories[point], course))
                .collect()
        };
        let first = doses(&mut (0..laboratories.len()).step_by(columns), courses[0]);
        let second = doses(&mut (0..columns), courses[1]);
        let parental = biology.wild_type();
        let alive = |a: f64, b: f64| {
            let mut doses = vec![0.0; biology.drugs().len()];
            (doses[drugs[0]], doses[drugs[1]]) = (a, b);
            viability(biology, &parental, 0, &doses, self.hours)
        };
        Some(Synergy {
            first_drug: biology.drugs()[drugs[0]].name.clone(),
            second_drug: biology.drugs()[drugs[1]].name.clone(),
            hours: self.hours,
            alone: laboratory.protocol.courses.len() == courses.len(),
            matrix: SynergyMatrix::of(alive, &first, &second, HIGHEST_DOSE),
        })
    }
}

/// Every warning once, in order.
fn each_once(warnings: &[Vec<Warning>]) -> Vec<Warning> {
    let mut once: Vec<Warning> = Vec::new();
    for warning in warnings.iter().flatten() {
        if !once.contains(warning) {
            once.push(warning.clone());
        }
    }
    once
}

/// The results of the points that are done, and the flasks of the one under way.
struct PointSink {
    replicates: u64,
    horizon: f64,
    worlds: WorldsSink,
    ends: Vec<FlaskEnd>,
    points: Vec<SweepPoint>,
    /// One per point; none where its vessel is no well.
    wells: Vec<Option<WellCounter>>,
}

impl PointSink {
    fn new(laboratories: &[&Laboratory], replicates: u64, want: Want) -> Self {
        Self {
            replicates,
            horizon: horizon(laboratories),
            worlds: WorldsSink::new(laboratories, want),
            ends: Vec::new(),
            points: Vec::new(),
            wells: laboratories.iter().map(|l| WellCounter::new(&l.protocol)).collect(),
        }
    }
}

impl Sink<GridRecord> for PointSink {
    fn accept(&mut self, record: &GridRecord) -> Result<(), KeepError> {
        let record = match record {
            GridRecord::Flask(flask) => flask,
            GridRecord::World(world) => {
                self.worlds.add(world);
                return Ok(());
            }
        };
        self.ends.push(FlaskEnd::of(record, 0, self.horizon));
        let mut wells = self.wells.get_mut(self.points.len()).and_then(Option::as_mut);
        wells.iter_mut().for_each(|wells| wells.add(record));
        if self.ends.len() as u64 == self.replicates {
            let wells = wells.map(|wells| wells.finish());
            let point = SweepPoint::of(&self.ends, self.horizon);
            self.points.push(SweepPoint { wells, ..point });
            self.ends.clear();
        }
        Ok(())
    }
}
