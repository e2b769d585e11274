//! The plate of a dose-response.

use crate::assay::functional::cross_resistance::{Crossing, Treatment, ic50};
use crate::assay::viability::plate::{PlateDesign, PlateNoise, usual_doses};
use crate::assay::{Bench, Specimen};
use crate::session::SessionError;
use crate::units::{Days, Nanomolar};

/// A plate's layout; by default 72 h in triplicate over the usual doses.
#[derive(Debug, Clone, PartialEq)]
pub struct Plate {
    /// At least five doses above 0, rising. Without them from 1 nM, or a thirtieth of the parental IC50 where that is
    /// lower, to 10 uM in ten doses or more.
    pub doses: Option<Vec<Nanomolar>>,
    /// Time under drug, from 12 h to 240 h.
    pub time: Days,
    /// Wells per dose, from 1 to 96.
    pub wells: u32,
    /// Wells scatter; without it the plate shows what the mean of endless plates would.
    pub scatter: bool,
}

/// The usual time of a plate, 72 h.
pub(super) fn usual_time() -> Days {
    Days::new(PlateDesign::default().hours / 24.0).expect("a few days are in range")
}

impl Default for Plate {
    fn default() -> Self {
        Self {
            doses: None,
            time: usual_time(),
            wells: PlateDesign::default().wells,
            scatter: true,
        }
    }
}

impl Plate {
    /// Scatter of its wells.
    pub(super) fn noise(&self) -> PlateNoise {
        match self.scatter {
            true => PlateNoise::default(),
            false => PlateNoise::NONE,
        }
    }

    /// The plate for a drug of the bench.
    pub(super) fn design(&self, bench: &Bench, drug: usize) -> Result<PlateDesign, SessionError> {
        let hours = self.time.get() * 24.0;
        let design = PlateDesign {
            doses: match &self.doses {
                None => usual_doses(parental_ic50(bench, drug, hours)),
                Some(doses) => doses.iter().map(|dose| dose.get()).collect(),
            },
            hours,
            wells: self.wells,
            noise: self.noise(),
            ..PlateDesign::default()
        };
        match design.fault() {
            Some(fault) => Err(SessionError::Request(format!("the plate cannot be laid out: {fault}"))),
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
