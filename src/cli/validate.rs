//! `escalade validate`: the rules held against observations.

use super::failure::Failure;
use super::grid::told;
use super::{source, terminal};
use crate::ensemble::VALIDATION;
use crate::report::validation::PAGE;
use crate::session::validation::{Validation, Wanted};
use crate::session::{Folder, SessionError};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct ValidateArgs {
    /// Protocol: sets of observations, scenarios beside it, scores (scenarios/validation/protocol.toml is one).
    protocol: PathBuf,
    /// Draws of what is not known [default: the protocol's].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(20..=100_000))]
    worlds: Option<u64>,
    /// Seed [default: the protocol's].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=i64::MAX as u64))]
    seed: Option<u64>,
    /// Folder of the result [default: runs/validation-NAME-OF-THE-PROTOCOL].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Threads [default: all cores]; results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1024))]
    threads: Option<u64>,
    /// Run it however much it costs.
    #[arg(long)]
    large: bool,
    /// No progress.
    #[arg(long)]
    quiet: bool,
    /// Print validation.json instead of the answer in words.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    knowledge: source::Knowledge,
}

pub fn run(args: &ValidateArgs) -> Result<(), Failure> {
    let (shown, text) = source::text(&args.protocol)?;
    let wanted = Wanted {
        worlds: args.worlds,
        seed: args.seed,
    };
    let mut scenario = |file: &str| {
        let path = args.protocol.with_file_name(file);
        source::scenario(&path, &args.knowledge).map_err(SessionError::from)
    };
    let validation = Validation::of(&shown, &text, wanted, &mut scenario)?;
    if !args.quiet {
        terminal::note(&format!("validate: {}", validation.told()));
    }
    terminal::cost(&validation.cost(), args.threads, args.large, args.quiet)?;
    let out = source::folder(args.out.as_deref(), "validation-", &args.protocol, "")?;
    let progress = terminal::Progress::of(args.quiet, "worlds of scenarios");
    let conduct = terminal::conduct(args.threads, &progress);
    let outcome = validation.run(&Folder::at(&out), &conduct)?;
    told(outcome, &out, VALIDATION, args.json, ("Report", PAGE))
}
