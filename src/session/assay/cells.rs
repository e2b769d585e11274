//! Cells on a bench, and the drugs at hand.

use super::contamination::Mixture;
use super::drugs::drug;
use crate::assay::{Bench, Specimen};
use crate::ensemble::specimens::FinishedRun;
use crate::random::{Generator, Purpose, replicate_of, stream};
use crate::report::AssumptionRow;
use crate::session::SessionError;
use crate::words;

/// Cells on a bench.
pub(super) struct Cells<'a> {
    pub bench: Bench,
    pub run: Option<&'a FinishedRun>,
    /// The flask of the run, and the day on which it was sampled.
    pub flask: Option<(u64, f64)>,
    /// The cells to assay; the parental line where nothing else was named.
    pub cultures: Vec<Specimen>,
    /// The pre-treatment sample: the flask on day 0, else the parental line.
    pub before: Specimen,
    /// Drugs in the flask's medium then, or when it last had any: index on the bench and dose in nM.
    pub treated: Vec<(usize, f64)>,
    /// What tells these cells from all others, for the scatter's stream: flask and day, or line and genotypes.
    pub identity: String,
    /// Of the assay's own scatter.
    pub seed: u64,
}

impl Cells<'_> {
    /// Takes these cells instead, which differ from them by `how`.
    pub fn instead(&mut self, cultures: Vec<Specimen>, how: &str) {
        self.cultures = cultures;
        self.identity += how;
    }

    /// Mixes another line into every culture.
    pub fn contaminate(&mut self, mixture: &Mixture) {
        let Mixture { line, share } = mixture;
        let mixed = |culture: &Specimen| {
            let name = format!("{} + {} {}", culture.name, words::percent(*share), line.name);
            mixture.in_culture(culture).named(name)
        };
        let cultures = self.cultures.iter().map(mixed).collect();
        self.instead(cultures, &format!(", with {share} of {}", line.name));
    }

    /// The scatter of one assay of these cells: one stream, drawn from in a fixed order.
    pub fn rng(&self, purpose: Purpose) -> Generator {
        stream(self.seed, replicate_of(&self.identity), purpose)
    }

    /// The scatter of one run of several on these cells, such as a sequencing run at one depth: a stream of its
    /// own, whatever other runs are asked for.
    pub fn rng_of(&self, purpose: Purpose, run: &str) -> Generator {
        stream(self.seed, replicate_of(&format!("{} | {run}", self.identity)), purpose)
    }

    /// The one culture that is assayed.
    pub fn only(&self) -> Result<&Specimen, SessionError> {
        match self.cultures.as_slice() {
            [one] => Ok(one),
            _ => Err(SessionError::request(
                "this assay takes one culture: give one --genotype",
            )),
        }
    }

    /// Indices of the drugs to assay with: those named, else those of the run.
    pub fn drugs(&self, named: &[String]) -> Result<Vec<usize>, SessionError> {
        if !named.is_empty() {
            return named.iter().map(|name| drug(&self.bench, name)).collect();
        }
        let Some(run) = self.run else {
            let driver: Vec<&str> = (self.bench.driver_drugs().iter())
                .map(|&d| self.bench.biology.drugs()[d].id.as_str())
                .collect();
            return Err(SessionError::Request(format!(
                "say which drug: --drug {}",
                driver.join(", --drug ")
            )));
        };
        let given = run.laboratory().biology.drugs().iter();
        Ok(given.filter_map(|drug| self.bench.drug(&drug.id)).collect())
    }

    /// The drug that is named, else the run's first.
    pub fn drug(&self, named: Option<&String>) -> Result<usize, SessionError> {
        let drugs = self.drugs(named.map(std::slice::from_ref).unwrap_or_default())?;
        let first = drugs.first().copied();
        first.ok_or_else(|| SessionError::request("say which drug: --drug NAME"))
    }

    /// What the cells under some drugs lean on.
    pub fn leans_on(&self, drugs: &[usize]) -> Result<Vec<AssumptionRow>, SessionError> {
        leans_on(&self.bench, drugs)
    }
}

/// Values of the knowledge base that a line under some drugs (by index on its bench) leans on.
pub(in crate::session) fn leans_on(bench: &Bench, drugs: &[usize]) -> Result<Vec<AssumptionRow>, SessionError> {
    Ok(bench.leaned_on(drugs)?.iter().map(AssumptionRow::from).collect())
}

/// Refuses a number outside its range, by the name of its flag.
pub(super) fn within(flag: &str, number: impl Into<u64>, most: u64) -> Result<(), SessionError> {
    let number = number.into();
    match (1..=most).contains(&number) {
        true => Ok(()),
        false => Err(SessionError::Request(format!("{flag} {number}: allowed 1 to {most}"))),
    }
}
