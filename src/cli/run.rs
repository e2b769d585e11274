//! `escalade run`: the ensemble and its folder.

use super::failure::Failure;
use super::{diagnose, source, terminal};
use crate::ensemble::RUN;
use crate::scenario::{Body, MAX_REPLICATES};
use crate::session::{self, Conduct, Folder, Outcome};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

#[derive(Debug, clap::Args)]
pub struct RunArgs {
    /// Scenario file, or the scenario.lock.toml of an earlier run.
    scenario: PathBuf,
    /// Folder of the run [default: runs/NAME-OF-THE-SCENARIO-FILE].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Number of replicates, instead of the scenario's.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MAX_REPLICATES))]
    replicates: Option<u64>,
    /// Random seed, instead of the scenario's.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=i64::MAX as u64))]
    seed: Option<u64>,
    /// Threads [default: all cores]; results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1024))]
    threads: Option<u64>,
    /// Then diagnose the first resistant flasks from read-outs alone, as `escalade diagnose` does.
    #[arg(long)]
    diagnose: bool,
    /// As JSON: the content of summary.json.
    #[arg(long, conflicts_with = "diagnose")]
    json: bool,
    #[command(flatten)]
    knowledge: source::Knowledge,
    /// No progress.
    #[arg(long)]
    quiet: bool,
}

/// Set by Ctrl-C.
static STOP: AtomicBool = AtomicBool::new(false);

pub fn run(args: &RunArgs) -> Result<(), Failure> {
    let mut scenario = source::scenario(&args.scenario, &args.knowledge)?;
    if scenario.sweeps {
        return Err(super::grid::is_a_sweep(&args.scenario));
    }
    if args.diagnose && matches!(scenario.body, Body::Plain(_)) {
        return Err(Failure::Input(format!(
            "--diagnose: {} has the plain form; its types have no genotype that could be read out",
            args.scenario.display()
        )));
    }
    scenario.replicates = args.replicates.unwrap_or(scenario.replicates);
    scenario.seed = args.seed.unwrap_or(scenario.seed);
    if !args.quiet {
        terminal::warn(&scenario);
    }
    let out = args.out.clone().unwrap_or_else(|| default_folder(&args.scenario));
    let progress = terminal::Progress::new(args.quiet);
    let conduct = conduct(args.threads, &progress);
    let outcome = session::run(&scenario, &Folder::at(&out), &conduct)?;
    if args.json {
        return super::grid::already(&out, RUN, true);
    }
    match outcome {
        Outcome::AlreadyComplete => terminal::print(&format!("already complete: {}", out.display()))?,
        Outcome::Done { result, .. } => terminal::print(&format!(
            "{}\n\nReport: {}",
            result.to_string().trim_end(),
            out.join("report.html").display()
        ))?,
    }
    then_diagnose(args, &out)
}

/// The diagnosis of the finished run, where it was asked for.
fn then_diagnose(args: &RunArgs, out: &Path) -> Result<(), Failure> {
    match args.diagnose {
        true => terminal::print("").and_then(|()| diagnose::after_run(out, &args.knowledge)),
        false => Ok(()),
    }
}

/// The run's folder where none is named: `runs/` and the scenario's file name without `.toml`.
fn default_folder(scenario: &Path) -> PathBuf {
    Path::new("runs").join(stem(scenario))
}

/// The name of a scenario file without `.toml` or `.lock.toml`.
pub(super) fn stem(scenario: &Path) -> String {
    let name = scenario.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.strip_suffix(".toml").unwrap_or(&name);
    stem.strip_suffix(".lock").unwrap_or(stem).to_owned()
}

/// As the options say; from here on Ctrl-C stops at the next block.
pub(super) fn conduct<'a>(threads: Option<u64>, progress: &'a terminal::Progress) -> Conduct<'a> {
    catch_interrupts();
    Conduct {
        threads: threads.map_or_else(crate::ensemble::available, |threads| threads as usize),
        stop: &STOP,
        progress,
    }
}

/// The first Ctrl-C stops at the next block; the second ends at once (files are whole or absent).
fn catch_interrupts() {
    let handler = || {
        if STOP.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    };
    if let Err(error) = ctrlc::set_handler(handler) {
        terminal::note(&format!("Ctrl-C will end the run at once: {error}"));
    }
}
