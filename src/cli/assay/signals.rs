//! `escalade assay blot`, `array`, `markers`, `cytokines`, `drug-level` and `expression`.

use super::plate::DoseArgs;
use super::raw::Raw;
use crate::cli::failure::Failure;
use crate::cli::read::values;
use crate::knowledge::NicheLevel;
use crate::session::assay::{Array, Assay, Blot, Cytokines, DrugLevel, Expression, Markers, Subject};

#[derive(Debug, clap::Args)]
pub struct BlotArgs {
    #[command(flatten)]
    dose: DoseArgs,
    /// Repeats of the blot.
    #[arg(long, default_value_t = Blot::default().blots)]
    blots: u32,
}

impl Raw for BlotArgs {
    fn read(&self, _: &Subject) -> Result<Assay, Failure> {
        Ok(Assay::from(Blot {
            dose: self.dose.read()?,
            blots: self.blots,
        }))
    }
}

#[derive(Debug, clap::Args)]
pub struct ArrayArgs {
    #[command(flatten)]
    dose: DoseArgs,
}

impl Raw for ArrayArgs {
    fn read(&self, _: &Subject) -> Result<Assay, Failure> {
        Ok(Assay::from(Array {
            dose: self.dose.read()?,
        }))
    }
}

#[derive(Debug, clap::Args)]
pub struct MarkersArgs {
    /// Cells counted per slide.
    #[arg(long, default_value_t = Markers::default().cells)]
    cells: u64,
}

impl Raw for MarkersArgs {
    fn read(&self, _: &Subject) -> Result<Assay, Failure> {
        Ok(Assay::from(Markers { cells: self.cells }))
    }
}

#[derive(Debug, clap::Args)]
pub struct CytokinesArgs {
    /// Factor of the co-culture and its level from 0 to 1, such as hs-5 or fgf2=0.5 (may be repeated); a run's own
    /// without it.
    #[arg(long, value_name = "FACTOR")]
    niche: Vec<String>,
}

impl Raw for CytokinesArgs {
    fn read(&self, _: &Subject) -> Result<Assay, Failure> {
        Ok(Assay::from(Cytokines {
            niche: factors(&self.niche)?,
        }))
    }
}

/// "fgf2=0.5" as factor and level; 1 without a level.
fn factors(given: &[String]) -> Result<Vec<NicheLevel>, Failure> {
    let read = |text: &String| match text.split_once('=') {
        None => Ok(NicheLevel::new(text, 1.0)),
        Some((id, level)) => match level.trim().parse::<f64>() {
            Ok(level) => Ok(NicheLevel::new(id.trim(), level)),
            Err(_) => Err(Failure::Input(format!(
                "--niche \"{text}\": \"{level}\" is not a level\n  allowed: 0 to 1, such as {id}=0.5"
            ))),
        },
    };
    given.iter().map(read).collect()
}

#[derive(Debug, clap::Args)]
pub struct DrugLevelArgs {
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
        default_values_t = DrugLevel::default().hours
    )]
    hours: Vec<f64>,
    /// Wells sampled per time.
    #[arg(long, default_value_t = DrugLevel::default().wells)]
    wells: u32,
}

impl Raw for DrugLevelArgs {
    fn read(&self, _: &Subject) -> Result<Assay, Failure> {
        Ok(Assay::from(DrugLevel {
            dose: self.dose.read()?,
            niche: factors(&self.niche)?,
            hours: self.hours.clone(),
            wells: self.wells,
        }))
    }
}

#[derive(Debug, clap::Args)]
pub struct ExpressionArgs {
    /// Days of the run on which the flask is sampled before that, such as 0,30,60,90; every 30 d without it.
    #[arg(long, value_name = "LIST", allow_hyphen_values = true)]
    days: Option<String>,
    /// Then so long without drug, such as "7 d" and "14 d" (may be repeated).
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, default_values_t = ["7 d".to_owned(), "14 d".to_owned()])]
    withdraw: Vec<String>,
}

impl Raw for ExpressionArgs {
    fn read(&self, _: &Subject) -> Result<Assay, Failure> {
        Ok(Assay::from(Expression {
            days: self.days.as_ref().map_or(Ok(Vec::new()), |list| days(list))?,
            withdraw: values("--withdraw", &self.withdraw)?,
        }))
    }
}

/// "0,30,60" as days.
pub(super) fn days(list: &str) -> Result<Vec<f64>, Failure> {
    let read = |part: &str| {
        part.trim().parse().map_err(|_| {
            Failure::Input(format!(
                "--days \"{list}\": \"{}\" is not a day\n  allowed: days of the run with commas, such as 0,30,60",
                part.trim()
            ))
        })
    };
    list.split(',').map(read).collect()
}
