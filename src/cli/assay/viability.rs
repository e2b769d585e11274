//! `escalade assay dose-response`, `clones`, `potency` and `cross-resistance`.

use super::plate::PlateArgs;
use super::raw::Raw;
use super::signals::days;
use crate::cli::failure::Failure;
use crate::cli::read::{flask_numbers, value, values};
use crate::session::assay::{
    Assay, Beside, Clones, Combination, CrossResistance, DoseResponse, Pairs, Potency, Subject,
};

#[derive(Debug, clap::Args)]
pub struct DoseResponseArgs {
    /// Drug to titrate, such as alectinib (may be repeated); a run's own drugs without it.
    #[arg(long)]
    drug: Vec<String>,
    #[command(flatten)]
    plate: PlateArgs,
    /// Days of the run on which the flask is assayed as well before that, such as 0,30,60: how its IC50 went, with a
    /// figure of its folds and states by day.
    #[arg(long, value_name = "LIST", allow_hyphen_values = true)]
    days: Option<String>,
    /// Also assay the culture, with --days as it is last, after so long without drug, such as "14 d" (may be repeated).
    /// It grows at its mean; cells switch state, nobody mutates.
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    holiday: Vec<String>,
}

impl Raw for DoseResponseArgs {
    fn read(&self, _: &Subject) -> Result<Assay, Failure> {
        Ok(Assay::from(DoseResponse {
            drugs: self.drug.clone(),
            plate: self.plate.read()?,
            days: self.days.as_ref().map_or(Ok(Vec::new()), |list| days(list))?,
            holidays: values("--holiday", &self.holiday)?,
        }))
    }
}

#[derive(Debug, clap::Args)]
pub struct ClonesArgs {
    /// Cells to plate singly.
    #[arg(long, default_value_t = Clones::default().cells)]
    cells: u32,
    /// Chance that a plated cell takes; its family may still die out.
    #[arg(long, default_value_t = Clones::default().efficiency)]
    efficiency: f64,
    /// Keep the clones under the first drug at this dose while they grow, such as "300 nM"; without it, drug-free.
    #[arg(long, value_name = "DOSE")]
    under: Option<String>,
    /// Drug to assay each clone with (may be repeated); a run's own drugs without it.
    #[arg(long)]
    drug: Vec<String>,
    #[command(flatten)]
    plate: PlateArgs,
}

impl Raw for ClonesArgs {
    fn read(&self, _: &Subject) -> Result<Assay, Failure> {
        Ok(Assay::from(Clones {
            cells: self.cells,
            efficiency: self.efficiency,
            under: self.under.as_ref().map(|dose| value("--under", dose)).transpose()?,
            drugs: self.drug.clone(),
            plate: self.plate.read()?,
        }))
    }
}

#[derive(Debug, clap::Args)]
pub struct PotencyArgs {
    /// Drug of the batch; the run's first drug without it.
    #[arg(long)]
    drug: Option<String>,
    /// What the batch really holds of the nominal dose, such as "30%": the truth that the check is to find.
    #[arg(long, default_value = "100%")]
    holds: String,
    #[command(flatten)]
    plate: PlateArgs,
}

impl Raw for PotencyArgs {
    fn read(&self, _: &Subject) -> Result<Assay, Failure> {
        Ok(Assay::from(Potency {
            drug: self.drug.clone(),
            holds: value("--holds", &self.holds)?,
            plate: self.plate.read()?,
        }))
    }
}

#[derive(Debug, clap::Args)]
pub struct CrossArgs {
    /// Drug to map (may be repeated); all drugs on the driver without it.
    #[arg(long)]
    drug: Vec<String>,
    /// Drug with a partner at a fixed dose, such as "crizotinib + bemcentinib 500 nM" (may be repeated). Without it
    /// the run's drug, or the first one mapped, with every inhibitor of a route beside the driver, each at its IC20 on
    /// the parental line (at most ten times the dose that halves its site).
    #[arg(long, value_name = "TEXT")]
    pair: Vec<String>,
    /// No pairs: drugs alone.
    #[arg(long, conflicts_with = "pair")]
    no_pairs: bool,
    /// Duration, from 12 h to 240 h, such as "72 h" or "96 h".
    #[arg(long, default_value = "72 h")]
    time: String,
    /// Flasks of a run, such as 0-19 or 3,5,8; the resistant ones among them are mapped, each with all its cells.
    /// Without it all, at most the first 2000.
    #[arg(long, value_name = "LIST", conflicts_with = "flask")]
    flasks: Option<String>,
}

impl Raw for CrossArgs {
    fn read(&self, subject: &Subject) -> Result<Assay, Failure> {
        let flasks = match (&self.flasks, subject.run()) {
            (Some(list), Some(run)) => Some(flask_numbers(list, run.scenario.replicates)?),
            (Some(_), None) => {
                return Err(Failure::Input(
                    "--flasks names flasks of a run: give --run DIR".to_owned(),
                ));
            }
            (None, _) => None,
        };
        Ok(Assay::from(CrossResistance {
            drugs: self.drug.clone(),
            pairs: match (self.no_pairs, self.pair.as_slice()) {
                (true, _) => Pairs::None,
                (false, []) => Pairs::Usual,
                (false, pairs) => Pairs::These(pairs.iter().map(|text| pair(text)).collect::<Result<_, _>>()?),
            },
            time: value("--time", &self.time)?,
            flasks,
        }))
    }
}

/// "crizotinib + bemcentinib 500 nM".
fn pair(text: &str) -> Result<Combination, Failure> {
    let mut parts = text.split('+').map(str::trim);
    let drug = parts.next().unwrap_or_default().to_owned();
    let beside = parts.map(|part| match part.split_once(' ') {
        None => Err(Failure::Input(format!(
            "--pair \"{text}\": the partner needs a dose, such as \"{part} 100 nM\""
        ))),
        Some((name, dose)) => Ok(Beside {
            drug: name.to_owned(),
            dose: value(&format!("--pair \"{text}\""), dose)?,
        }),
    });
    Ok(Combination {
        drug,
        beside: beside.collect::<Result<_, _>>()?,
    })
}
