//! What comparisons and sweeps share: several scenarios run as one ensemble in one place.

use super::lifecycle::{Outcome, Work, carry_out};
use super::place::{Exporter, Made, Place, Target};
use super::{Conduct, SessionError};
use crate::engine::record::FlaskRecord;
use crate::ensemble::{Grid, GridPoint, KeepError, Marks, Sink};
use crate::report::{AssumptionRow, ReportError};
use crate::scenario::{Body, Laboratory, Scenario};

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

/// Scenarios as one ensemble, with the seed and the number of flasks of the first.
pub fn grid(scenarios: &[Scenario]) -> Grid<'_> {
    let settings = scenarios.iter().map(|scenario| scenario.settings);
    let points = laboratories(scenarios).into_iter().zip(settings);
    Grid {
        points: points
            .map(|(laboratory, settings)| GridPoint { laboratory, settings })
            .collect(),
        replicates: scenarios.first().map_or(0, |first| first.replicates),
        seed: scenarios.first().map_or(0, |first| first.seed),
    }
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
}

/// Runs a grid in a place: `sink` takes every record, then `finish` makes the answer and the files.
pub fn run<P, S, R, F>(
    named: &Named,
    grid: &Grid,
    sink: S,
    finish: F,
    place: &P,
    conduct: &Conduct,
) -> Result<Outcome<Answer<R>, P::Target>, SessionError>
where
    P: Place,
    S: Sink<FlaskRecord>,
    F: FnOnce(S) -> Result<Made<Answer<R>>, ReportError> + Send,
{
    let work = Work {
        marks: named.marks,
        lock: named.lock,
        job: grid,
        records: grid.records(),
        unit: "flasks",
    };
    carry_out(&work, place, conduct, |_| Ok(Finishing { sink, finish }))
}

/// A sink, and what makes the files of it.
struct Finishing<S, F> {
    sink: S,
    finish: F,
}

impl<S: Sink<FlaskRecord>, F: Send> Sink<FlaskRecord> for Finishing<S, F> {
    fn accept(&mut self, record: &FlaskRecord) -> Result<(), KeepError> {
        self.sink.accept(record)
    }
}

impl<T, S, R, F> Exporter<FlaskRecord, T> for Finishing<S, F>
where
    T: Target,
    S: Sink<FlaskRecord>,
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
pub fn lock_text(what: &str, identity: &impl serde::Serialize) -> Result<String, SessionError> {
    let text = toml::to_string(identity).map_err(SessionError::failed)?;
    Ok(format!(
        "# Written by escalade {}: {what}\n{text}",
        crate::scenario::lock::VERSION
    ))
}
