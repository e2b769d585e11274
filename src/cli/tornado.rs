//! `escalade tornado`: every uncertain value moved over its range, on the same random streams.

use super::failure::Failure;
use super::grid::already;
use super::{source, terminal};
use crate::ensemble::RUN;
use crate::report;
use crate::session::tornado::Moving;
use crate::session::{Folder, Outcome};
use crate::words::counted;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct TornadoArgs {
    /// Scenario file (laboratory form).
    scenario: PathBuf,
    /// Folder of the result [default: runs/NAME-OF-THE-SCENARIO-FILE-tornado].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Number of flasks at each end of each value [default: what a minute of two processors should take, 20 to 100].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=1_000_000))]
    replicates: Option<u64>,
    /// Values shown in the table and the figure.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=1000))]
    top: u64,
    /// Threads [default: all cores]; results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1024))]
    threads: Option<u64>,
    #[command(flatten)]
    knowledge: source::Knowledge,
    /// Run it however much it costs.
    #[arg(long)]
    large: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// No progress.
    #[arg(long)]
    quiet: bool,
}

pub fn run(args: &TornadoArgs) -> Result<(), Failure> {
    let (shown, text) = source::text(&args.scenario)?;
    let overlays = args.knowledge.overlays_of(&args.scenario, &shown, &text)?;
    let moving = Moving::of(&shown, &text, &overlays, args.replicates)?;
    if !args.quiet {
        terminal::note(&format!(
            "tornado: {} at each end of each value",
            counted(moving.flasks(), "flask")
        ));
    }
    terminal::cost(&moving.cost(), args.threads, args.large, args.quiet)?;
    let out = source::folder(args.out.as_deref(), "", &args.scenario, "-tornado")?;
    let progress = terminal::Progress::new(args.quiet);
    let conduct = terminal::conduct(args.threads, &progress);
    let top = args.top as usize;
    let outcome = moving.run(top, &Folder::at(&out), &conduct)?;
    terminal::note_repairs(&outcome);
    match outcome {
        Outcome::AlreadyComplete | Outcome::Share { .. } => already(&out, RUN, args.json),
        Outcome::Done { result, .. } if args.json => terminal::print_json(&result),
        Outcome::Done { result, .. } => terminal::print(&format!(
            "{}\nReport: {}",
            report::tornado::text(&result, top),
            out.join("tornado.html").display()
        )),
    }
}
