//! Scripts that run the shards of a run on a cluster, and merge them.

use super::SessionError;
use crate::ensemble::MOST_SHARES;
use crate::scenario::cost;
use crate::scenario::{Scenario, lock};
use crate::words::counted;

/// The estimate of the time may be off by a factor of two, and the cluster's processors slower by as much.
const TIME_MARGIN: f64 = 4.0;
/// Minutes that a shard is given at least.
const LEAST_MINUTES: u64 = 10;
/// Megabytes of memory that a shard is given beside what its records may take, and for each of its threads.
const MEGABYTES: u64 = 512;
const MEGABYTES_A_THREAD: u64 = 64;

/// A run to be divided among the elements of a job array.
#[derive(Debug)]
pub struct Array<'a> {
    /// Its scenario.
    pub scenario: &'a Scenario,
    /// What the jobs are called; letters, digits, `-` and `_` of it are kept.
    pub name: &'a str,
    /// How many shards.
    pub shards: u64,
    /// Threads of each.
    pub threads: u64,
}

impl Array<'_> {
    /// The files of the job's folder: the scenario with everything resolved, scripts for Slurm, a workflow for Snakemake.
    ///
    /// # Errors
    /// There cannot be so many shards, or the scenario cannot be locked.
    pub fn files(&self) -> Result<Vec<(String, String)>, SessionError> {
        if !(1..=MOST_SHARES).contains(&self.shards) {
            return Err(SessionError::Request(format!(
                "--shards {}: is out of range\n  allowed: 1 to {MOST_SHARES}",
                self.shards
            )));
        }
        let filled = |template: &str| {
            template
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
        let scenario = ("scenario.toml".to_owned(), lock::write(self.scenario)?.text);
        let scripts = files.map(|(name, template)| (name.to_owned(), filled(template)));
        Ok(std::iter::once(scenario).chain(scripts).collect())
    }

    fn plain_name(&self) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
        self.name.chars().map(plain).collect()
    }

    /// Minutes that a shard may take.
    fn minutes(&self) -> u64 {
        let seconds = cost::of_run(self.scenario).among(self.shards).seconds;
        LEAST_MINUTES.max((TIME_MARGIN * seconds / self.threads as f64 / 60.0).ceil() as u64)
    }

    fn megabytes(&self) -> u64 {
        let records = cost::of_run(self.scenario).among(self.shards).memory / 1e6;
        MEGABYTES + MEGABYTES_A_THREAD * self.threads + records.ceil() as u64
    }
}
