//! Single cells plated, grown and assayed.

use super::delivery::Delivery;
use super::plate::Plate;
use super::subject::Subject;
use crate::assay::Specimen;
use crate::assay::clones::{Cloning, CloningDesign};
use crate::assay::viability::dose_response::{DoseResponse, dose_response};
use crate::random::Purpose;
use crate::report::assay::cloning;
use crate::session::SessionError;
use crate::units::Nanomolar;

/// Cells of the one culture plated singly; the clones that grow are assayed.
#[derive(Debug, Clone, PartialEq)]
pub struct Clones {
    /// Cells to plate, from 1 to 10,000.
    pub cells: u32,
    /// Chance that a plated cell takes, above 0 to 1; its family may still die out.
    pub efficiency: f64,
    /// Dose of the first drug that the clones grow under; drug-free without it.
    pub under: Option<Nanomolar>,
    /// Drugs to assay each clone with; a run's own without any.
    pub drugs: Vec<String>,
    /// The plate.
    pub plate: Plate,
}

impl Default for Clones {
    fn default() -> Self {
        Self {
            cells: 24,
            efficiency: 0.3,
            under: None,
            drugs: Vec::new(),
            plate: Plate::default(),
        }
    }
}

/// Clones and their curves.
#[derive(Debug, Clone, PartialEq)]
pub struct ClonesReadout {
    /// Those that grew.
    pub cloning: Cloning,
    /// How they were cloned.
    pub design: CloningDesign,
    /// One per drug: the parental line, then the clones in order.
    pub plates: Vec<Vec<DoseResponse>>,
}

impl Clones {
    /// Carries it out.
    ///
    /// # Errors
    /// The [`Subject`] cannot be had or is several cultures, a drug is unknown or none is named, cells, efficiency or
    /// plate are not allowed, or the report cannot be made.
    pub fn carry_out(&self, subject: &Subject, seed: u64) -> Result<Delivery<ClonesReadout>, SessionError> {
        let cells = subject.take(seed)?;
        let bench = &cells.bench;
        let drugs = cells.drugs(&self.drugs)?;
        let mut design = CloningDesign {
            efficiency: self.efficiency,
            ..CloningDesign::new(bench, self.cells)
        };
        if let (Some(dose), Some(first)) = (self.under, drugs.first()) {
            design.doses = bench.only(*first, dose.get());
        }
        let grown = cells.plate_singly(&design)?;
        let mut rng = cells.rng(Purpose::DoseResponse);
        let parental = Specimen::parental(&bench.biology);
        let mut plates = Vec::new();
        for &drug in &drugs {
            let plate = self.plate.design(bench, drug)?;
            let clones = grown.clones.iter().map(|clone| &clone.specimen);
            let read = |culture| dose_response(bench, culture, drug, &plate, &mut rng);
            plates.push([&parental].into_iter().chain(clones).map(read).collect());
        }
        let report = cloning(&grown, &design, &self.plate.noise(), &plates, &cells.leans_on(&drugs)?);
        let readouts = ClonesReadout {
            cloning: grown,
            design,
            plates,
        };
        Delivery::of(readouts, report)
    }
}
