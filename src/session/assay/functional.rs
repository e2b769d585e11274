//! Other inhibitors, added inhibitors and engineered cells.

use super::delivery::Delivery;
use super::dose::Dose;
use super::plate::Plate;
use super::subject::Subject;
use crate::assay::Specimen;
use crate::assay::functional::{
    self, Expressed, SwitchTest, add_back, express, partners, switch_dose, switch_drugs, switch_test,
};
use crate::assay::viability::plate::PlateNoise;
use crate::random::Purpose;
use crate::report::assay as reports;
use crate::session::SessionError;

/// Other inhibitors of the same driver on the one culture: sensitive means on-target.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Switch {
    /// Drug that the culture resists; the run's first without it.
    pub drug: Option<String>,
    /// Inhibitors to switch to; without any every later generation, every other binding type, and what a guide names
    /// for the culture's alleles.
    pub to: Vec<String>,
    /// The plate.
    pub plate: Plate,
}

impl Switch {
    /// Carries it out.
    ///
    /// # Errors
    /// The [`Subject`] cannot be had or is several cultures, a drug is unknown or none is named, the plate is not allowed,
    /// or the report cannot be made.
    pub fn carry_out(&self, subject: &Subject, seed: u64) -> Result<Delivery<Vec<SwitchTest>>, SessionError> {
        let cells = subject.take(seed)?;
        let bench = &cells.bench;
        let culture = cells.only()?;
        let resisted = cells.drug(self.drug.as_ref())?;
        let to = match self.to.is_empty() {
            true => switch_drugs(bench, resisted, &culture.new_alleles(&bench.biology)),
            false => cells.drugs(&self.to)?,
        };
        let parental = Specimen::parental(&bench.biology);
        let mut rng = cells.rng(Purpose::DoseResponse);
        let (mut tests, mut noise) = (Vec::new(), PlateNoise::NONE);
        for &drug in &to {
            let Some(dose) = switch_dose(bench, drug) else { continue };
            let design = self.plate.design(bench, drug)?;
            noise = design.noise;
            tests.push(switch_test(bench, (&parental, culture), drug, dose, &design, &mut rng));
        }
        let report = reports::switches(&tests, &noise, &cells.leans_on(&to)?);
        Delivery::of(tests, report)
    }
}

/// Inhibitors added to a drug on the one culture: Bliss, Loewe, re-sensitisation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AddBack {
    /// The drug.
    pub dose: Dose,
    /// Inhibitors to add; every one of a bypass route without any.
    pub partners: Vec<String>,
    /// The plate.
    pub plate: Plate,
}

impl AddBack {
    /// Carries it out.
    ///
    /// # Errors
    /// The [`Subject`] cannot be had or is several cultures, drug, dose or partner cannot be had, a partner is the drug
    /// itself, the plate is not allowed, or the report cannot be made.
    pub fn carry_out(&self, subject: &Subject, seed: u64) -> Result<Delivery<Vec<functional::AddBack>>, SessionError> {
        let cells = subject.take(seed)?;
        let bench = &cells.bench;
        let culture = cells.only()?;
        let treated = self.dose.on(&cells)?;
        let design = self.plate.design(bench, treated.drug)?;
        let mut tried = match self.partners.is_empty() {
            true => partners(bench),
            false => cells.drugs(&self.partners)?,
        };
        if tried.contains(&treated.drug) {
            return Err(SessionError::Request(format!(
                "--partner {0}: {0} is the drug itself\n  name an inhibitor to add to it, or leave --partner out to try every one",
                bench.biology.drugs()[treated.drug].id
            )));
        }
        let mut rng = cells.rng(Purpose::DoseResponse);
        let at = (treated.drug, treated.nm);
        let tests: Vec<_> = (tried.iter())
            .map(|&partner| add_back(bench, culture, at, partner, &design, &mut rng))
            .collect();
        tried.push(treated.drug);
        let report = reports::add_backs(&tests, &design.noise, &cells.leans_on(&tried)?);
        Delivery::of(tests, report)
    }
}

/// Candidate alterations engineered into the parental line: the genotypes of a line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Express {
    /// Drugs to test the engineered cells with, at least one.
    pub drugs: Vec<String>,
    /// The plate.
    pub plate: Plate,
}

impl Express {
    /// Carries it out.
    ///
    /// # Errors
    /// The [`Subject`] or a drug cannot be had, the subject is a flask, a mixture or the parental line alone, the plate is
    /// not allowed, or the report cannot be made.
    pub fn carry_out(&self, subject: &Subject, seed: u64) -> Result<Delivery<Vec<Expressed>>, SessionError> {
        let cells = subject.take(seed)?;
        let bench = &cells.bench;
        let parental = Specimen::parental(&bench.biology);
        let candidates: Vec<&Specimen> = (cells.cultures.iter())
            .filter(|culture| **culture != parental)
            .collect();
        if candidates.is_empty() || cells.run.is_some() {
            return Err(SessionError::request(
                "say what is engineered into which line: --line KM12 --genotype \"KRAS G12D\" (may be repeated)",
            ));
        }
        if candidates.iter().any(|candidate| candidate.foreign().is_some()) {
            return Err(SessionError::request(
                "--mixed-with: a candidate is engineered into clean cells; assay the mixture by dose-response",
            ));
        }
        let drugs = cells.drugs(&self.drugs)?;
        let mut rng = cells.rng(Purpose::DoseResponse);
        let mut tests = Vec::new();
        for candidate in candidates {
            for &drug in &drugs {
                let design = self.plate.design(bench, drug)?;
                tests.push(express(bench, candidate, drug, &design, &mut rng));
            }
        }
        let report = reports::expressed(&tests, &self.plate.noise(), &cells.leans_on(&drugs)?);
        Delivery::of(tests, report)
    }
}
