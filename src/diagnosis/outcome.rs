//! What the read-outs of one culture say together.

use crate::diagnosis::call::{Call, Fault};
use crate::diagnosis::evidence::{Evidence, Step};
use serde::Serialize;

/// What the read-outs of one culture say.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnosis {
    /// The culture's name.
    pub culture: String,
    /// Never empty; the one that explains most comes first.
    pub calls: Vec<Call>,
    /// Found, but carried by too few cells to explain the culture.
    pub minor: Vec<Call>,
    /// What each step showed, in the order of the decision.
    pub evidence: Vec<Evidence>,
    /// What the advice takes from the culture's own tests.
    pub shown: Shown,
}

impl Diagnosis {
    /// Whether a step was done and left its evidence.
    pub fn did(&self, step: Step) -> bool {
        self.evidence.iter().any(|row| row.step() == step)
    }

    /// The mechanism that explains most.
    pub fn first(&self) -> Option<&Call> {
        self.calls.first()
    }
}

/// Results of a culture's own tests that say what helps it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Shown {
    /// What is wrong with the material.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
    /// New alleles of the driver; together their shares can come to more than 1, and then some cells carry several.
    pub alleles: Vec<AlleleShare>,
    /// Copies of the driver were counted.
    pub copies_counted: bool,
    /// The holiday, where one was tried and there was a resistance to take.
    pub holiday: Option<Rest>,
    /// Partners that re-sensitised the culture.
    pub helped: Vec<Helped>,
    /// Next-generation inhibitors that stop the culture as they stop the parental line.
    pub stopped_by: Vec<String>,
}

/// An allele of the driver and the cells that would carry it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(into = "(String, f64)")]
pub struct AlleleShare {
    /// Such as "G1202R".
    pub allele: String,
    /// Share of the cells, one copy in each; above 0.
    pub share: f64,
}

impl From<AlleleShare> for (String, f64) {
    fn from(of: AlleleShare) -> Self {
        (of.allele, of.share)
    }
}

/// A holiday without drug.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(into = "(f64, f64)")]
pub struct Rest {
    /// Its length in days.
    pub days: f64,
    /// Share of the resistance that it took (log scale), 0 to 1; 0 where the loss is within scatter.
    pub lost: f64,
}

impl From<Rest> for (f64, f64) {
    fn from(of: Rest) -> Self {
        (of.days, of.lost)
    }
}

/// A partner that re-sensitised the culture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Helped {
    /// Name of the drug.
    pub partner: String,
    /// Its id in the knowledge base.
    pub partner_id: String,
    /// Routes (ids of sources) that it closes.
    pub closes: Vec<String>,
    /// It acts behind the routes, on a pathway that other signals share.
    pub downstream: bool,
    /// IC50 of the drug over that beside the partner.
    pub ic50_fold: f64,
    /// The fold is only a lower bound.
    pub at_least: bool,
}
