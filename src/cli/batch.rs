//! `escalade batch`: a table of draws in, a table of results out.

use super::failure::Failure;
use super::{source, terminal};
use crate::ensemble::Share;
use crate::ensemble::folder::NewFile;
use crate::session::batch::{Batch, Done, MOST_FLASKS, Wanted};
use crate::session::{Conduct, SessionError};
use crate::words::counted;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct BatchArgs {
    /// Scenario file, of either form.
    scenario: PathBuf,
    /// Table of draws as CSV, a row each; `-` is standard input. Columns are keys of the scenario (flask.seed_cells,
    /// course.1.dose, plain.types.1.founders), keys of the knowledge base as in tornado.csv (H3122/doubling), and
    /// `seed` and `flasks` where rows differ in them.
    #[arg(long, value_name = "FILE")]
    table: PathBuf,
    /// Table of results, which must not be there yet [default: standard output].
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// What is collected of each row, with commas: QUANTITY (its mean over the row's flasks) or QUANTITY:STATISTIC, such
    /// as resistant,outcome_day:median,cells_day_30:q95. An unknown one lists those that are.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    collect: Vec<String>,
    /// Flasks of each row [default: the scenario's replicates].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MOST_FLASKS))]
    flasks: Option<u64>,
    /// Random seed [default: the scenario's].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=i64::MAX as u64))]
    seed: Option<u64>,
    /// Every row meets the same flasks: rows differ by their values alone. Without it each row has chance of its own.
    #[arg(long)]
    same_flasks: bool,
    /// Go on after a row that cannot be run, and say why in a column `error`.
    #[arg(long)]
    go_on: bool,
    /// Threads [default: all cores]; results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1024))]
    threads: Option<u64>,
    /// Refused, with the reason.
    #[arg(long, value_name = "i/n", hide = true)]
    shard: Option<Share>,
    #[command(flatten)]
    knowledge: source::Knowledge,
}

/// Why a batch has no shards.
const UNDIVIDED: &str = "a batch streams rows and keeps no folder that could be merged\n  \
                         allowed: the threads of one machine; or a table cut into parts, each with a --seed of its own";

pub fn run(args: &BatchArgs) -> Result<(), Failure> {
    Failure::of_share(args.shard, UNDIVIDED)?;
    let (shown, text) = source::text(&args.scenario)?;
    let overlays = args.knowledge.overlays_of(&args.scenario, &shown, &text)?;
    let wanted = Wanted {
        collect: args.collect.clone(),
        flasks: args.flasks,
        seed: args.seed,
        same_flasks: args.same_flasks,
        go_on: args.go_on,
    };
    let batch = Batch::of(&shown, text, &overlays, wanted)?;
    let progress = terminal::Progress::new(true);
    let conduct = terminal::conduct(args.threads, &progress);
    let done = match &args.out {
        Some(path) if path != Path::new("-") => {
            let file = NewFile::create(path).map_err(SessionError::request)?;
            let mut out = BufWriter::new(file);
            let done = batch_to(&batch, &args.table, &mut out, &conduct)?;
            let file = out.into_inner().map_err(|error| Failure::from(error.into_error()))?;
            file.publish().map_err(SessionError::request)?;
            done
        }
        _ => batch_to(&batch, &args.table, std::io::stdout(), &conduct)?,
    };
    if done.faults > 0 {
        terminal::note(&format!(
            "{} could not be run; the column `error` says why",
            counted(done.faults, "row")
        ));
    }
    Ok(())
}

fn batch_to(batch: &Batch, table: &Path, out: impl Write + Send, conduct: &Conduct) -> Result<Done, Failure> {
    if table == Path::new("-") {
        return Ok(batch.run("the table", std::io::stdin(), out, conduct)?);
    }
    let name = table.display().to_string();
    let file = File::open(table).map_err(|error| Failure::Input(format!("{name}: cannot be read: {error}")))?;
    Ok(batch.run(&name, file, out, conduct)?)
}
