//! A run: every replicate of a scenario, its tables, figures and report.

use super::claimed::Outcome;
use super::jobs::{FlaskJob, PlainJob, RunJob, RunRecord};
use super::lifecycle::{Work, carry_out};
use super::place::{Exporter, Made, Place, Target, in_bytes};
use super::rules::RuleJob;
use super::worlds::Worlds;
use super::{Command, Conduct, SessionError, Summary};
use crate::engine;
use crate::engine::record::{FlaskRecord, PlainRecord};
use crate::ensemble::{KeepError, RUN, Sink};
use crate::model::plain::PlainModel;
use crate::report::table::{FlaskFamilies, PlainFamilies};
use crate::report::{self, AssumptionRow, Provenance, RunContext, table};
use crate::scenario::lock::{self, Lock, VERSION};
use crate::scenario::{Body, Laboratory, SCHEMA, Scenario, warnings, words};
use crate::statistics::worlds::{WorldFlask, WorldRecord, WorldsAccumulator};
use crate::statistics::{FlaskAccumulator, PlainAccumulator};
use crate::tables::{COLUMNS_FILE, Description, Tables, dictionary};

/// Runs a scenario in a place: statistics as the result; tables, figures and report as files.
///
/// # Errors
/// The place is refused, the system refuses to write, or the run is stopped on request.
pub fn run<P: Place>(
    scenario: &Scenario,
    place: &P,
    conduct: &Conduct,
) -> Result<Outcome<Summary, P::Target>, SessionError> {
    let lock = lock::write(scenario)?;
    match &scenario.body {
        Body::Plain(model) => {
            let job = PlainJob::of(scenario, model);
            carry_out(&work(scenario, &lock, &job), place, conduct, |target| {
                PlainExport::begin(scenario, &lock, model, target)
            })
        }
        Body::Laboratory(laboratory) => {
            let worlds = Worlds::of(scenario)?;
            let job = RunJob {
                flasks: FlaskJob::of(scenario, laboratory),
                replicates: scenario.replicates,
                worlds: worlds.as_ref(),
                rules: RuleJob::of(scenario, laboratory),
            };
            let work = Work {
                records: job.records(),
                ..work(scenario, &lock, &job)
            };
            carry_out(&work, place, conduct, |target| {
                FlaskExport::begin(scenario, &lock, &job, target)
            })
        }
    }
}

fn work<'a, J>(scenario: &Scenario, lock: &'a Lock, job: &'a J) -> Work<'a, J> {
    Work {
        marks: RUN,
        command: Command::Run,
        lock: &lock.text,
        job,
        records: scenario.replicates,
        unit: "replicates",
    }
}

/// Tables and statistics of a plain run.
struct PlainExport<'a, T: Target> {
    context: RunContext,
    model: &'a PlainModel,
    statistics: PlainAccumulator,
    tables: Tables<PlainRecord, T::Table>,
}

impl<'a, T: Target> PlainExport<'a, T> {
    fn begin(scenario: &Scenario, lock: &Lock, model: &'a PlainModel, target: &T) -> Result<Self, SessionError> {
        Ok(Self {
            context: context(scenario, lock),
            model,
            statistics: PlainAccumulator::new(model),
            tables: table::plain(&PlainFamilies::of(model), opening(target))?,
        })
    }
}

impl<T: Target> Sink<PlainRecord> for PlainExport<'_, T> {
    fn accept(&mut self, record: &PlainRecord) -> Result<(), KeepError> {
        self.statistics.add(record);
        self.tables.add(record).map_err(KeepError::Tables)
    }
}

impl<T: Target> Exporter<PlainRecord, T> for PlainExport<'_, T> {
    type Result = Summary;

    fn finish(self, target: &mut T) -> Result<Made<Summary>, SessionError> {
        tell(&publish(self.tables, target)?, target)?;
        let summary = self.statistics.finish();
        let files = report::plain_files(&self.context, self.model, &summary)?;
        Ok(Made {
            files: in_bytes(files),
            result: Summary::Plain(Box::new(summary)),
        })
    }
}

/// Tables and statistics of a laboratory run.
struct FlaskExport<'a, T: Target> {
    context: RunContext,
    job: &'a RunJob<'a>,
    statistics: FlaskAccumulator,
    worlds: WorldsAccumulator,
    /// Whether the first flasks are resistant, and those under other rules.
    stated: Vec<bool>,
    others: Vec<bool>,
    drawn: Tables<WorldRecord, T::Table>,
    tables: Tables<FlaskRecord, T::Table>,
}

