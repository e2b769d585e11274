//! `escalade assay cross-resistance`.

use super::Out;
use super::subject::{SubjectArgs, days, drug};
use crate::assay::Specimen;
use crate::assay::bench::Bench;
use crate::assay::cross_resistance::{Treatment, cross_map};
use crate::cli::Failure;
use crate::report::assay::cross_resistance;
use crate::report::words;
use crate::units::Nanomolar;

#[derive(Debug, clap::Args)]
pub struct CrossArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    /// Drug to map (may be repeated); all drugs on the driver without it.
    #[arg(long)]
    drug: Vec<String>,
    /// Drug with a partner at a fixed dose, such as "crizotinib + bemcentinib 500 nM" (may be repeated).
    #[arg(long, value_name = "TEXT")]
    pair: Vec<String>,
    /// Duration, from 12 h to 240 h, such as "72 h" or "96 h".
    #[arg(long, default_value = "72 h")]
    time: String,
    /// Flasks of a run to look at; the resistant ones among them are mapped.
    #[arg(long, default_value_t = 200)]
    flasks: u64,
    #[command(flatten)]
    out: Out,
}

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
        let partner = drug(bench, name)?;
        let partner_name = &bench.biology.drugs()[partner].name;
        treatment.name += &format!(" + {partner_name} {}", words::dose(dose.get()));
        treatment.beside.push((partner, dose.get()));
    }
    Ok(treatment)
}

pub fn run(args: &CrossArgs) -> Result<(), Failure> {
    let hours = days("--time", &args.time)? * 24.0;
    if !(12.0..=240.0).contains(&hours) {
        return Err(Failure::Input(format!("--time {}: allowed 12 h to 240 h", args.time)));
    }
    let run = args.subject.open_run()?;
    let bench = args.subject.bench(run.as_ref())?;
    let drugs = match args.drug.is_empty() {
        true => bench.driver_drugs(),
        false => (args.drug.iter())
            .map(|name| drug(&bench, name))
            .collect::<Result<_, _>>()?,
    };
    let singles = drugs.iter().map(|&drug| Ok(Treatment::single(&bench, drug)));
    let treatments = singles
        .chain(args.pair.iter().map(|text| pair(&bench, text)))
        .collect::<Result<Vec<_>, Failure>>()?;
    let cultures: Vec<(Specimen, Option<u64>)> = match (&run, args.subject.flask()) {
        (Some(run), None) => {
            let emergent = run
                .emergent(&bench, args.flasks)
                .map_err(|error| Failure::Input(error.to_string()))?;
            emergent
                .into_iter()
                .map(|(specimen, flasks)| (specimen, Some(flasks)))
                .collect()
        }
        (Some(_), Some(_)) => args
            .subject
            .take(args.out.seed)?
            .cultures
            .into_iter()
            .map(|c| (c, None))
            .collect(),
        (None, _) => args.subject.genotypes(&bench)?.into_iter().map(|c| (c, None)).collect(),
    };
    if cultures.is_empty() {
        return Err(Failure::Input(
            "no culture is named: --genotype \"ALK-G1202R\" (may be repeated)".to_owned(),
        ));
    }
    args.out
        .deliver(cross_resistance(&cross_map(&bench, &cultures, &treatments, hours)))
}
