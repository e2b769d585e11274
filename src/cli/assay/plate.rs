//! Plates and doses, from flags.

use crate::cli::failure::Failure;
use crate::cli::read::value;
use crate::session::assay::{Dose, Plate};
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
    #[arg(long, default_value_t = Plate::default().wells)]
    wells: u32,
    /// No scatter: what the mean of endless plates would show.
    #[arg(long)]
    no_scatter: bool,
}

impl PlateArgs {
    pub fn read(&self) -> Result<Plate, Failure> {
        let list = |list: &String| -> Result<Vec<Nanomolar>, Failure> {
            list.split(',').map(|dose| value("--doses", dose.trim())).collect()
        };
        Ok(Plate {
            doses: self.doses.as_ref().map(list).transpose()?,
            time: value("--time", &self.time)?,
            wells: self.wells,
            scatter: !self.no_scatter,
        })
    }
}

/// A drug and its dose in the lanes.
#[derive(Debug, clap::Args)]
pub struct DoseArgs {
    /// Drug in the lanes with drug; without it the flask's own.
    #[arg(long)]
    drug: Option<String>,
    /// Its dose, such as "300 nM"; without it the flask's own when it was sampled, or when it last had drug.
    #[arg(long, value_name = "DOSE")]
    dose: Option<String>,
}

impl DoseArgs {
    pub fn read(&self) -> Result<Dose, Failure> {
        Ok(Dose {
            drug: self.drug.clone(),
            dose: self.dose.as_ref().map(|dose| value("--dose", dose)).transpose()?,
        })
    }
}
