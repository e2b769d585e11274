//! Scripts that do work in shards on a cluster, and merge them.

use super::SessionError;
use super::shard::{Prepared, Request};
use crate::ensemble::{MOST_SHARES, REQUEST};
use crate::scenario::lock;
use crate::words::counted;

/// The estimate of the time may be off by a factor of two, and the cluster's processors slower by as much.
const TIME_MARGIN: f64 = 4.0;
/// Minutes that a shard is given at least.
const LEAST_MINUTES: u64 = 10;
/// Megabytes of memory that a shard is given beside what its records may take, and for each of its threads.
const MEGABYTES: u64 = 512;
const MEGABYTES_A_THREAD: u64 = 64;

/// The scenario of a run with everything resolved.
const SCENARIO: &str = "scenario.toml";

/// Work to be divided among the elements of a job array.
#[derive(Debug)]
pub struct Array<'a> {
    /// What is to be done.
    pub work: &'a Prepared,
    /// What was asked for; none for a run, whose scenario is all of it.
    pub request: Option<&'a Request>,
    /// What the jobs are called; letters, digits, `-` and `_` of it are kept.
    pub name: &'a str,
    /// How many shards.
    pub shards: u64,
    /// Threads of each.
    pub threads: u64,
}

impl Array<'_> {
    /// The files of the job's folder: all that is asked for, scripts for Slurm, a workflow for Snakemake.
    ///
    /// # Errors
    /// There cannot be so many shards, or what is asked for cannot be written.
    pub fn files(&self) -> Result<Vec<(String, String)>, SessionError> {
        if !(1..=MOST_SHARES).contains(&self.shards) {
            return Err(SessionError::Request(format!(
                "--shards {}: is out of range\n  allowed: 1 to {MOST_SHARES}",
                self.shards
            )));
        }
        let (input, asked) = self.input()?;
        let filled = |template: &str| {
            template
                .replace("@SHARD@", self.shard())
                .replace("@WHOLE@", &self.whole())
                .replace("@INPUT@", input)
                .replace("@WORK@", self.work.command().word())
                .replace("@SUMMARY@", self.work.marks().summary)
                .replace("@NAME@", &self.plain_name())
                .replace("@SHARDS@", &self.shards.to_string())
                .replace("@THREADS@", &self.threads.to_string())
                .replace("@MINUTES@", &self.minutes().to_string())
                .replace("@MEGABYTES@", &self.megabytes().to_string())
                .replace("@COUNTED@", &counted(self.shards, "shard"))
                .replace("@VERSION@", lock::VERSION)
        };
        let files = [
            ("README.txt", include_str!("README.txt")),
            ("array.sh", include_str!("array.sh")),
            ("merge.sh", include_str!("merge.sh")),
            ("submit.sh", include_str!("submit.sh")),
            ("Snakefile", include_str!("Snakefile")),
            ("slurm/config.yaml", include_str!("config.yaml")),
        ];
        let asked = (input.to_owned(), asked);
        let scripts = files.map(|(name, template)| (name.to_owned(), filled(template)));
        Ok(std::iter::once(asked).chain(scripts).collect())
    }

    /// The file that holds all that is asked for, and its text.
    fn input(&self) -> Result<(&'static str, String), SessionError> {
        match (self.work, self.request) {
            (Prepared::Run(scenario), _) => Ok((SCENARIO, lock::write(scenario)?.text)),
            (_, Some(request)) => Ok((REQUEST, request.text()?)),
            (_, None) => Err(SessionError::failed("what was asked for is not known")),
        }
    }

    /// The command of a shard, up to its number.
    fn shard(&self) -> &'static str {
        match self.work {
            Prepared::Run(_) => "run scenario.toml --shard",
            _ => "shard request.toml",
        }
    }

    /// The undivided command.
    fn whole(&self) -> String {
        match self.work {
            Prepared::Run(_) => "escalade run scenario.toml --out merged".to_owned(),
            other => format!("escalade {} with what it was asked for here", other.command()),
        }
    }

    fn plain_name(&self) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
        self.name.chars().map(plain).collect()
    }

    /// Minutes that a shard may take.
    fn minutes(&self) -> u64 {
        let seconds = self.work.cost().among(self.shards).seconds;
        LEAST_MINUTES.max((TIME_MARGIN * seconds / self.threads as f64 / 60.0).ceil() as u64)
    }

    fn megabytes(&self) -> u64 {
        let records = self.work.cost().among(self.shards).memory / 1e6;
        MEGABYTES + MEGABYTES_A_THREAD * self.threads + records.ceil() as u64
    }
}
