//! `escalade assay dose-response`.

use super::Out;
use super::plate::PlateArgs;
use super::subject::{SubjectArgs, days, leans_on};
use crate::assay::Specimen;
use crate::assay::viability::dose_response::{DoseResponse, dose_response};
use crate::assay::viability::growth::Culture;
use crate::cli::failure::Failure;
use crate::random::Purpose;
use crate::report::assay::{DoseResponseReport, dose_responses};

#[derive(Debug, clap::Args)]
pub struct DoseResponseArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    /// Drug to titrate, such as alectinib (may be repeated); a run's own drugs without it.
    #[arg(long)]
    drug: Vec<String>,
    #[command(flatten)]
    plate: PlateArgs,
    /// Also assay the culture after so long without drug, such as "14 d" (may be repeated). It grows at its mean;
    /// cells switch state, nobody mutates.
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    holiday: Vec<String>,
    #[command(flatten)]
    out: Out,
}

/// Longest holiday, days: growth without crowding stays within what a number holds.
const LONGEST: f64 = 365.0;

pub fn run(args: &DoseResponseArgs) -> Result<(), Failure> {
    let subject = args.subject.take(args.out.seed)?;
    let bench = &subject.bench;
    let drugs = subject.drugs(&args.drug)?;
    let parental = Specimen::parental(&bench.biology);
    let none = vec![0.0; bench.biology.drugs().len()];
    let mut cultures = vec![parental.clone()];
    for culture in subject.cultures.iter().filter(|culture| **culture != parental) {
        cultures.push(culture.clone());
        for holiday in &args.holiday {
            let away = days("--holiday", holiday)?;
            if !(0.0..=LONGEST).contains(&away) {
                return Err(Failure::Input(format!(
                    "--holiday \"{holiday}\": out of range\n  allowed: 0 d to {LONGEST} d"
                )));
            }
            let Some(rested) = Culture::new(&bench.biology, culture, &none).after(away) else {
                return Err(Failure::Input(format!(
                    "--holiday \"{holiday}\": nothing of {} is left by then",
                    culture.name
                )));
            };
            cultures.push(rested.named(format!("{}, {holiday} off drug", culture.name)));
        }
    }
    if cultures.len() == 1 && !args.holiday.is_empty() {
        return Err(Failure::Input(
            "--holiday: only the parental line is on the plate, which has been under no drug\n  \
             name a culture: --genotype TEXT, or a flask of a run"
                .to_owned(),
        ));
    }
    let mut rng = subject.rng(args.out.seed, Purpose::DoseResponse);
    let mut plates: Vec<Vec<DoseResponse>> = Vec::new();
    let mut designs = Vec::new();
    for &drug in &drugs {
        let design = args.plate.design(bench, drug)?;
        let read = |culture| dose_response(bench, culture, drug, &design, &mut rng);
        plates.push(cultures.iter().map(read).collect());
        designs.push(design);
    }
    let report = DoseResponseReport {
        line: bench.biology.line_name.clone(),
        designs,
        plates,
    };
    args.out.deliver(dose_responses(&report, &leans_on(bench, &drugs)?))
}
