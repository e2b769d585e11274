//! `escalade sweep`: one scenario over lists or grids of values.

use super::failure::Failure;
use super::grid::{ForArray, GridArgs};
use super::{read, source, terminal, worlds};
use crate::ensemble::SWEEP;
use crate::scenario::vary::Vary;
use crate::session::shard::{Request, SweepRequest};
use crate::session::sweep::{MATRIX_HOURS, PlainSwept, Wanted};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct SweepArgs {
    /// Scenario file. A sweep of the plain form prints a table, or all of it with --json.
    scenario: PathBuf,
    /// A key and its values: KEY=V1,V2,... or KEY=LOW..HIGH:N linear (or log). Keys are dotted
    /// (flask.passage.split); a course is told by its number or drug (course.1.dose,
    /// course.alectinib.dose). May be repeated: all combinations are run.
    #[arg(long, value_name = "KEY=VALUES")]
    vary: Vec<String>,
    /// A dose matrix of two drugs at constant doses, each DRUG=D1,D2,... UNIT, with short-term synergy
    /// beside the long-term result.
    #[arg(long, num_args = 2, value_names = ["DRUG=DOSES", "DRUG=DOSES"])]
    matrix: Vec<String>,
    /// Duration of the viability assay of a dose matrix, hours.
    #[arg(long, value_name = "H", default_value_t = MATRIX_HOURS)]
    hours: f64,
    /// Folder of the sweep [default: runs/sweep-NAME-OF-THE-FILE].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Flasks at each point [default: the scenario's].
    #[arg(long, value_name = "N", value_parser = read::replicates)]
    replicates: Option<u64>,
    /// Random seed [default: the scenario's].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=i64::MAX as u64))]
    seed: Option<u64>,
    #[command(flatten)]
    knowledge: source::Knowledge,
    #[command(flatten)]
    pub grid: GridArgs,
}

pub fn run(args: &SweepArgs) -> Result<(), Failure> {
    let request = request(args)?;
    if let Some(swept) = PlainSwept::of(&request.file, &request.text, &request.wanted)? {
        return plain(args, &swept);
    }
    let swept = request.swept()?;
    if !args.grid.quiet {
        terminal::note(&format!("sweep: {}", swept.told().join("; ")));
    }
    args.grid.cost(swept.scenarios())?;
    let after = source::of_share(args.grid.shard);
    let out = source::folder(args.out.as_deref(), "sweep-", &args.scenario, &after)?;
    let request = Request::Sweep(request);
    args.grid
        .deliver(&out, &request, SWEEP, "sweep.html", |place, conduct| {
            swept.run(place, conduct)
        })
}

/// What a cluster needs to do it.
pub fn array(args: &SweepArgs) -> Result<ForArray, Failure> {
    let request = request(args)?;
    if PlainSwept::of(&request.file, &request.text, &request.wanted)?.is_some() {
        return Err(undivided());
    }
    terminal::note(&format!("sweep: {}", request.swept()?.told().join("; ")));
    Ok(ForArray {
        request: Request::Sweep(request),
        name: format!("sweep-{}", source::stem(&args.scenario)),
        out: args.out.clone(),
    })
}

fn undivided() -> Failure {
    Failure::Input(
        "--shard belongs to sweeps of the laboratory form; those of the plain form are done in memory and printed\n  \
         allowed: escalade run --shard i/n for a point that is large"
            .to_owned(),
    )
}

/// All that is asked for.
fn request(args: &SweepArgs) -> Result<SweepRequest, Failure> {
    let (file, text) = source::text(&args.scenario)?;
    let overlays = args.knowledge.overlays_of(&args.scenario, &file, &text)?;
    let worlds = worlds::asked(args.grid.worlds.as_deref())?;
    let wanted = Wanted {
        keys: asked(args)?,
        matrix: !args.matrix.is_empty(),
        hours: args.hours,
        replicates: args.replicates,
        seed: args.seed,
        large: args.grid.large,
        want: args.grid.want.clone(),
        worlds: worlds.count,
        given_worlds: worlds.table,
    };
    Ok(SweepRequest {
        file,
        text,
        wanted,
        overlays,
    })
}

/// A sweep of the plain form.
fn plain(args: &SweepArgs, swept: &PlainSwept) -> Result<(), Failure> {
    if args.grid.shard.is_some() {
        return Err(undivided());
    }
    if args.out.is_some() {
        return Err(Failure::Input(
            "--out belongs to sweeps of the laboratory form; those of the plain form are printed\n  allowed: --json"
                .to_owned(),
        ));
    }
    if !args.grid.quiet {
        terminal::note(&format!("sweep: {}", swept.told().join("; ")));
    }
    args.grid.cost(swept.scenarios())?;
    let result = args.grid.carried_out(|conduct| swept.run(conduct))?;
    match args.grid.json {
        true => terminal::print_json(&result),
        false => terminal::print(&result.text()),
    }
}

/// The keys of the command line.
fn asked(args: &SweepArgs) -> Result<Vec<Vary>, Failure> {
    let vary = args
        .vary
        .iter()
        .map(|text| Vary::parse(text).map_err(|what| Failure::Input(format!("--vary {what}"))));
    let doses = args.matrix.iter();
    let doses = doses.map(|text| Vary::parse_dose(text).map_err(|what| Failure::Input(format!("--matrix {what}"))));
    doses.chain(vary).collect()
}
