//! `escalade assay dose-response`.

use super::Out;
use super::subject::{PlateArgs, SubjectArgs, days};
use crate::assay::Specimen;
use crate::assay::dose_response::{DoseResponse, dose_response};
use crate::assay::growth::Culture;
use crate::cli::Failure;
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
    #[arg(long, value_name = "TIME")]
    holiday: Vec<String>,
    #[command(flatten)]
    out: Out,
}

pub fn run(args: &DoseResponseArgs) -> Result<(), Failure> {
    let design = args.plate.design()?;
    let subject = args.subject.take()?;
    let bench = &subject.bench;
    let drugs = subject.drugs(&args.drug)?;
    let parental = Specimen::parental(&bench.biology);
    let none = vec![0.0; bench.biology.drugs().len()];
    let mut cultures = vec![parental.clone()];
    for culture in subject.cultures.iter().filter(|culture| **culture != parental) {
        cultures.push(culture.clone());
        for holiday in &args.holiday {
            let away = days("--holiday", holiday)?;
            let rested = Culture::new(&bench.biology, culture, &none).after(away);
            let name = format!("{}, {holiday} off drug", culture.name);
            cultures.extend(rested.map(|rested| rested.named(name)));
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
    let plates: Vec<Vec<DoseResponse>> = (drugs.iter())
        .map(|&drug| {
            let read = |culture| dose_response(bench, culture, drug, &design, &mut rng);
            cultures.iter().map(read).collect()
        })
        .collect();
    args.out.deliver(dose_responses(&DoseResponseReport {
        line: bench.biology.line_name.clone(),
        design,
        plates,
    }))
}
