//! `escalade cluster`: scripts for clusters.

use super::failure::Failure;
use super::{run, source, terminal};
use crate::ensemble::MOST_SHARES;
use crate::scenario::MAX_REPLICATES;
use crate::session;
use crate::session::cluster::Array;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct ClusterArgs {
    #[command(subcommand)]
    scheduler: Scheduler,
}

#[derive(Debug, clap::Subcommand)]
enum Scheduler {
    /// A job array of Slurm and a workflow of Snakemake.
    Slurm(SlurmArgs),
}

#[derive(Debug, clap::Args)]
struct SlurmArgs {
    /// Scenario file, or the scenario.lock.toml of an earlier run.
    scenario: PathBuf,
    /// Shards, one element of the array each: a constant of the job.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MOST_SHARES))]
    shards: u64,
    /// Folder of the job [default: runs/NAME-OF-THE-SCENARIO-FILE-slurm].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Threads of each shard.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=1024))]
    threads: u64,
    /// Number of replicates, instead of the scenario's.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MAX_REPLICATES))]
    replicates: Option<u64>,
    /// Random seed, instead of the scenario's.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=i64::MAX as u64))]
    seed: Option<u64>,
    /// Worlds, as in `run`.
    #[arg(long, value_name = "N|FILE")]
    worlds: Option<String>,
    #[command(flatten)]
    knowledge: source::Knowledge,
}

pub fn run(args: &ClusterArgs) -> Result<(), Failure> {
    let Scheduler::Slurm(args) = &args.scheduler;
    let asked = run::Changes {
        replicates: args.replicates,
        seed: args.seed,
        worlds: args.worlds.as_deref(),
    };
    let scenario = asked.scenario(&args.scenario, &args.knowledge)?;
    terminal::warn([&scenario]);
    let array = Array {
        scenario: &scenario,
        name: &source::stem(&args.scenario),
        shards: args.shards,
        threads: args.threads,
    };
    let files = array.files()?;
    let out = source::folder(args.out.as_deref(), "", &args.scenario, "-slurm")?;
    session::write_files(&out, &files)?;
    terminal::print(&format!(
        "{}: scripts for Slurm and Snakemake; README.txt there says how\n  bash {}",
        out.display(),
        out.join("submit.sh").display()
    ))
}
