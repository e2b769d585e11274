//! A resistant culture on the bench.

use crate::assay::{Bench, Specimen};
use crate::diagnosis::readouts::Given;
use crate::knowledge::Factor;
use crate::knowledge::schema::NicheRecord;
use crate::random::{Generator, Purpose, stream};

/// The surroundings in which a culture grew, as a bench of their own.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// The line among the factors.
    pub bench: &'a Bench,
    /// The same cells as that bench knows them.
    pub resistant: &'a Specimen,
    /// The pre-treatment sample, likewise.
    pub parental: &'a Specimen,
    /// Factors among which it grew.
    pub factors: &'a [Factor<'a>],
    /// All factors that the line's family can have.
    pub known: &'a [&'a NicheRecord],
}

/// A resistant culture on the bench.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The line in plain medium.
    pub bench: &'a Bench,
    /// The pre-treatment sample.
    pub before: &'a Specimen,
    /// The culture.
    pub resistant: &'a Specimen,
    /// The drug that it grew under (index into the bench's drugs), and its dose, nM.
    pub drug: usize,
    /// Nominal dose of that drug, nM.
    pub dose: f64,
    /// Share of the label's concentration that the drug stock in use still has.
    pub stock: f64,
    /// Share of parental growth from which on cells count as growing: the scenario's own limit, or 0 where a flask
    /// counts as resistant once it holds more cells than before.
    pub growing: f64,
    /// Those in which it grew; `None` for plain medium.
    pub surroundings: Option<Surroundings<'a>>,
    /// All drugs that the flask has had.
    pub given: &'a [Given],
    /// Seed of the read-outs' scatter.
    pub seed: u64,
    /// Stream of random numbers: the flask's number.
    pub stream: u64,
}

impl Case<'_> {
    /// Index of the drug on a bench: surroundings may bring further drugs before it.
    pub(in crate::diagnosis) fn drug_on(&self, bench: &Bench) -> usize {
        bench
            .drug(&self.bench.biology.drugs()[self.drug].id)
            .unwrap_or(self.drug)
    }

    /// The bench whose routes explain the signals: with the surroundings, where there are any.
    pub(in crate::diagnosis) fn signal_bench(&self) -> &Bench {
        self.surroundings.map_or(self.bench, |around| around.bench)
    }

    /// A stream of random numbers of the culture's own.
    pub(super) fn rng(&self, purpose: Purpose) -> Generator {
        stream(self.seed, self.stream, purpose)
    }
}
