//! `escalade run`: the ensemble and its folder.

use super::failure::Failure;
use super::grid::already;
use super::{diagnose, fit, read, source, terminal, worlds};
use crate::ensemble::specimens::FinishedRun;
use crate::ensemble::{RUN, Share};
use crate::report;
use crate::report::export::Shape;
use crate::scenario::cost::{self, Cost};
use crate::scenario::{Body, Scenario};
use crate::session::fit::Placing;
use crate::session::{self, Conduct, Folder, Outcome, SessionError};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct RunArgs {
    /// Scenario file, or the scenario.lock.toml of an earlier run.
    scenario: PathBuf,
    /// Folder of the run [default: runs/NAME-OF-THE-SCENARIO-FILE].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Number of replicates, instead of the scenario's.
    #[arg(long, value_name = "N", value_parser = read::replicates)]
    replicates: Option<u64>,
    /// Random seed, instead of the scenario's.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=i64::MAX as u64))]
    seed: Option<u64>,
    /// Threads [default: all cores]; results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1024))]
    threads: Option<u64>,
    /// Worlds, each with everything that is not known drawn anew: how many (0: none), or a CSV file with a column per
    /// value and a row per world, such as worlds.csv or a posterior.
    #[arg(long, value_name = "N|FILE")]
    worlds: Option<String>,
    /// Then diagnose the first resistant flasks from read-outs alone, as `escalade diagnose` does.
    #[arg(long)]
    diagnose: bool,
    /// Then write tables that packages of R read into the folder `export` of the run: ggmuller, fishplot, bartools,
    /// survival (with commas).
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    export: Vec<String>,
    /// Flask whose lineages and stock are exported (the column `replicate`) [default: the typical one].
    #[arg(long, value_name = "N", requires = "export")]
    export_flask: Option<u64>,
    /// Then hold your own data (counts, outcomes, plates, allele frequencies) against simulated flasks and worlds, into the
    /// folder `observed` of the run: is it unusual?
    #[arg(long, value_name = "FILE", num_args = 1..)]
    observed: Vec<PathBuf>,
    /// As JSON: the content of summary.json.
    #[arg(long, conflicts_with_all = ["diagnose", "export", "observed"])]
    json: bool,
    /// Only the i-th of n equal shares of its replicates and worlds, for several machines; `escalade merge` puts all
    /// n together [default folder: runs/NAME-OF-THE-SCENARIO-FILE-shard-i-of-n].
    #[arg(long, value_name = "i/n", conflicts_with_all = ["diagnose", "export", "observed", "json"])]
    shard: Option<Share>,
    #[command(flatten)]
    knowledge: source::Knowledge,
    /// Run it however much it costs.
    #[arg(long)]
    large: bool,
    /// No progress.
    #[arg(long)]
    quiet: bool,
}

/// What the command line says in place of a scenario.
pub struct Changes<'a> {
    pub replicates: Option<u64>,
    pub seed: Option<u64>,
    /// As `--worlds` names them.
    pub worlds: Option<&'a str>,
}

impl Changes<'_> {
    /// A scenario that is one, with these changes.
    pub fn scenario(&self, path: &Path, knowledge: &source::Knowledge) -> Result<Scenario, Failure> {
        let mut scenario = source::scenario(path, knowledge)?;
        if scenario.sweeps {
            return Err(session::grid::is_a_sweep(&path.display().to_string()).into());
        }
        scenario.replicates = self.replicates.unwrap_or(scenario.replicates);
        scenario.seed = self.seed.unwrap_or(scenario.seed);
        if self.worlds.is_some() {
            worlds::asked(self.worlds)?.put_into(&mut scenario)?;
        }
        Ok(scenario)
    }
}

pub fn run(args: &RunArgs) -> Result<(), Failure> {
    let changes = Changes {
        replicates: args.replicates,
        seed: args.seed,
        worlds: args.worlds.as_deref(),
    };
    let scenario = changes.scenario(&args.scenario, &args.knowledge)?;
    if args.diagnose && matches!(scenario.body, Body::Plain(_)) {
        return Err(Failure::Input(format!(
            "--diagnose: {} has the plain form; its types have no genotype that could be read out",
            args.scenario.display()
        )));
    }
    let shapes = session::shapes(&args.export)?;
    session::exportable(&scenario, &shapes, args.export_flask)?;
    let placing = placing(args)?;
    terminal::warn([&scenario]);
    let shards = args.shard.map_or(1, Share::of);
    let own = placing.as_ref().map_or(Cost::NOTHING, Placing::cost);
    let cost = cost::of_run(&scenario).among(shards).and(own);
    terminal::cost(&cost, args.threads, args.large, args.quiet)?;
    let out = source::folder(args.out.as_deref(), "", &args.scenario, &source::of_share(args.shard))?;
    let progress = terminal::Progress::new(args.quiet);
    let conduct = terminal::conduct(args.threads, &progress);
    let outcome = session::run(&scenario, &Folder::at(&out).for_share(args.shard), &conduct)?;
    terminal::note_repairs(&outcome);
    if args.json {
        return already(&out, RUN, true);
    }
    match outcome {
        Outcome::AlreadyComplete => already(&out, RUN, false)?,
        Outcome::Share { .. } => return terminal::share_done(&out),
        Outcome::Done { result, .. } => terminal::print(&format!(
            "{}\n\nReport: {}",
            result.to_string().trim_end(),
            out.join("report.html").display()
        ))?,
    }
    then_export(args, &shapes, &out)?;
    if let Some(placing) = &placing {
        then_place(placing, &out, &conduct)?;
    }
    then_diagnose(args, &out)
}

/// Tables in other shapes beside the finished run, where they were asked for.
fn then_export(args: &RunArgs, shapes: &[Shape], out: &Path) -> Result<(), Failure> {
    if shapes.is_empty() {
        return Ok(());
    }
    let run = FinishedRun::open(out).map_err(SessionError::from)?;
    let read = |name: &str| std::fs::read_to_string(out.join(name)).ok();
    let files = session::export(&run, read, shapes, args.export_flask)?;
    let folder = out.join("export");
    session::write_files(&folder, &files)?;
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    terminal::print(&format!("Exported to {}: {}", folder.display(), names.join(", ")))
}

/// The user's own data, checked before anything runs.
fn placing(args: &RunArgs) -> Result<Option<Placing>, Failure> {
    if args.observed.is_empty() {
        return Ok(None);
    }
    let files = args
        .observed
        .iter()
        .map(|path| fit::read(path))
        .collect::<Result<Vec<_>, _>>()?;
    let (shown, text) = source::text(&args.scenario)?;
    let overlays = args.knowledge.overlays_of(&args.scenario, &shown, &text)?;
    Ok(Some(Placing::of(&shown, &text, &overlays, &files, args.seed)?))
}

/// The user's own data among simulated flasks.
fn then_place(placing: &Placing, out: &Path, conduct: &Conduct) -> Result<(), Failure> {
    let placed = placing.run(conduct)?;
    let folder = out.join("observed");
    session::write_files(
        &folder,
        &report::fit::placed_files(&placed).map_err(SessionError::from)?,
    )?;
    let page = folder.join(report::fit::PLACED_PAGE);
    terminal::print(&format!(
        "\n{}\nReport: {}",
        report::fit::placed_answer(&placed),
        page.display()
    ))
}

/// The diagnosis of the finished run, where it was asked for.
fn then_diagnose(args: &RunArgs, out: &Path) -> Result<(), Failure> {
    match args.diagnose {
        true => terminal::print("").and_then(|()| diagnose::after_run(out, &args.knowledge)),
        false => Ok(()),
    }
}
