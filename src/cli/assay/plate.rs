//! The plate of a dose-response, from flags.

use super::subject::days;
use crate::assay::Bench;
use crate::assay::Specimen;
use crate::assay::functional::cross_resistance::{Crossing, Treatment, ic50};
use crate::assay::viability::plate::{PlateDesign, usual_doses};
use crate::cli::failure::Failure;
use crate::units::Nanomolar;

/// A plate's layout.
#[derive(Debug, clap::Args)]
pub struct PlateArgs {
    /// Doses, such as "1 nM, 10 nM, 100 nM, 1 uM, 10 uM"; without it from 1 nM, or a thirtieth of the parental
    /// IC50 where that is lower, to 10 uM in ten doses or more.
    #[arg(long, value_name = "LIST")]
    doses: Option<String>,
    /// Duration, from 12 h to 240 h, such as "72 h" or "96 h".
    #[arg(long, default_value = "72 h")]
    time: String,
    /// Wells per dose.
    #[arg(long, default_value_t = 3)]
    wells: u32,
    /// No scatter: what the mean of endless plates would show.
    #[arg(long)]
    no_scatter: bool,
}

impl PlateArgs {
    /// The plate for a drug of the bench.
    pub fn design(&self, bench: &Bench, drug: usize) -> Result<PlateDesign, Failure> {
        let usual = PlateDesign::default();
        let hours = days("--time", &self.time)? * 24.0;
        let doses = match &self.doses {
            None => usual_doses(parental_ic50(bench, drug, hours)),
            Some(list) => (list.split(','))
                .map(|dose| dose.trim().parse::<Nanomolar>().map(Nanomolar::get))
                .collect::<Result<Vec<f64>, _>>()
                .map_err(|error| Failure::Input(format!("--doses: {error}")))?,
        };
        let design = PlateDesign {
            doses,
            hours,
            wells: self.wells,
            ..usual
        };
        let design = if self.no_scatter { design.noise_free() } else { design };
        match design.fault() {
            Some(fault) => Err(Failure::Input(format!("the plate cannot be laid out: {fault}"))),
            None => Ok(design),
        }
    }
}

/// IC50 of the parental line on the bench, nM.
fn parental_ic50(bench: &Bench, drug: usize, hours: f64) -> Option<f64> {
    let parental = Specimen::parental(&bench.biology);
    match ic50(bench, &parental, &Treatment::single(bench, drug), hours) {
        Crossing::At(nm) => Some(nm),
        _ => None,
    }
}
