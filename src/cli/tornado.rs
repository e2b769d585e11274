//! `escalade tornado`: every uncertain value moved over its range, on the same random streams.

use super::failure::Failure;
use super::grid::{ForArray, already};
use super::{source, terminal};
use crate::ensemble::{RUN, Share};
use crate::report;
use crate::session::Outcome;
use crate::session::shard::{Request, TornadoRequest};
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
    pub threads: Option<u64>,
    #[command(flatten)]
    knowledge: source::Knowledge,
    /// Run it however much it costs.
    #[arg(long)]
    large: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// Only the i-th of n equal shares of its flasks, for several machines; `escalade merge` puts all n together.
    #[arg(long, value_name = "i/n", conflicts_with = "json")]
    shard: Option<Share>,
    /// No progress.
    #[arg(long)]
    quiet: bool,
}

pub fn run(args: &TornadoArgs) -> Result<(), Failure> {
    let request = request(args)?;
    let moving = request.moving()?;
    if !args.quiet {
        terminal::note(&format!(
            "tornado: {} at each end of each value",
            counted(moving.flasks(), "flask")
        ));
    }
    let cost = moving.cost().among(args.shard.map_or(1, Share::of));
    terminal::cost(&cost, args.threads, args.large, args.quiet)?;
    let after = format!("-tornado{}", source::of_share(args.shard));
    let out = source::folder(args.out.as_deref(), "", &args.scenario, &after)?;
    let progress = terminal::Progress::new(args.quiet);
    let conduct = terminal::conduct(args.threads, &progress);
    let top = args.top as usize;
    let place = Request::Tornado(request).folder(&out, args.shard)?;
    let outcome = moving.run(top, &place, &conduct)?;
    terminal::note_repairs(&outcome);
    match outcome {
        Outcome::AlreadyComplete => already(&out, RUN, args.json),
        Outcome::Share { .. } => terminal::share_done(&out),
        Outcome::Done { result, .. } if args.json => terminal::print_json(&result),
        Outcome::Done { result, .. } => terminal::print(&format!(
            "{}\nReport: {}",
            report::tornado::text(&result, top),
            out.join("tornado.html").display()
        )),
    }
}

/// What a cluster needs to do it.
pub fn array(args: &TornadoArgs) -> Result<ForArray, Failure> {
    let request = request(args)?;
    let flasks = request.moving()?.flasks();
    terminal::note(&format!(
        "tornado: {} at each end of each value",
        counted(flasks, "flask")
    ));
    Ok(ForArray {
        request: Request::Tornado(request),
        name: format!("{}-tornado", source::stem(&args.scenario)),
        out: args.out.clone(),
    })
}

/// All that is asked for.
fn request(args: &TornadoArgs) -> Result<TornadoRequest, Failure> {
    let (file, text) = source::text(&args.scenario)?;
    Ok(TornadoRequest {
        overlays: args.knowledge.overlays_of(&args.scenario, &file, &text)?,
        file,
        text,
        replicates: args.replicates,
        top: args.top,
    })
}
