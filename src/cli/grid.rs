//! What `compare` and `sweep` share: several scenarios run as one ensemble in one folder.

use super::failure::Failure;
use super::terminal;
use crate::engine::record::FlaskRecord;
use crate::ensemble::{Grid, KeepError, Marks, Sink};
use crate::report::{AssumptionRow, ReportError};
use crate::scenario::{Body, Laboratory, Scenario};
use crate::session::{Exporter, Folder, FolderTarget, Made, Outcome, SessionError, Work, carry_out};
use std::path::Path;

/// Options of both commands.
#[derive(Debug, clap::Args)]
pub struct GridArgs {
    /// Threads [default: all cores]; results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1024))]
    threads: Option<u64>,
    /// No progress.
    #[arg(long)]
    pub quiet: bool,
    /// Print the JSON file instead of the answer in words.
    #[arg(long)]
    pub json: bool,
}

/// The laboratory of a scenario; the plain form is refused.
pub fn laboratory<'a>(path: &Path, scenario: &'a Scenario, command: &str) -> Result<&'a Laboratory, Failure> {
    match &scenario.body {
        Body::Laboratory(_) if scenario.sweeps => Err(is_a_sweep(path)),
        Body::Laboratory(laboratory) => Ok(laboratory),
        Body::Plain(_) => Err(Failure::Input(format!(
            "{}: has the plain form, which has no protocol to {command}\n  \
             allowed: scenarios of the laboratory form, which start with [line] id = \"...\"",
            path.display()
        ))),
    }
}

/// What `run` and `compare` say about a scenario with [[sweep]] entries.
pub fn is_a_sweep(path: &Path) -> Failure {
    let path = path.display();
    Failure::Input(format!(
        "{path}: holds [[sweep]] entries, so it is many scenarios\n  run them with: escalade sweep {path}"
    ))
}

/// Runs a grid in its folder: `sink` takes every record, then `finish` makes the answer and the files. Prints the
/// answer.
pub fn run<S, F>(
    args: &GridArgs,
    (out, marks, lock): (&Path, Marks, &str),
    grid: &Grid,
    sink: S,
    finish: F,
) -> Result<(), Failure>
where
    S: Sink<FlaskRecord>,
    F: FnOnce(S) -> Result<Made<Answer>, ReportError> + Send,
{
    let work = Work {
        marks,
        lock,
        job: grid,
        records: grid.records(),
        unit: "flasks",
    };
    let progress = terminal::Progress::new(args.quiet);
    let conduct = super::run::conduct(args.threads, &progress);
    match carry_out(&work, &Folder::at(out), &conduct, |_| Ok(Finishing { sink, finish }))? {
        Outcome::AlreadyComplete => already(out, marks, args.json),
        Outcome::Done { result, .. } if args.json => terminal::print(&result.json),
        Outcome::Done { result, .. } => terminal::print(&format!(
            "{}\n\nReport: {}",
            result.text.trim_end(),
            out.join(result.page).display()
        )),
    }
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

impl<S, F> Exporter<FlaskRecord, FolderTarget> for Finishing<S, F>
where
    S: Sink<FlaskRecord>,
    F: FnOnce(S) -> Result<Made<Answer>, ReportError> + Send,
{
    type Result = Answer;

    fn finish(self, _: &mut FolderTarget) -> Result<Made<Answer>, SessionError> {
        Ok((self.finish)(self.sink)?)
    }
}

/// What is told of a finished grid.
pub struct Answer {
    /// In words.
    pub text: String,
    /// The content of the file that marks it as complete.
    pub json: String,
    /// The file for reading.
    pub page: &'static str,
}

impl Answer {
    /// With the files to write.
    pub fn with(text: String, page: &'static str, marks: Marks, files: Vec<(String, Vec<u8>)>) -> Made<Self> {
        let mark = files.iter().find(|(path, _)| path == marks.summary);
        let json = mark.map_or(String::new(), |(_, bytes)| String::from_utf8_lossy(bytes).into_owned());
        let result = Self { text, json, page };
        Made { result, files }
    }
}

/// Tells a finished folder: where it is, or its summary as JSON.
pub(super) fn already(out: &Path, marks: Marks, json: bool) -> Result<(), Failure> {
    if !json {
        return terminal::print(&format!("already complete: {}", out.display()));
    }
    let path = out.join(marks.summary);
    let text = std::fs::read_to_string(&path)
        .map_err(|error| Failure::Other(format!("cannot read {}: {error}", path.display())))?;
    terminal::print(&text)
}

/// What several scenarios lean on, each value once.
pub fn assumptions<'a>(laboratories: impl Iterator<Item = &'a Laboratory>) -> Vec<AssumptionRow> {
    let mut rows: Vec<AssumptionRow> = Vec::new();
    for row in laboratories.flat_map(crate::session::assumptions) {
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    rows
}
