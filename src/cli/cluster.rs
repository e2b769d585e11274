//! `escalade cluster`: scripts for clusters.

use super::failure::Failure;
use super::grid::ForArray;
use super::{batch, compare, read, run, source, sweep, terminal, tornado};
use crate::ensemble::MOST_SHARES;
use crate::session;
use crate::session::cluster::Array;
use crate::session::shard::Prepared;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct ClusterArgs {
    #[command(subcommand)]
    scheduler: Scheduler,
}

#[derive(Debug, clap::Subcommand)]
enum Scheduler {
    /// A job array of Slurm and a workflow of Snakemake: for a run, or for a comparison, sweep, tornado or batch with its
    /// options.
    Slurm(Box<SlurmArgs>),
}

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
struct SlurmArgs {
    #[command(subcommand)]
    work: Option<Work>,
    #[command(flatten)]
    run: SlurmRun,
}

/// Work other than a run, with the options of its command; --out (of a batch: --folder) is the folder of the job, --threads those of each shard
/// (1 where nothing is said).
#[derive(Debug, clap::Subcommand)]
enum Work {
    /// A comparison in shards.
    Compare {
        #[command(flatten)]
        shards: Shards,
        #[command(flatten)]
        args: compare::CompareArgs,
    },
    /// A sweep in shards.
    Sweep {
        #[command(flatten)]
        shards: Shards,
        #[command(flatten)]
        args: sweep::SweepArgs,
    },
    /// A tornado in shards.
    Tornado {
        #[command(flatten)]
        shards: Shards,
        #[command(flatten)]
        args: tornado::TornadoArgs,
    },
    /// A batch in shards; --folder is the folder of the job.
    Batch {
        #[command(flatten)]
        shards: Shards,
        #[command(flatten)]
        args: batch::BatchArgs,
    },
}

#[derive(Debug, clap::Args)]
struct Shards {
    /// Shards, one element of the array each: a constant of the job.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MOST_SHARES), conflicts_with_all = ["shard", "json"])]
    shards: u64,
}

#[derive(Debug, clap::Args)]
struct SlurmRun {
    /// Scenario file, or the scenario.lock.toml of an earlier run.
    #[arg(required = true)]
    scenario: Option<PathBuf>,
    /// Shards, one element of the array each: a constant of the job.
    #[arg(long, required = true, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MOST_SHARES))]
    shards: Option<u64>,
    /// Folder of the job [default: runs/NAME-OF-THE-SCENARIO-FILE-slurm].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Threads of each shard.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=1024))]
    threads: u64,
    /// Number of replicates, instead of the scenario's.
    #[arg(long, value_name = "N", value_parser = read::replicates)]
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
    match &args.work {
        Some(Work::Compare { shards, args }) => of_work(compare::array(args)?, shards, args.grid.threads),
        Some(Work::Sweep { shards, args }) => of_work(sweep::array(args)?, shards, args.grid.threads),
        Some(Work::Tornado { shards, args }) => of_work(tornado::array(args)?, shards, args.threads),
        Some(Work::Batch { shards, args }) => of_work(batch::array(args)?, shards, args.threads),
        None => match (&args.run.scenario, args.run.shards) {
            (Some(scenario), Some(shards)) => of_run(&args.run, scenario, shards),
            _ => Err(Failure::Input(
                "cluster slurm: for what?\n  allowed: SCENARIO --shards N; or compare, sweep, tornado, batch with their options"
                    .to_owned(),
            )),
        },
    }
}

fn of_run(args: &SlurmRun, scenario: &Path, shards: u64) -> Result<(), Failure> {
    let asked = run::Changes {
        replicates: args.replicates,
        seed: args.seed,
        worlds: args.worlds.as_deref(),
    };
    let checked = asked.scenario(scenario, &args.knowledge)?;
    terminal::warn([&checked]);
    let array = Array {
        work: &Prepared::Run(Box::new(checked)),
        request: None,
        name: &source::stem(scenario),
        shards,
        threads: args.threads,
    };
    let out = source::folder(args.out.as_deref(), "", scenario, "-slurm")?;
    write(&array, &out)
}

fn of_work(asked: ForArray, shards: &Shards, threads: Option<u64>) -> Result<(), Failure> {
    let ForArray { request, name, out } = asked;
    let array = Array {
        work: &request.prepared()?,
        request: Some(&request),
        name: &name,
        shards: shards.shards,
        threads: threads.unwrap_or(1),
    };
    let out = out.unwrap_or_else(|| Path::new("runs").join(format!("{name}-slurm")));
    write(&array, &out)
}

fn write(array: &Array, out: &Path) -> Result<(), Failure> {
    session::write_files(out, &array.files()?)?;
    terminal::print(&format!(
        "{}: scripts for Slurm and Snakemake; README.txt there says how\n  bash {}",
        out.display(),
        out.join("submit.sh").display()
    ))
}
