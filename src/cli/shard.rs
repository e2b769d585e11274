//! `escalade shard`: a share of what was asked for on another machine.

use super::failure::Failure;
use super::{source, terminal};
use crate::ensemble::Share;
use crate::session::Outcome;
use crate::session::shard::Request;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct ShardArgs {
    /// What was asked for: the request.toml that `cluster slurm` writes, or that lies in the folder of a shard.
    request: PathBuf,
    /// Which share of it: the i-th of n.
    #[arg(value_name = "i/n")]
    share: Share,
    /// Folder of the shard.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Threads [default: all cores]; results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1024))]
    threads: Option<u64>,
    /// Run it however much it costs.
    #[arg(long)]
    large: bool,
    /// No progress.
    #[arg(long)]
    quiet: bool,
}

pub fn run(args: &ShardArgs) -> Result<(), Failure> {
    let (shown, text) = source::text(&args.request)?;
    let request = Request::read(&shown, &text)?;
    let work = request.prepared()?;
    let cost = work.cost().among(args.share.of());
    terminal::cost(&cost, args.threads, args.large, args.quiet)?;
    let progress = terminal::Progress::new(args.quiet);
    let conduct = terminal::conduct(args.threads, &progress);
    let place = request.folder(&args.out, Some(args.share))?;
    let outcome = work.run(&place, &conduct)?;
    terminal::note_repairs(&outcome);
    match outcome {
        Outcome::AlreadyComplete => terminal::print(&format!("already complete: {}", args.out.display())),
        Outcome::Share { .. } | Outcome::Done { .. } => terminal::share_done(&args.out),
    }
}
