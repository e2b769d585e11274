//! `escalade assay switch`, `add-back` and `express`.

use super::plate::{DoseArgs, PlateArgs};
use super::raw::Raw;
use crate::cli::failure::Failure;
use crate::session::assay::{AddBack, Assay, Express, Subject, Switch};

#[derive(Debug, clap::Args)]
pub struct SwitchArgs {
    /// Drug that the culture resists; the run's first drug without it.
    #[arg(long)]
    drug: Option<String>,
    /// Inhibitor to switch to (may be repeated); without it every later generation,
    /// every other binding type, and what a guide names for the culture's alleles.
    #[arg(long, value_name = "DRUG")]
    to: Vec<String>,
    #[command(flatten)]
    plate: PlateArgs,
}

impl Raw for SwitchArgs {
    fn read(&self, _: &Subject) -> Result<Assay, Failure> {
        Ok(Assay::from(Switch {
            drug: self.drug.clone(),
            to: self.to.clone(),
            plate: self.plate.read()?,
        }))
    }
}

#[derive(Debug, clap::Args)]
pub struct AddBackArgs {
    #[command(flatten)]
    dose: DoseArgs,
    /// Inhibitor to add (may be repeated); every one of a bypass route without it.
    #[arg(long, value_name = "DRUG")]
    partner: Vec<String>,
    #[command(flatten)]
    plate: PlateArgs,
}

impl Raw for AddBackArgs {
    fn read(&self, _: &Subject) -> Result<Assay, Failure> {
        Ok(Assay::from(AddBack {
            dose: self.dose.read()?,
            partners: self.partner.clone(),
            plate: self.plate.read()?,
        }))
    }
}

#[derive(Debug, clap::Args)]
pub struct ExpressArgs {
    /// Drug to test the engineered cells with (may be repeated).
    #[arg(long)]
    drug: Vec<String>,
    #[command(flatten)]
    plate: PlateArgs,
}

impl Raw for ExpressArgs {
    fn read(&self, _: &Subject) -> Result<Assay, Failure> {
        Ok(Assay::from(Express {
            drugs: self.drug.clone(),
            plate: self.plate.read()?,
        }))
    }
}
