//! `escalade compare`: protocols over the same flasks.

use super::failure::Failure;
use super::grid::{ForArray, GridArgs};
use super::{read, source, terminal, worlds};
use crate::ensemble::COMPARE;
use crate::report::compare::MAX_ARMS;
use crate::scenario::Scenario;
use crate::session::comparison::{Chosen, Comparison};
use crate::session::shard::{CompareRequest, Request};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct CompareArgs {
    /// Scenario files of the laboratory form; the others are compared with the first.
    #[arg(required = true, num_args = 2..=MAX_ARMS, value_name = "SCENARIO")]
    scenarios: Vec<PathBuf>,
    /// Folder of the comparison [default: runs/compare-NAMES-OF-THE-FILES].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Flasks under each protocol [default: the smallest number of the scenarios].
    #[arg(long, value_name = "N", value_parser = read::replicates)]
    replicates: Option<u64>,
    /// Random seed [default: the first scenario's].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=i64::MAX as u64))]
    seed: Option<u64>,
    #[command(flatten)]
    knowledge: source::Knowledge,
    #[command(flatten)]
    pub grid: GridArgs,
}

pub fn run(args: &CompareArgs) -> Result<(), Failure> {
    let (comparison, chosen) = comparison(args)?;
    terminal::warn(comparison.scenarios());
    for line in comparison.unpaired() {
        terminal::note(&format!("warning: pairing fails: {line}"));
    }
    args.grid.cost(comparison.scenarios())?;
    let after = source::of_share(args.grid.shard);
    let out = args.out.clone();
    let out = out.unwrap_or_else(|| Path::new("runs").join(format!("{}{after}", name(&args.scenarios))));
    let request = Request::Compare(CompareRequest::of(&comparison, chosen));
    args.grid
        .deliver(&out, &request, COMPARE, "compare.html", |place, conduct| {
            comparison.run(place, conduct)
        })
}

/// What a cluster needs to do it.
pub fn array(args: &CompareArgs) -> Result<ForArray, Failure> {
    let (comparison, chosen) = comparison(args)?;
    terminal::warn(comparison.scenarios());
    Ok(ForArray {
        request: Request::Compare(CompareRequest::of(&comparison, chosen)),
        name: name(&args.scenarios),
        out: args.out.clone(),
    })
}

/// The protocols, and what they were chosen by.
fn comparison(args: &CompareArgs) -> Result<(Comparison, Chosen), Failure> {
    let named = scenarios(args)?;
    let worlds = worlds::asked(args.grid.worlds.as_deref())?;
    let chosen = Chosen {
        seed: args.seed,
        replicates: args.replicates,
        want: args.grid.want.clone(),
        worlds: worlds.count,
        given_worlds: worlds.table,
    };
    Ok((Comparison::of(named, chosen.clone())?, chosen))
}

/// The scenarios with the names of their files; what is wrong with any of them, all together.
fn scenarios(args: &CompareArgs) -> Result<Vec<(String, Scenario)>, Failure> {
    let (mut named, mut wrong) = (Vec::new(), Vec::new());
    for path in &args.scenarios {
        match source::scenario(path, &args.knowledge) {
            Ok(scenario) => named.push((path.display().to_string(), scenario)),
            // A file that is named twice is told once.
            Err(Failure::Input(told)) if wrong.contains(&told) => {}
            Err(Failure::Input(told)) => wrong.push(told),
            Err(other) => return Err(other),
        }
    }
    match wrong.is_empty() {
        true => Ok(named),
        false => Err(Failure::Input(wrong.join("\n\n"))),
    }
}

fn name(files: &[PathBuf]) -> String {
    let stems: Vec<String> = files.iter().map(|file| source::stem(file)).collect();
    format!("compare-{}", stems.join("-"))
}
