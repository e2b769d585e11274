//! `escalade assay switch`, `add-back` and `express`.

use super::Out;
use super::plate::PlateArgs;
use super::signals::{DoseArgs, only};
use super::subject::{SubjectArgs, drug, leans_on};
use crate::assay::Specimen;
use crate::assay::functional::{add_back, express, partners, switch_dose, switch_drugs, switch_test};
use crate::assay::viability::plate::PlateNoise;
use crate::cli::failure::Failure;
use crate::random::Purpose;
use crate::report::assay as reports;

#[derive(Debug, clap::Args)]
pub struct SwitchArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    /// Drug that the culture resists; the run's first drug without it.
    #[arg(long)]
    drug: Vec<String>,
    /// Inhibitor to switch to (may be repeated); without it every later generation,
    /// every other binding type, and what a guide names for the culture's alleles.
    #[arg(long, value_name = "DRUG")]
    to: Vec<String>,
    #[command(flatten)]
    plate: PlateArgs,
    #[command(flatten)]
    out: Out,
}

pub fn run_switch(args: &SwitchArgs) -> Result<(), Failure> {
    let subject = args.subject.take(args.out.seed)?;
    let bench = &subject.bench;
    let culture = only(&subject)?;
    let to = match (args.to.is_empty(), subject.drugs(&args.drug)?.first()) {
        (false, _) => args
            .to
            .iter()
            .map(|name| drug(bench, name))
            .collect::<Result<Vec<_>, _>>()?,
        (true, Some(resisted)) => switch_drugs(bench, *resisted, &culture.new_alleles(&bench.biology)),
        (true, None) => return Err(Failure::Input("say which drug is resisted: --drug NAME".to_owned())),
    };
    let parental = Specimen::parental(&bench.biology);
    let mut rng = subject.rng(args.out.seed, Purpose::DoseResponse);
    let (mut tests, mut noise) = (Vec::new(), PlateNoise::NONE);
    for &drug in &to {
        let Some(dose) = switch_dose(bench, drug) else { continue };
        let design = args.plate.design(bench, drug)?;
        noise = design.noise;
        tests.push(switch_test(bench, (&parental, culture), drug, dose, &design, &mut rng));
    }
    let leaned = leans_on(bench, &to)?;
    args.out.deliver(reports::switches(&tests, &noise, &leaned))
}

#[derive(Debug, clap::Args)]
pub struct AddBackArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    #[command(flatten)]
    dose: DoseArgs,
    /// Inhibitor to add (may be repeated); every one of a bypass route without it.
    #[arg(long, value_name = "DRUG")]
    partner: Vec<String>,
    #[command(flatten)]
    plate: PlateArgs,
    #[command(flatten)]
    out: Out,
}

pub fn run_add_back(args: &AddBackArgs) -> Result<(), Failure> {
    let subject = args.subject.take(args.out.seed)?;
    let bench = &subject.bench;
    let culture = only(&subject)?;
    let at = args.dose.read(&subject)?;
    let design = args.plate.design(bench, at.0)?;
    let tried = match args.partner.is_empty() {
        true => partners(bench),
        false => args
            .partner
            .iter()
            .map(|name| drug(bench, name))
            .collect::<Result<Vec<_>, _>>()?,
    };
    if tried.contains(&at.0) {
        return Err(Failure::Input(format!(
            "--partner {0}: {0} is the drug itself\n  name an inhibitor to add to it, or leave --partner out to try every one",
            bench.biology.drugs()[at.0].id
        )));
    }
    let mut rng = subject.rng(args.out.seed, Purpose::DoseResponse);
    let tests: Vec<_> = (tried.iter())
        .map(|&partner| add_back(bench, culture, at, partner, &design, &mut rng))
        .collect();
    let used: Vec<usize> = tried.into_iter().chain([at.0]).collect();
    let leaned = leans_on(bench, &used)?;
    args.out.deliver(reports::add_backs(&tests, &design.noise, &leaned))
}

#[derive(Debug, clap::Args)]
pub struct ExpressArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    /// Drug to test the engineered cells with (may be repeated).
    #[arg(long)]
    drug: Vec<String>,
    #[command(flatten)]
    plate: PlateArgs,
    #[command(flatten)]
    out: Out,
}

pub fn run_express(args: &ExpressArgs) -> Result<(), Failure> {
    let subject = args.subject.take(args.out.seed)?;
    let parental = Specimen::parental(&subject.bench.biology);
    let candidates: Vec<&Specimen> = (subject.cultures.iter())
        .filter(|culture| **culture != parental)
        .collect();
    if candidates.is_empty() || subject.run.is_some() {
        return Err(Failure::Input(
            "say what is engineered into which line: --line KM12 --genotype \"KRAS G12D\" (may be repeated)".to_owned(),
        ));
    }
    if candidates.iter().any(|candidate| candidate.foreign().is_some()) {
        return Err(Failure::Input(
            "--mixed-with: a candidate is engineered into clean cells; assay the mixture by dose-response".to_owned(),
        ));
    }
    let drugs = subject.drugs(&args.drug)?;
    let mut rng = subject.rng(args.out.seed, Purpose::DoseResponse);
    let (mut tests, mut noise) = (Vec::new(), PlateNoise::NONE);
    for candidate in candidates {
        for drug in &drugs {
            let design = args.plate.design(&subject.bench, *drug)?;
            noise = design.noise;
            tests.push(express(&subject.bench, candidate, *drug, &design, &mut rng));
        }
    }
    let leaned = leans_on(&subject.bench, &drugs)?;
    args.out.deliver(reports::expressed(&tests, &noise, &leaned))
}
