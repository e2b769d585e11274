//! What comparisons and sweeps share: several scenarios run as one ensemble in one place.

use super::claimed::Outcome;
use super::lifecycle::{Work, carry_out};
use super::place::{Exporter, Made, Place, Target};
use super::worlds::Options;
use super::{Command, Conduct, SessionError};
use crate::engine::record::FlaskRecord;
use crate::ensemble::{Grid, GridPoint, Job, KeepError, Marks, Sink};
use crate::report::{Aim, AssumptionRow, ReportError};
use crate::scenario::vary::fingerprint;
use crate::scenario::{Body, Laboratory, Scenario, Want};
use crate::statistics::worlds::{Choice, ChoiceAccumulator, NoWorld, OptionsRecord};
use serde::{Deserialize, Serialize};
use std::sync::atomic::AtomicBool;

/// What is told of several scenarios run side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer<R> {
    /// All that is known.
    pub report: R,
    /// In words.
    pub text: String,
    /// The content of the file that marks it as complete.
    pub json: String,
}

/// The laboratory of a scenario; the plain form and the many scenarios of `[[sweep]]` entries are refused. `shown` is
/// its file's name, `verb` what is done with it.
///
/// # Errors
/// It has none.
pub fn laboratory<'a>(shown: &str, scenario: &'a Scenario, verb: &str) -> Result<&'a Laboratory, SessionError> {
    match &scenario.body {
        Body::Laboratory(_) if scenario.sweeps => Err(is_a_sweep(shown)),
        Body::Laboratory(laboratory) => Ok(laboratory),
        Body::Plain(_) => Err(SessionError::Request(format!(
            "{shown}: has the plain form, which has no protocol to {verb}\n  \
             allowed: scenarios of the laboratory form, which start with [line] id = \"...\""
        ))),
    }
}

/// What is said of a scenario with `[[sweep]]` entries where one scenario is wanted.
pub fn is_a_sweep(shown: &str) -> SessionError {
    SessionError::Request(format!(
        "{shown}: holds [[sweep]] entries, so it is many scenarios\n  run them with: escalade sweep {shown}"
    ))
}

/// The laboratories of scenarios that were found to have one.
pub fn laboratories(scenarios: &[Scenario]) -> Vec<&Laboratory> {
    let bodies = scenarios.iter().map(|scenario| &scenario.body);
    let laboratories = bodies.filter_map(|body| match body {
        Body::Laboratory(laboratory) => Some(&**laboratory),
        Body::Plain(_) => None,
    });
    laboratories.collect()
}

/// Scenarios as one ensemble, with the seed and the number of flasks of the first: flasks at the central values, then
/// worlds.
pub struct GridJob<'a> {
    flasks: Grid<'a>,
    worlds: Option<Options>,
}

/// What a grid is made of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum GridRecord {
    /// A flask of a scenario.
    Flask(Box<FlaskRecord>),
    /// A world with flasks of every scenario.
    World(OptionsRecord),
}

impl<'a> GridJob<'a> {
    /// Of scenarios that were found to have a laboratory.
    ///
    /// # Errors
    /// The scenario that a lock file names is not the one that it holds.
    pub fn of(scenarios: &'a [Scenario]) -> Result<Self, SessionError> {
        let settings = scenarios.iter().map(|scenario| scenario.settings);
        let points = laboratories(scenarios).into_iter().zip(settings);
        Ok(Self {
            flasks: Grid {
                points: points
                    .map(|(laboratory, settings)| GridPoint { laboratory, settings })
                    .collect(),
                replicates: scenarios.first().map_or(0, |first| first.replicates),
                seed: scenarios.first().map_or(0, |first| first.seed),
            },
            worlds: Options::of(scenarios)?,
        })
    }

    /// Values that are drawn in worlds.
    pub fn values(&self) -> u64 {
        self.worlds.as_ref().map_or(0, Options::values)
    }

    fn records(&self) -> u64 {
        self.flasks.records() + self.worlds.as_ref().map_or(0, Options::count)
    }
}

impl Job for GridJob<'_> {
    type Record = GridRecord;

    fn simulate(&self, record: u64, stop: &AtomicBool) -> Option<GridRecord> {
        match (record.checked_sub(self.flasks.records()), &self.worlds) {
            (Some(world), Some(worlds)) => worlds.simulate(world, stop).map(GridRecord::World),
            _ => {
                let flask = self.flasks.simulate(record, stop)?;
                Some(GridRecord::Flask(Box::new(flask)))
            }
        }
    }
}

/// What worlds say of the options, as they come.
pub(super) struct WorldsSink {
    want: Want,
    horizon: f64,
    choice: ChoiceAccumulator,
}

impl WorldsSink {
    pub(super) fn new(laboratories: &[&Laboratory], want: Want) -> Self {
        let horizon = horizon(laboratories);
        Self {
            want,
            horizon,
            choice: ChoiceAccumulator::new(horizon),
        }
    }

