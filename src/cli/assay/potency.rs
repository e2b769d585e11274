//! `escalade assay potency`.

use super::Out;
use super::plate::PlateArgs;
use super::subject::{SubjectArgs, leans_on};
use crate::assay::viability::batch::batch_check;
use crate::cli::failure::Failure;
use crate::random::Purpose;
use crate::report::assay::batch;
use crate::units::Percent;

#[derive(Debug, clap::Args)]
pub struct PotencyArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    /// Drug of the batch; the run's first drug without it.
    #[arg(long)]
    drug: Vec<String>,
    /// What the batch really holds of the nominal dose, such as "30%": the truth that the check is to find.
    #[arg(long, default_value = "100%")]
    holds: String,
    #[command(flatten)]
    plate: PlateArgs,
    #[command(flatten)]
    out: Out,
}

pub fn run(args: &PotencyArgs) -> Result<(), Failure> {
    let holds: Percent = (args.holds.parse()).map_err(|error| Failure::Input(format!("--holds: {error}")))?;
    let subject = args.subject.take(args.out.seed)?;
    let drugs = subject.drugs(&args.drug)?;
    let ([culture], Some(drug)) = (subject.cultures.as_slice(), drugs.first()) else {
        return Err(Failure::Input(
            "a batch is checked on one culture: give one --genotype".to_owned(),
        ));
    };
    let design = args.plate.design(&subject.bench, *drug)?;
    let mut rng = subject.rng(args.out.seed, Purpose::DoseResponse);
    let check = batch_check(&subject.bench, culture, *drug, holds.fraction(), &design, &mut rng);
    let name = &subject.bench.biology.drugs()[*drug].name;
    let leaned = leans_on(&subject.bench, &[*drug])?;
    args.out.deliver(batch(&check, name, &design, &leaned))
}
