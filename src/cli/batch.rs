//! `escalade batch`: a table of draws in, a table of results out.

use super::failure::Failure;
use super::grid::{ForArray, told};
use super::{source, terminal};
use crate::ensemble::folder::NewFile;
use crate::ensemble::{BATCH, Share};
use crate::session::batch::{Batch, Done, MOST_FLASKS, RESULTS, Wanted};
use crate::session::shard::{BatchRequest, Request};
use crate::session::{Conduct, SessionError};
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
    /// as resistant,outcome_day:median,cells_day_30:q95 (cells at the first look on or after that day). An unknown one
    /// lists those that are.
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
    pub threads: Option<u64>,
    /// Folder that keeps rows as they are done, with results.csv in the end; the same command goes on after an interruption.
    #[arg(long, value_name = "DIR", conflicts_with = "out")]
    folder: Option<PathBuf>,
    /// Only the i-th of n equal shares of the rows, into a folder, for several machines; `escalade merge` puts all n
    /// together.
    #[arg(long, value_name = "i/n", conflicts_with_all = ["json", "out"])]
    shard: Option<Share>,
    /// With --folder: run it however much it costs.
    #[arg(long)]
    large: bool,
    /// With --folder: no progress.
    #[arg(long)]
    quiet: bool,
    /// With --folder: print batch.json.
    #[arg(long, requires = "folder")]
    json: bool,
    #[command(flatten)]
    knowledge: source::Knowledge,
}

pub fn run(args: &BatchArgs) -> Result<(), Failure> {
    if args.folder.is_some() || args.shard.is_some() {
        return kept(args);
    }
    let (shown, text) = source::text(&args.scenario)?;
    let overlays = args.knowledge.overlays_of(&args.scenario, &shown, &text)?;
    let batch = Batch::of(&shown, text, &overlays, wanted(args))?;
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
    done.notes().iter().for_each(|note| terminal::note(note));
    Ok(())
}

/// Rows kept in a folder as they are done, all or a share of them.
fn kept(args: &BatchArgs) -> Result<(), Failure> {
    let request = request(args)?;
    let whole = request.whole()?;
    let cost = whole.cost().among(args.shard.map_or(1, Share::of));
    terminal::cost(&cost, args.threads, args.large, args.quiet)?;
    let after = source::of_share(args.shard);
    let out = source::folder(args.folder.as_deref(), BEFORE, &args.scenario, &after)?;
    let progress = terminal::Progress::of(args.quiet, "rows");
    let conduct = terminal::conduct(args.threads, &progress);
    let place = Request::Batch(request).folder(&out, args.shard)?;
    let outcome = whole.run(&place, &conduct)?;
    told(outcome, &out, BATCH, args.json, ("Results", RESULTS))
}

/// What a cluster needs to do it.
pub fn array(args: &BatchArgs) -> Result<ForArray, Failure> {
    Ok(ForArray {
        request: Request::Batch(request(args)?),
        name: format!("{BEFORE}{}", source::stem(&args.scenario)),
        out: args.folder.clone(),
    })
}

/// Before the scenario's name in that of a folder.
const BEFORE: &str = "batch-";

/// All that is asked for.
fn request(args: &BatchArgs) -> Result<BatchRequest, Failure> {
    let (file, text) = source::text(&args.scenario)?;
    let overlays = args.knowledge.overlays_of(&args.scenario, &file, &text)?;
    let (table_file, table) = match args.table == Path::new("-") {
        true => (STDIN.to_owned(), source::standard_input(STDIN)?),
        false => source::data(&args.table)?,
    };
    Ok(BatchRequest {
        file,
        text,
        table_file,
        table,
        wanted: wanted(args),
        overlays,
    })
}

/// What a table from standard input is called.
const STDIN: &str = "the table";

fn wanted(args: &BatchArgs) -> Wanted {
    Wanted {
        collect: args.collect.clone(),
        flasks: args.flasks,
        seed: args.seed,
        same_flasks: args.same_flasks,
        go_on: args.go_on,
    }
}

fn batch_to(batch: &Batch, table: &Path, out: impl Write + Send, conduct: &Conduct) -> Result<Done, Failure> {
    if table == Path::new("-") {
        return Ok(batch.run(STDIN, std::io::stdin(), out, conduct)?);
    }
    let name = table.display().to_string();
    let file = File::open(table).map_err(|error| Failure::Input(format!("{name}: cannot be read: {error}")))?;
    Ok(batch.run(&name, file, out, conduct)?)
}