    pub(super) fn add(&mut self, world: &OptionsRecord) {
        self.choice.add(world, |flask| self.want.loss(flask, self.horizon));
    }

    /// See [`ChoiceAccumulator::finish`].
    pub(super) fn finish(&self, eligible: &[bool]) -> Option<Choice> {
        self.choice.finish(eligible)
    }

    /// See [`ChoiceAccumulator::none`].
    pub(super) fn none(&self) -> Option<NoWorld> {
        self.choice.none()
    }
}

/// What is wanted of these: as asked for in a word, else by what the first is for.
///
/// # Errors
/// The word is nothing that could be wanted.
pub(super) fn aim(asked: Option<&str>, laboratories: &[&Laboratory]) -> Result<Aim, SessionError> {
    let want = match (asked, laboratories.first()) {
        (Some(word), _) => {
            Want::read(word, laboratories).map_err(|what| SessionError::Request(format!("--want {what}")))?
        }
        (None, Some(first)) => Want::of(first),
        (None, None) => Want::Later,
    };
    Ok(Aim {
        want,
        asked: asked.is_some(),
    })
}

/// What names the table that worlds come from, if there is one.
pub(super) fn worlds_hash(scenario: &Scenario) -> Option<String> {
    let table = scenario.given_worlds.as_ref()?;
    Some(fingerprint(std::iter::once(table.text.as_str())))
}

/// Days to which every one of some laboratories is followed.
pub fn horizon(laboratories: &[&Laboratory]) -> f64 {
    let ends = laboratories.iter().map(|laboratory| laboratory.protocol.stop.after);
    ends.fold(f64::INFINITY, f64::min)
}

/// What names the work, and where it goes.
pub struct Named<'a> {
    /// The marks of its place.
    pub marks: Marks,
    /// The text that names it.
    pub lock: &'a str,
    /// The command that does it.
    pub command: Command,
}

/// Runs a grid in a place: `sink` takes every record, then `finish` makes the answer and the files.
///
/// # Errors
/// The place is refused, the system refuses to write or to start threads, it is stopped on request, or `finish` fails.
pub fn run<P, S, R, F>(
    named: &Named,
    grid: &GridJob,
    sink: S,
    finish: F,
    place: &P,
    conduct: &Conduct,
) -> Result<Outcome<Answer<R>, P::Target>, SessionError>
where
    P: Place,
    S: Sink<GridRecord>,
    F: FnOnce(S) -> Result<Made<Answer<R>>, ReportError> + Send,
{
    let work = Work {
        marks: named.marks,
        command: named.command,
        lock: named.lock,
        job: grid,
        records: grid.records(),
        unit: "flasks and worlds",
    };
    carry_out(&work, place, conduct, |_| Ok(Finishing { sink, finish }))
}

/// A sink, and what makes the files of it.
struct Finishing<S, F> {
    sink: S,
    finish: F,
}

impl<S: Sink<GridRecord>, F: Send> Sink<GridRecord> for Finishing<S, F> {
    fn accept(&mut self, record: &GridRecord) -> Result<(), KeepError> {
        self.sink.accept(record)
    }
}

impl<T, S, R, F> Exporter<GridRecord, T> for Finishing<S, F>
where
    T: Target,
    S: Sink<GridRecord>,
    F: FnOnce(S) -> Result<Made<Answer<R>>, ReportError> + Send,
{
    type Result = Answer<R>;

    fn finish(self, _: &mut T) -> Result<Made<Answer<R>>, SessionError> {
        Ok((self.finish)(self.sink)?)
    }
}

impl<R> Answer<R> {
    /// With the files to write, the one of `marks.summary` among them.
    pub(super) fn with(report: R, text: String, marks: Marks, files: Vec<(String, String)>) -> Made<Self> {
        let mark = files.iter().find(|(path, _)| path == marks.summary);
        let json = mark.map_or(String::new(), |(_, text)| text.clone());
        Made {
            result: Self { report, text, json },
            files: super::place::in_bytes(files),
        }
    }
}

/// What several scenarios lean on, each value once.
pub fn assumptions<'a>(laboratories: impl Iterator<Item = &'a Laboratory>) -> Vec<AssumptionRow> {
    let mut rows: Vec<AssumptionRow> = Vec::new();
    for row in laboratories.flat_map(super::assumptions) {
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    rows
}

/// An identity as the text of a lock; `what` is its first line's.
///
/// # Errors
/// It cannot be written as TOML.
pub fn lock_text(what: &str, identity: &impl serde::Serialize) -> Result<String, SessionError> {
    let text = toml::to_string(identity).map_err(SessionError::failed)?;
    Ok(format!(
        "# Written by escalade {}: {what}\n{text}",
        crate::scenario::lock::VERSION
    ))
}
