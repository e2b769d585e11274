//! `escalade plan`: the best design within limits, its calendar and its costs.

use super::failure::Failure;
use super::grid::told;
use super::{source, terminal};
use crate::ensemble::{PLAN, Share};
use crate::scenario::Books;
use crate::session::Folder;
use crate::session::plan::{Planned, Wanted};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct PlanArgs {
    /// Scenario file with a [plan]; `escalade new plan` shows one.
    scenario: PathBuf,
    /// Folder of the plan [default: runs/plan-NAME-OF-THE-FILE].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Random seed [default: the scenario's].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=i64::MAX as u64))]
    seed: Option<u64>,
    /// Flasks that the search may simulate [default: plan.budget, 20000].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(100..=100_000_000))]
    budget: Option<u64>,
    /// New worlds for the final figures [default: plan.fresh_worlds, 1000].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(20..=100_000))]
    fresh_worlds: Option<u64>,
    /// Threads [default: all cores]; results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1024))]
    threads: Option<u64>,
    /// Run it however much it costs.
    #[arg(long)]
    large: bool,
    /// No progress.
    #[arg(long)]
    quiet: bool,
    /// Print plan.json instead of the answer in words.
    #[arg(long)]
    json: bool,
    /// Refused, with the reason.
    #[arg(long, value_name = "i/n", hide = true)]
    shard: Option<Share>,
    #[command(flatten)]
    knowledge: source::Knowledge,
}

/// Why a plan has no shards.
const UNDIVIDED: &str = "a plan is not divided: which designs go on into a round of its race follows from all rounds before\n  \
                         allowed: the threads of one machine";

pub fn run(args: &PlanArgs) -> Result<(), Failure> {
    Failure::of_share(args.shard, UNDIVIDED)?;
    let (shown, text) = source::text(&args.scenario)?;
    let overlays = args.knowledge.overlays_of(&args.scenario, &shown, &text)?;
    let wanted = Wanted {
        seed: args.seed,
        budget: args.budget,
        fresh_worlds: args.fresh_worlds,
    };
    let under = source::Knowledge::overlays_of_hypotheses(&args.scenario, &shown, &text)?;
    let planned = Planned::of(&shown, text, wanted, Books::Overlays(&overlays), &under)?;
    if !args.quiet {
        terminal::note(&format!("plan: {}", planned.told().join("; ")));
    }
    terminal::cost(&planned.cost(), args.threads, args.large, args.quiet)?;
    let out = source::folder(args.out.as_deref(), "plan-", &args.scenario, "")?;
    let progress = terminal::Progress::of(args.quiet, "flasks");
    let conduct = terminal::conduct(args.threads, &progress);
    let outcome = planned.run(&Folder::at(&out), &conduct)?;
    told(outcome, &out, PLAN, args.json, ("Plan", "plan.html"))
}
