//! A drug batch, checked on the parental line.

use super::delivery::Delivery;
use super::plate::Plate;
use super::subject::Subject;
use crate::assay::viability::batch::{BatchCheck, batch_check};
use crate::random::Purpose;
use crate::report::assay::batch;
use crate::session::SessionError;
use crate::units::Percent;

/// A batch beside a fresh reference, on the parental line and the one culture.
#[derive(Debug, Clone, PartialEq)]
pub struct Potency {
    /// Drug of the batch; the run's first without it.
    pub drug: Option<String>,
    /// What the batch really holds of the nominal dose: the truth that the check is to find.
    pub holds: Percent,
    /// The plate.
    pub plate: Plate,
}

impl Potency {
    /// Carries it out.
    ///
    /// # Errors
    /// The [`Subject`] cannot be had or is several cultures, the drug is unknown or not named, the plate is not allowed,
    /// or the report cannot be made.
    pub fn carry_out(&self, subject: &Subject, seed: u64) -> Result<Delivery<BatchCheck>, SessionError> {
        let cells = subject.take(seed)?;
        let bench = &cells.bench;
        let drug = cells.drug(self.drug.as_ref())?;
        let (culture, design) = (cells.only()?, self.plate.design(bench, drug)?);
        let mut rng = cells.rng(Purpose::DoseResponse);
        let check = batch_check(bench, culture, drug, self.holds.fraction(), &design, &mut rng);
        let name = &bench.biology.drugs()[drug].name;
        let report = batch(&check, name, &design, &cells.leans_on(&[drug])?);
        Delivery::of(check, report)
    }
}