impl<'a, T: Target> FlaskExport<'a, T> {
    fn begin(scenario: &Scenario, lock: &Lock, job: &'a RunJob<'a>, target: &T) -> Result<Self, SessionError> {
        let Laboratory {
            biology,
            protocol,
            record_looks,
            ..
        } = job.flasks.laboratory;
        let families = FlaskFamilies::of(biology, protocol, *record_looks);
        Ok(Self {
            context: context(scenario, lock),
            job,
            statistics: FlaskAccumulator::new(protocol, biology),
            worlds: WorldsAccumulator::default(),
            stated: Vec::new(),
            others: Vec::new(),
            drawn: match job.worlds {
                Some(worlds) => table::drawn(&worlds.keys(), opening(target))?,
                None => Tables::default(),
            },
            tables: table::flasks(&families, opening(target))?,
        })
    }
}

impl<T: Target> Sink<RunRecord> for FlaskExport<'_, T> {
    fn accept(&mut self, record: &RunRecord) -> Result<(), KeepError> {
        match record {
            RunRecord::Rule(flask) => {
                self.others.push(flask.is_resistant());
                Ok(())
            }
            RunRecord::Flask(flask) => {
                if (self.stated.len() as u64) < self.job.rules.flasks() {
                    self.stated.push(WorldFlask::of(flask).is_resistant());
                }
                self.statistics.add(flask);
                self.tables.add(flask).map_err(KeepError::Tables)
            }
            RunRecord::World(world) => {
                self.worlds.add(world);
                self.drawn.add(world).map_err(KeepError::Tables)
            }
        }
    }
}

impl<T: Target> Exporter<RunRecord, T> for FlaskExport<'_, T> {
    type Result = Summary;

    fn finish(self, target: &mut T) -> Result<Made<Summary>, SessionError> {
        let mut told = publish(self.tables, target)?;
        told.extend(publish(self.drawn, target)?);
        tell(&told, target)?;
        let mut summary = self.statistics.finish();
        summary.worlds = self.job.worlds.and_then(|worlds| self.worlds.finish(&worlds.drawn()));
        summary.no_world = self.worlds.none();
        summary.rules = self.job.rules.edges(&self.stated, &self.others);
        let FlaskJob {
            laboratory,
            ref settings,
            seed,
        } = self.job.flasks;
        let Laboratory { biology, protocol, .. } = laboratory;
        // The typical flask is simulated again, for the Muller plot.
        let typical = summary.typical_replicate;
        let trace = typical.map(|replicate| engine::trace_flask(biology, protocol, settings, seed, replicate));
        let files = report::flask_files(&self.context, protocol, &summary, trace.as_ref())?;
        Ok(Made {
            files: in_bytes(files),
            result: Summary::Laboratory(Box::new(summary)),
        })
    }
}

/// Starts the run's tables.
fn opening<T: Target>(target: &T) -> impl FnMut(&'static str) -> Result<T::Table, SessionError> + '_ {
    |name| Ok(target.table(name)?)
}

/// Gives finished tables their names.
fn publish<R, T: Target>(tables: Tables<R, T::Table>, target: &mut T) -> Result<Vec<Description>, SessionError> {
    let told = tables.descriptions();
    for table in tables.finish()? {
        target.publish(table)?;
    }
    Ok(told)
}

/// Writes the data dictionary beside the tables.
fn tell<T: Target>(tables: &[Description], target: &mut T) -> Result<(), SessionError> {
    Ok(target.write(COLUMNS_FILE, dictionary(tables).as_bytes())?)
}

fn context(scenario: &Scenario, lock: &Lock) -> RunContext {
    RunContext {
        name: scenario.name.clone(),
        question: scenario.question.clone(),
        protocol_words: words::of(scenario),
        warnings: warnings::of(scenario),
        provenance: Provenance {
            version: VERSION.to_owned(),
            schema: SCHEMA as u32,
            scenario_hash: lock.scenario_hash.clone(),
            knowledge_hash: lock.knowledge_hash.clone(),
            seed: scenario.seed,
            replicates: scenario.replicates,
            method: scenario.settings.method,
            tolerance: scenario.settings.tolerance,
            sampler_version: crate::sampling::SAMPLER_VERSION,
        },
        assumptions: match &scenario.body {
            Body::Plain(_) => Vec::new(),
            Body::Laboratory(laboratory) => assumptions(laboratory),
        },
    }
}

/// What a laboratory scenario leans on, as the report tells it.
pub fn assumptions(laboratory: &Laboratory) -> Vec<AssumptionRow> {
    let row = |a: &crate::scenario::Assumed| AssumptionRow {
        what: a.what.clone(),
        value: a.value.clone(),
        range: a.range.clone(),
        certainty: a.certainty,
        why: a.why.clone(),
    };
    laboratory.assumptions.iter().map(row).collect()
}
