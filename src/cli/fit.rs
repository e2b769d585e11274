//! `escalade fit`: what the laboratory's own data say about values that are not known.

use super::failure::Failure;
use super::grid::already;
use super::{source, terminal};
use crate::ensemble::folder::read_at_most;
use crate::ensemble::{FIT, MOST_FILE, Share};
use crate::observed;
use crate::report;
use crate::session::fit::{DataFile, Fit, Plan, Wanted};
use crate::session::{Folder, Outcome};
use crate::words::{counted, listed};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct FitArgs {
    /// Scenario file, of either form.
    scenario: PathBuf,
    /// Observations: CSV files (counts, plates, outcomes, fractions, colonies, barcodes), or a plan (.toml) that names conditions and files.
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    data: Vec<PathBuf>,
    /// Free values: KEY of the knowledge base, class:NAME, or KEY=LOW..HIGH, the central 90% beforehand; may be repeated
    /// [default: those on which the likelihood of the data turns].
    #[arg(long, value_name = "VALUE")]
    free: Vec<String>,
    /// Draws of the posterior.
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u64).range(50..=100_000))]
    particles: u64,
    /// Flasks after which it ends with what it has.
    #[arg(long, value_name = "N", default_value_t = 20_000_000, value_parser = clap::value_parser!(u64).range(1000..))]
    most_flasks: u64,
    /// Seed [default: the scenario's].
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Folder of the result [default: runs/NAME-OF-THE-SCENARIO-FILE-fit].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Threads [default: all cores]; results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1024))]
    threads: Option<u64>,
    #[command(flatten)]
    knowledge: source::Knowledge,
    /// Print the JSON file instead of the answer in words.
    #[arg(long)]
    json: bool,
    /// Run it however much it costs.
    #[arg(long)]
    large: bool,
    /// No progress.
    #[arg(long)]
    quiet: bool,
    /// Refused, with the reason.
    #[arg(long, value_name = "i/n", hide = true)]
    shard: Option<Share>,
}

/// Why a fit has no shards.
const UNDIVIDED: &str = "a fit is not divided: the draws of each step come from the weights of all draws of the step before\n  \
                         allowed: the threads of one machine";

pub fn run(args: &FitArgs) -> Result<(), Failure> {
    Failure::of_share(args.shard, UNDIVIDED)?;
    let (shown, text) = source::text(&args.scenario)?;
    let overlays = args.knowledge.overlays_of(&args.scenario, &shown, &text)?;
    let (plan, files) = data(&args.data)?;
    let wanted = Wanted {
        free: args.free.clone(),
        particles: args.particles as usize,
        most_flasks: args.most_flasks,
        seed: args.seed,
    };
    let plan = plan.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
    let fit = Fit::of(&shown, &text, &overlays, plan, &files, wanted)?;
    if !args.quiet {
        let keys: Vec<String> = fit.keys().into_iter().map(str::to_owned).collect();
        let free = match fit.is_searching() {
            true => format!(
                "looking for those that matter among {}",
                counted(keys.len() as u64, "value")
            ),
            false => format!("free: {}", listed(&keys)),
        };
        terminal::note(&format!("fit: {}; {free}", counted(fit.observations(), "observation")));
        for (stocks, arms) in fit.stocks() {
            let (stocks, arms) = (counted(stocks, "stock"), counted(arms, "arm"));
            terminal::note(&format!("barcodes: each likelihood takes {stocks} of {arms}"));
        }
    }
    terminal::cost(&fit.cost(), args.threads, args.large, args.quiet)?;
    let out = source::folder(args.out.as_deref(), "", &args.scenario, "-fit")?;
    let progress = terminal::Progress::of(args.quiet, "draws, about");
    let conduct = terminal::conduct(args.threads, &progress);
    let outcome = fit.run(&Folder::at(&out), &conduct)?;
    terminal::note_repairs(&outcome);
    match outcome {
        Outcome::AlreadyComplete | Outcome::Share { .. } => already(&out, FIT, args.json),
        Outcome::Done { result, .. } if args.json => terminal::print_json(&result.summary),
        Outcome::Done { result, .. } => {
            let overlay = match result.summary.gives_overlay() {
                true => format!("\nFor later runs: --kb {}", out.join(report::fit::OVERLAY).display()),
                false => String::new(),
            };
            terminal::print(&format!(
                "{}\nReport: {}{overlay}",
                report::fit::text(&result.summary),
                out.join(report::fit::PAGE).display()
            ))
        }
    }
}

/// A plan's name and text, and the files of data: those that were named, and those that the plan names beside itself.
type Data = (Option<(String, String)>, Vec<DataFile>);

fn data(paths: &[PathBuf]) -> Result<Data, Failure> {
    let (mut plan, mut files) = (None, Vec::new());
    for path in paths {
        if path.extension().is_some_and(|ending| ending == "toml") {
            let (name, text) = source::text(path)?;
            if plan.is_some() {
                return Err(Failure::Input(format!("{name}: a second plan\n  allowed: one")));
            }
            for planned in Plan::read(&name, &text)?.data {
                let mut file = read(&path.with_file_name(&planned.file))?;
                file.stated.kind = planned.kind(&name)?;
                file.stated.columns = planned.columns.into_iter().collect();
                file.condition = planned.condition;
                files.push(file);
            }
            plan = Some((name, text));
        } else {
            files.push(read(path)?);
        }
    }
    Ok((plan, files))
}

pub fn read(path: &Path) -> Result<DataFile, Failure> {
    let name = path.display().to_string();
    let bytes = read_at_most(path, MOST_FILE).map_err(|error| Failure::Input(format!("{name}: {error}")))?;
    let text = observed::text(&name, bytes).map_err(|error| Failure::Input(error.to_string()))?;
    Ok(DataFile {
        name,
        text,
        ..DataFile::default()
    })
}
