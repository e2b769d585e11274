//! Drug left in the medium of a co-culture.

use super::co_culture::CoCulture;
use super::delivery::Delivery;
use super::dose::Dose;
use super::subject::Subject;
use crate::assay::surroundings::drug_level::{self, LevelDesign, LevelNoise};
use crate::knowledge::NicheLevel;
use crate::random::Purpose;
use crate::report::assay as reports;
use crate::session::SessionError;
use crate::words::dose;

/// The medium of a co-culture and plain medium, sampled over time by LC-MS/MS.
#[derive(Debug, Clone, PartialEq)]
pub struct DrugLevel {
    /// The drug.
    pub dose: Dose,
    /// Factors of the co-culture; a run's own without any.
    pub niche: Vec<NicheLevel>,
    /// Hours after the drug was added at which the medium is sampled.
    pub hours: Vec<f64>,
    /// Wells sampled per time, from 1 to 1000.
    pub wells: u32,
}

impl Default for DrugLevel {
    fn default() -> Self {
        Self {
            dose: Dose::default(),
            niche: Vec::new(),
            hours: LevelDesign::usual(0.0).hours,
            wells: LevelNoise::default().wells,
        }
    }
}

impl DrugLevel {
    /// Carries it out.
    ///
    /// # Errors
    /// The [`Subject`], drug, dose or surroundings cannot be had, wells or hours are not allowed, the dose is not above
    /// the limit of quantification, or the report cannot be made.
    pub fn carry_out(&self, subject: &Subject, seed: u64) -> Result<Delivery<drug_level::DrugLevel>, SessionError> {
        super::cells::within("--wells", self.wells, 1000)?;
        let cells = subject.take(seed)?;
        let around = CoCulture::of(&cells, &self.niche)?;
        let treated = self.dose.on(&cells)?;
        let drug = &cells.bench.biology.drugs()[treated.drug];
        // The knowledge base's share of the dose is the mean over a plate's 72 h.
        let design = LevelDesign {
            hours: self.hours.clone(),
            ..LevelDesign::usual(treated.nm)
        };
        if let Some(fault) = design.fault() {
            return Err(SessionError::Request(format!(
                "the samples cannot be taken: {fault} (--hours)"
            )));
        }
        let noise = LevelNoise {
            wells: self.wells,
            ..LevelNoise::default()
        };
        if treated.nm <= noise.limit {
            return Err(SessionError::Request(format!(
                "--dose \"{}\": must be above the limit of quantification, {}",
                dose(treated.nm),
                dose(noise.limit)
            )));
        }
        let suspects = around.known.iter().filter(|record| record.breaks_down(&drug.id));
        let suspects = suspects.flat_map(|record| record.readout.clone()).collect();
        let left = around.dose_left(&cells, &drug.id)?;
        let mut rng = cells.rng(Purpose::DrugLevel);
        let read = drug_level::drug_level((&drug.name, suspects), left, &design, noise, &mut rng);
        let report = reports::drug_level(&read, &cells.leans_on(&[treated.drug])?);
        Delivery::of(read, report)
    }
}
