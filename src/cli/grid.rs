//! What `compare` and `sweep` share: several scenarios run as one ensemble in one folder.

use super::outputs::failed;
use super::run::{STOP, catch_interrupts, log, threads};
use super::{Failure, terminal};
use crate::engine::record::FlaskRecord;
use crate::ensemble::folder::{Found, Marks, RunFolder};
use crate::ensemble::{Drive, Ended, Grid, KeepError, Sink};
use crate::report::{AssumptionRow, ReportError};
use crate::scenario::{Body, Laboratory, Scenario};
use std::path::Path;
use std::time::Instant;

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

/// Runs a grid in its folder: `sink` takes every record, then `finish` makes the answer in words, the
/// files to write and the content of the file that marks the folder as complete. Returns the text to
/// print.
pub fn run<S: Sink<FlaskRecord>>(
    args: &GridArgs,
    (out, marks, lock): (&Path, Marks, &str),
    grid: &Grid,
    mut sink: S,
    finish: impl FnOnce(S) -> Result<Made, ReportError>,
) -> Result<(), Failure> {
    let (folder, found) = RunFolder::open_as(marks, out, lock).map_err(|error| refused(&error, lock))?;
    if found == Found::Complete {
        return already(out, marks, args.json);
    }
    catch_interrupts();
    let start = Instant::now();
    let threads = threads(args.threads);
    let resumed = if found == Found::Unfinished { ", resuming" } else { "" };
    log(&folder, &format!("started with {threads} threads{resumed}"))?;
    let ended = ensemble(args, threads, &folder, grid, &mut sink);
    let how = match &ended {
        Ok(()) => "simulated",
        Err(Failure::Interrupted(_)) => "interrupted",
        Err(_) => "failed",
    };
    log(&folder, &format!("{how} after {:.1} s", start.elapsed().as_secs_f64()))?;
    ended?;
    let made = finish(sink).map_err(|error| Failure::Other(error.to_string()))?;
    let mut summary = Vec::new();
    for (path, bytes) in made.files {
        if path == marks.summary {
            summary = bytes;
        } else {
            folder.write(&path, &bytes).map_err(|error| failed(&error))?;
        }
    }
    let json = String::from_utf8_lossy(&summary).into_owned();
    folder.finish(&summary).map_err(|error| failed(&error))?;
    let page = out.join(made.page);
    match args.json {
        true => terminal::print(&json),
        false => terminal::print(&format!("{}\n\nReport: {}", made.answer.trim_end(), page.display())),
    }
}

/// What is made of a finished grid.
pub struct Made {
    /// For the terminal.
    pub answer: String,
    /// (path within the folder, content).
    pub files: Vec<(String, Vec<u8>)>,
    /// Which of the files is for reading.
    pub page: &'static str,
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

fn ensemble(
    args: &GridArgs,
    threads: usize,
    folder: &RunFolder,
    grid: &Grid,
    sink: &mut impl Sink<FlaskRecord>,
) -> Result<(), Failure> {
    let records = grid.records();
    let progress = terminal::Progress::new(records, args.quiet);
    let drive = Drive {
        replicates: records,
        threads,
        stop: &STOP,
        progress: &|done| progress.add(done),
    };
    let ended = crate::ensemble::run(grid, sink, &mut folder.parts().clone(), &drive);
    progress.finish();
    match ended.map_err(|error| failed(&error))? {
        Ended::Complete => Ok(()),
        Ended::Interrupted { stored } => Err(Failure::Interrupted(format!(
            "interrupted: {stored} of {records} flasks are kept in {}; run the same command to go on",
            folder.root().display()
        ))),
    }
}

/// A folder that cannot be used, with the lines in which it differs.
fn refused(error: &KeepError, ours: &str) -> Failure {
    let advice = match error {
        KeepError::OtherRun { lock, .. } => {
            let only = |text: &str, other: &str, whose: &str| -> String {
                let differing = text.lines().filter(|line| !other.lines().any(|known| known == *line));
                differing.take(4).map(|line| format!("\n  {whose}: {line}")).collect()
            };
            format!("{}{}", only(lock, ours, "there"), only(ours, lock, "here"))
        }
        KeepError::NotARun { .. } => String::new(),
        KeepError::Io { .. } | KeepError::Tables(_) | KeepError::Threads(_) => {
            "\n  choose a folder that can be written with --out".to_owned()
        }
    };
    let other = match error {
        KeepError::Io { .. } | KeepError::Tables(_) | KeepError::Threads(_) => "",
        _ => "\n  nothing was changed; choose another folder with --out",
    };
    Failure::Input(format!("{error}{advice}{other}"))
}

/// What several scenarios lean on, each value once.
pub fn assumptions<'a>(laboratories: impl Iterator<Item = &'a Laboratory>) -> Vec<AssumptionRow> {
    let mut rows: Vec<AssumptionRow> = Vec::new();
    for row in laboratories.flat_map(super::outputs::assumptions) {
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    rows
}
