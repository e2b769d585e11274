//! `escalade assay clones`.

use super::Out;
use super::plate::PlateArgs;
use super::subject::{SubjectArgs, leans_on};
use crate::assay::Specimen;
use crate::assay::clones::CloningDesign;
use crate::assay::viability::dose_response::{DoseResponse, dose_response};
use crate::assay::viability::plate::PlateNoise;
use crate::cli::failure::Failure;
use crate::random::Purpose;
use crate::report::assay::cloning;
use crate::units::Nanomolar;

#[derive(Debug, clap::Args)]
pub struct ClonesArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    /// Cells to plate singly.
    #[arg(long, default_value_t = 24)]
    cells: u32,
    /// Chance that a plated cell takes; its family may still die out.
    #[arg(long, default_value_t = 0.3)]
    efficiency: f64,
    /// Keep the clones under the first drug at this dose while they grow, such as "300 nM"; without it, drug-free.
    #[arg(long, value_name = "DOSE")]
    under: Option<String>,
    /// Drug to assay each clone with (may be repeated); a run's own drugs without it.
    #[arg(long)]
    drug: Vec<String>,
    #[command(flatten)]
    plate: PlateArgs,
    #[command(flatten)]
    out: Out,
}

pub fn run(args: &ClonesArgs) -> Result<(), Failure> {
    let subject = args.subject.take(args.out.seed)?;
    let bench = &subject.bench;
    let drugs = subject.drugs(&args.drug)?;
    let mut design = CloningDesign {
        efficiency: args.efficiency,
        ..CloningDesign::new(bench, args.cells)
    };
    if let (Some(dose), Some(first)) = (&args.under, drugs.first()) {
        let dose: Nanomolar = (dose.parse()).map_err(|error| Failure::Input(format!("--under: {error}")))?;
        design.doses = bench.only(*first, dose.get());
    }
    if let Some(fault) = design.fault() {
        return Err(Failure::Input(fault));
    }
    let grown = subject.plate_singly(&design, args.out.seed)?;
    let mut rng = subject.rng(args.out.seed, Purpose::DoseResponse);
    let parental = Specimen::parental(&bench.biology);
    let cultures = || {
        [&parental]
            .into_iter()
            .chain(grown.clones.iter().map(|clone| &clone.specimen))
    };
    let mut plates: Vec<Vec<DoseResponse>> = Vec::new();
    let mut noise = PlateNoise::NONE;
    for &drug in &drugs {
        let plate = args.plate.design(bench, drug)?;
        let read = |culture| dose_response(bench, culture, drug, &plate, &mut rng);
        plates.push(cultures().map(read).collect());
        noise = plate.noise;
    }
    let leaned = leans_on(bench, &drugs)?;
    args.out.deliver(cloning(&grown, &design, &noise, &plates, &leaned))
}
