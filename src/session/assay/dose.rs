//! A drug at one dose.

use super::cells::Cells;
use crate::session::SessionError;
use crate::units::Nanomolar;
use crate::words;

/// A drug and its dose; what is not named is the flask's own.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dose {
    /// The drug.
    pub drug: Option<String>,
    /// Its dose, above 0; without it the flask's own when it was sampled, or when it last had drug.
    pub dose: Option<Nanomolar>,
}

/// A treatment with one drug.
pub(super) struct Treated {
    /// Index of the drug on the bench.
    pub drug: usize,
    /// Its dose, nM.
    pub nm: f64,
    /// Doses of all drugs of the bench, nM.
    pub doses: Vec<f64>,
    /// In words.
    pub name: String,
}

impl Dose {
    /// The dose on the bench.
    pub(super) fn on(&self, cells: &Cells) -> Result<Treated, SessionError> {
        let drug = match (&self.drug, cells.treated.first()) {
            (None, Some((own, _))) => *own,
            (named, _) => cells.drug(named.as_ref())?,
        };
        let nm = match self.dose {
            None => own(cells, drug)?,
            Some(dose) if dose.get() > 0.0 => dose.get(),
            Some(dose) => {
                return Err(SessionError::Request(format!(
                    "--dose {dose}: must be above 0 (cells without drug are shown beside it)"
                )));
            }
        };
        Ok(Treated {
            drug,
            nm,
            doses: cells.bench.only(drug, nm),
            name: format!("{} {}", cells.bench.biology.drugs()[drug].name, words::dose(nm)),
        })
    }
}

/// The dose of a drug in the flask, nM.
fn own(cells: &Cells, drug: usize) -> Result<f64, SessionError> {
    let in_flask = cells.treated.iter().find(|(treated, _)| *treated == drug);
    in_flask.map(|(_, nm)| *nm).ok_or_else(|| {
        let id = &cells.bench.biology.drugs()[drug].id;
        let why = match cells.run.is_some() {
            true => "the flask had none of it by then",
            false => "a line and a genotype have none of their own",
        };
        SessionError::Request(format!(
            "say the dose of {id}: {why}\n  such as --drug {id} --dose \"300 nM\""
        ))
    })
}
