//! `escalade assay cross-resistance`.

use super::Out;
use super::subject::{SubjectArgs, days, drug, flask_numbers, leans_on};
use crate::assay::Bench;
use crate::assay::Specimen;
use crate::assay::cells::genotype::name_by_copy;
use crate::assay::functional::cross_resistance::{LookedAt, Treatment, cross_map, usual_pairs};
use crate::cli::failure::Failure;
use crate::ensemble::specimens::FinishedRun;
use crate::report::assay::cross_resistance;
use crate::units::Nanomolar;
use crate::words;

#[derive(Debug, clap::Args)]
pub struct CrossArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    /// Drug to map (may be repeated); all drugs on the driver without it.
    #[arg(long)]
    drug: Vec<String>,
    /// Drug with a partner at a fixed dose, such as "crizotinib + bemcentinib 500 nM" (may be repeated). Without it
    /// the run's drug, or the first one mapped, with every inhibitor of a route beside the driver, each at its IC20 on
    /// the parental line (at most ten times the dose that halves its site).
    #[arg(long, value_name = "TEXT")]
    pair: Vec<String>,
    /// No pairs: drugs alone.
    #[arg(long, conflicts_with = "pair")]
    no_pairs: bool,
    /// Duration, from 12 h to 240 h, such as "72 h" or "96 h".
    #[arg(long, default_value = "72 h")]
    time: String,
    /// Flasks of a run, such as 0-19 or 3,5,8; the resistant ones among them are mapped, each with all its cells.
    /// Without it all, at most the first 2000.
    #[arg(long, value_name = "LIST", conflicts_with = "flask")]
    flasks: Option<String>,
    #[command(flatten)]
    out: Out,
}

/// Most flasks that are looked at unasked.
const LOOKED_AT: u64 = 2000;

/// "crizotinib + bemcentinib 500 nM".
fn pair(bench: &Bench, text: &str) -> Result<Treatment, Failure> {
    let mut parts = text.split('+');
    let first = drug(bench, parts.next().unwrap_or_default())?;
    let mut treatment = Treatment::single(bench, first);
    for part in parts {
        let trimmed = part.trim();
        let Some((name, dose)) = trimmed.split_once(' ') else {
            return Err(Failure::Input(format!(
                "--pair \"{text}\": the partner needs a dose, such as \"{trimmed} 100 nM\""
            )));
        };
        let dose: Nanomolar = (dose.parse()).map_err(|error| Failure::Input(format!("--pair \"{text}\": {error}")))?;
        let partner = (drug(bench, name)?, dose.get());
        treatment = treatment.with(bench, partner, &words::dose(dose.get()));
    }
    Ok(treatment)
}

/// Drugs alone, then pairs.
fn treatments(
    args: &CrossArgs,
    bench: &Bench,
    run: Option<&FinishedRun>,
    hours: f64,
) -> Result<Vec<Treatment>, Failure> {
    let named = (args.drug.iter())
        .map(|name| drug(bench, name))
        .collect::<Result<Vec<_>, _>>()?;
    let on_driver = bench.driver_drugs();
    let drugs = if named.is_empty() { &on_driver } else { &named };
    let mut all: Vec<Treatment> = drugs.iter().map(|&drug| Treatment::single(bench, drug)).collect();
    if !args.pair.is_empty() {
        for text in &args.pair {
            all.push(pair(bench, text)?);
        }
    } else if !args.no_pairs {
        let of_run = run.and_then(|run| own_drug(run, bench));
        let first = named.first().copied().or(of_run).or(on_driver.first().copied());
        all.extend(first.map_or(Vec::new(), |drug| usual_pairs(bench, drug, hours, words::dose)));
    }
    Ok(all)
}

/// The run's last drug on the driver.
fn own_drug(run: &FinishedRun, bench: &Bench) -> Option<usize> {
    let laboratory = run.laboratory();
    let given = laboratory.protocol.courses.iter().rev();
    let mut on_bench = given.filter_map(|course| bench.drug(&laboratory.biology.drugs()[course.drug].id));
    on_bench.find(|drug| bench.biology.drugs()[*drug].driver.is_some())
}

/// Cultures with the flasks that each stands for, and how many flasks were looked at.
type Cultures = (Vec<(Specimen, Option<u64>)>, Option<LookedAt>);

fn cultures(args: &CrossArgs, bench: &Bench, run: Option<&FinishedRun>) -> Result<Cultures, Failure> {
    let alone = |cultures: Vec<Specimen>| (cultures.into_iter().map(|one| (one, None)).collect(), None);
    match (run, args.subject.flask()) {
        (Some(run), None) => {
            let mut flasks: Vec<u64> = match &args.flasks {
                Some(list) => flask_numbers(list, run.scenario.replicates)?,
                None => (0..run.scenario.replicates.min(LOOKED_AT)).collect(),
            };
            flasks.sort_unstable();
            let emergent = run
                .emergent(bench, &flasks)
                .map_err(|error| Failure::Input(error.to_string()))?;
            let populations = emergent.populations.into_iter();
            Ok((
                populations.map(|(cells, n)| (cells, Some(n))).collect(),
                Some(emergent.flasks),
            ))
        }
        (Some(_), Some(_)) => Ok(alone(args.subject.take(args.out.seed)?.cultures)),
        (None, _) => {
            let named = |culture: Specimen| match culture.cells().first().cloned() {
                Some(part) => culture.named(name_by_copy(&bench.biology, &part.genotype, part.state)),
                None => culture,
            };
            Ok(alone(args.subject.genotypes(bench)?.into_iter().map(named).collect()))
        }
    }
}

pub fn run(args: &CrossArgs) -> Result<(), Failure> {
    let hours = days("--time", &args.time)? * 24.0;
    if !(12.0..=240.0).contains(&hours) {
        return Err(Failure::Input(format!("--time {}: allowed 12 h to 240 h", args.time)));
    }
    let run = args.subject.open_run()?;
    if run.is_none() && args.flasks.is_some() {
        return Err(Failure::Input(
            "--flasks names flasks of a run: give --run DIR".to_owned(),
        ));
    }
    let bench = args.subject.bench(run.as_ref())?;
    let treatments = treatments(args, &bench, run.as_ref(), hours)?;
    let (cultures, looked_at) = cultures(args, &bench, run.as_ref())?;
    if cultures.is_empty() {
        return Err(Failure::Input(
            "no culture is named: --genotype \"ALK-G1202R\" (may be repeated)".to_owned(),
        ));
    }
    let mut map = cross_map(&bench, &cultures, &treatments, hours);
    map.looked_at = looked_at;
    let used = treatments.iter().flat_map(|one| {
        let beside = one.beside.iter().map(|(drug, _)| *drug);
        beside.chain([one.drug])
    });
    let leaned = leans_on(&bench, &used.collect::<Vec<_>>())?;
    args.out.deliver(cross_resistance(&map, &leaned))
}
