//! `escalade assay drug-level`.

use super::Out;
use super::signals::{DoseArgs, co_culture};
use super::subject::{SubjectArgs, leans_on};
use crate::assay::surroundings::drug_level::{LevelDesign, LevelNoise, drug_level};
use crate::cli::failure::Failure;
use crate::random::Purpose;
use crate::report::assay as reports;

#[derive(Debug, clap::Args)]
pub struct DrugLevelArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    #[command(flatten)]
    dose: DoseArgs,
    /// Factor of the co-culture and its level from 0 to 1, such as hs-5 or cyp3a4=0.5 (may be repeated); a run's own
    /// without it.
    #[arg(long, value_name = "FACTOR")]
    niche: Vec<String>,
    /// Hours after the drug was added at which the medium is sampled.
    #[arg(
        long,
        value_name = "LIST",
        value_delimiter = ',',
        default_values_t = [0.0, 8.0, 24.0, 48.0, 72.0]
    )]
    hours: Vec<f64>,
    /// Wells sampled per time.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=1000))]
    wells: u32,
    #[command(flatten)]
    out: Out,
}

pub fn run(args: &DrugLevelArgs) -> Result<(), Failure> {
    let subject = args.subject.take(args.out.seed)?;
    let around = co_culture(&subject, &args.niche)?;
    let (index, dose) = args.dose.read(&subject)?;
    let drug = &subject.bench.biology.drugs()[index];
    // The knowledge base's share of the dose is the mean over a plate's 72 h.
    let design = LevelDesign {
        hours: args.hours.clone(),
        ..LevelDesign::usual(dose)
    };
    if let Some(fault) = design.fault() {
        return Err(Failure::Input(format!(
            "the samples cannot be taken: {fault} (--hours)"
        )));
    }
    let noise = LevelNoise {
        wells: args.wells,
        ..LevelNoise::default()
    };
    if dose <= noise.limit {
        return Err(Failure::Input(format!(
            "--dose {dose} nM: must be above the limit of quantification, {} nM",
            noise.limit
        )));
    }
    let suspects = around.known.iter().filter(|record| record.breaks_down(&drug.id));
    let suspects = suspects.flat_map(|record| record.readout.clone()).collect();
    let left = around.dose_left(&subject, &drug.id)?;
    let mut rng = subject.rng(args.out.seed, Purpose::DrugLevel);
    let read = drug_level((&drug.name, suspects), left, &design, noise, &mut rng);
    let leaned = leans_on(&subject.bench, &[index])?;
    args.out.deliver(reports::drug_level(&read, &leaned))
}
