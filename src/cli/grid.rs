//! What `compare` and `sweep` share: their options, and how their answers are told.

use super::failure::Failure;
use super::terminal;
use crate::ensemble::{Marks, Share};
use crate::scenario::Scenario;
use crate::scenario::cost;
use crate::session::grid::Answer;
use crate::session::shard::Request;
use crate::session::{Conduct, Folder, FolderTarget, Outcome, SessionError};
use std::path::{Path, PathBuf};

/// Options of both commands.
#[derive(Debug, clap::Args)]
pub struct GridArgs {
    /// What is better: resistance `sooner` or `later`, or more flasks that become resistant by a class (`bypass`) or a
    /// mechanism ("MET amplification") [default: sooner with an escalation, which makes a resistant line; else later].
    #[arg(long, value_name = "WHAT")]
    pub want: Option<String>,
    /// Worlds, each with everything that is not known drawn anew and flasks of every protocol or point: how many (0: none),
    /// or a CSV file with a column per value and a row per world [default: as many as `run` draws; in a sweep so many that
    /// they cost as much as the sweep without, at most 100].
    #[arg(long, value_name = "N|FILE")]
    pub worlds: Option<String>,
    /// Threads [default: all cores]; results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1024))]
    pub threads: Option<u64>,
    /// Run it however much it costs.
    #[arg(long)]
    pub large: bool,
    /// No progress.
    #[arg(long)]
    pub quiet: bool,
    /// Print the JSON file instead of the answer in words.
    #[arg(long)]
    pub json: bool,
    /// Only the i-th of n equal shares of its flasks and worlds, for several machines; `escalade merge` puts all n
    /// together.
    #[arg(long, value_name = "i/n", conflicts_with = "json")]
    pub shard: Option<Share>,
}

/// Work that is to be divided among the elements of a job array.
pub struct ForArray {
    /// All that is asked for.
    pub request: Request,
    /// What it is called.
    pub name: String,
    /// The folder that was asked for.
    pub out: Option<PathBuf>,
}

impl GridArgs {
    /// Tells what all scenarios will cost, and refuses what looks like a slip.
    pub fn cost(&self, scenarios: &[Scenario]) -> Result<(), Failure> {
        let shards = self.shard.map_or(1, Share::of);
        let cost = cost::of_all(scenarios).among(shards);
        terminal::cost(&cost, self.threads, self.large, self.quiet)
    }

    /// What `run` does in memory.
    pub fn carried_out<R>(&self, run: impl FnOnce(&Conduct) -> Result<R, SessionError>) -> Result<R, Failure> {
        let progress = terminal::Progress::new(true);
        let conduct = terminal::conduct(self.threads, &progress);
        Ok(run(&conduct)?)
    }

    /// Carries out what `run` does in a folder, all of what is asked for or a share, and prints the answer; `page` is the
    /// file for reading.
    pub fn deliver<R>(
        &self,
        out: &Path,
        request: &Request,
        marks: Marks,
        page: &str,
        run: impl FnOnce(&Folder, &Conduct) -> Result<Outcome<Answer<R>, FolderTarget>, SessionError>,
    ) -> Result<(), Failure> {
        let progress = terminal::Progress::new(self.quiet);
        let conduct = terminal::conduct(self.threads, &progress);
        let outcome = run(&request.folder(out, self.shard)?, &conduct)?;
        told(outcome, out, marks, self.json, ("Report", page))
    }
}

/// Tells how work in a folder ended: its answer or its JSON, and what its page is called.
pub fn told<R>(
    outcome: Outcome<Answer<R>, FolderTarget>,
    out: &Path,
    marks: Marks,
    json: bool,
    (name, page): (&str, &str),
) -> Result<(), Failure> {
    terminal::note_repairs(&outcome);
    match outcome {
        Outcome::AlreadyComplete => already(out, marks, json),
        Outcome::Share { .. } => terminal::share_done(out),
        Outcome::Done { result, .. } if json => terminal::print(&result.json),
        Outcome::Done { result, .. } => terminal::print(&format!(
            "{}\n\n{name}: {}",
            result.text.trim_end(),
            out.join(page).display()
        )),
    }
}

/// Tells a finished folder: where it is, or its summary as JSON.
pub fn already(out: &Path, marks: Marks, json: bool) -> Result<(), Failure> {
    if !json {
        return terminal::print(&format!("already complete: {}", out.display()));
    }
    let path = out.join(marks.summary);
    let text = std::fs::read_to_string(&path)
        .map_err(|error| Failure::Other(format!("cannot read {}: {error}", path.display())))?;
    terminal::print(&text)
}
