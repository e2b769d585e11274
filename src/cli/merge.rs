//! `escalade merge`: the shards of a work put together.

use super::failure::Failure;
use super::grid::already;
use super::terminal;
use crate::session::Outcome;
use crate::session::shard::Merge;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct MergeArgs {
    /// Folders of all shards, in any order.
    #[arg(required = true, value_name = "SHARD")]
    shards: Vec<PathBuf>,
    /// Folder of the whole.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// As JSON: the content of the file that the undivided command prints with --json.
    #[arg(long)]
    json: bool,
    /// No progress.
    #[arg(long)]
    quiet: bool,
}

pub fn run(args: &MergeArgs) -> Result<(), Failure> {
    let merge = Merge::of(&args.shards)?;
    let progress = terminal::Progress::new(args.quiet);
    let conduct = terminal::conduct(Some(1), &progress);
    let outcome = merge.run(&args.out, &conduct)?;
    terminal::note_repairs(&outcome);
    match outcome {
        Outcome::Done { result, .. } if !args.json => {
            let (name, page) = merge.work().page();
            let path = args.out.join(page);
            terminal::print(&format!("{}\n\n{name}: {}", result.trim_end(), path.display()))
        }
        Outcome::Done { .. } | Outcome::AlreadyComplete | Outcome::Share { .. } => {
            already(&args.out, merge.work().marks(), args.json)
        }
    }
}
