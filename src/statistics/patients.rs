//! What the biopsies of a series of patients show, and what of it is published.

use super::incidence::MedianDay;
use super::interval::Proportion;
use super::quantile::Distribution;
use crate::engine::record::{FlaskRecord, Outcome};
use crate::model::biology::{Biology, MechanismClass};
use crate::model::mechanism::parts;
use crate::model::protocol::Protocol;
use crate::statistics::profile::class_word;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A series of patients, biopsied at progression. A finding is an alteration or state that the biopsy holds above the detection
/// limit; a patient can have several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PatientsSummary {
    /// Patients who progressed.
    pub progressed: Proportion,
    /// Day of progression over all patients, those who have not progressed among them; a tumour that has died out never will.
    pub median: MedianDay,
    /// Findings without which a patient is not published; empty: all who progressed are.
    pub only: Vec<String>,
    /// Published patients, of those who progressed.
    pub published: Proportion,
    /// Of the published, by finding, most frequent first.
    pub findings: Vec<FindingRow>,
    /// Of the published, those without any finding.
    pub nothing_found: Proportion,
    /// Day of the biopsy of the published.
    pub day: Option<Distribution>,
}

/// A finding and the published patients who have it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FindingRow {
    /// What was found.
    pub label: String,
    /// Its class.
    pub class: MechanismClass,
    /// Of the published.
    pub patients: Proportion,
}

/// Streams patients; memory grows with the number of distinct findings and 8 bytes a published patient.
#[derive(Debug, Clone)]
pub(super) struct PatientsCounter {
    only: Vec<String>,
    classes: BTreeMap<String, MechanismClass>,
    all: u64,
    progressed: u64,
    nothing: u64,
    found: BTreeMap<String, u64>,
    days: Vec<f64>,
}

impl PatientsCounter {
    /// None where replicates are no patients.
    pub fn new(protocol: &Protocol, biology: &Biology) -> Option<Self> {
        let patients = protocol.design.patients.as_ref()?;
        Some(Self {
            only: patients.only.clone(),
            classes: findings(biology),
            all: 0,
            progressed: 0,
            nothing: 0,
            found: BTreeMap::new(),
            days: Vec::new(),
        })
    }

    pub fn add(&mut self, record: &FlaskRecord) {
        self.all += 1;
        if record.outcome != Outcome::Resistant {
            return;
        }
        self.progressed += 1;
        let found = self.findings_of(record);
        if !self.is_published(&found) {
            return;
        }
        self.days.push(record.outcome_day);
        self.nothing += u64::from(found.is_empty());
        for label in found {
            *self.found.entry(label.to_owned()).or_insert(0) += 1;
        }
    }

    /// What the biopsy shows, each once: the parts of every mechanism above the detection limit.
    fn findings_of<'a>(&self, record: &'a FlaskRecord) -> BTreeSet<&'a str> {
        let present = record.composition.iter().filter(|entry| entry.present);
        let parts = present.flat_map(|entry| parts(&entry.mechanism.label));
        parts.filter(|part| self.classes.contains_key(*part)).collect()
    }

    fn is_published(&self, found: &BTreeSet<&str>) -> bool {
        let is =
            |label: &str, wanted: &str| label.eq_ignore_ascii_case(wanted) || class_word(self.classes[label]) == wanted;
        self.only.is_empty()
            || found
                .iter()
                .any(|label| self.only.iter().any(|wanted| is(label, wanted)))
    }

    /// With the day by which half of all have progressed.
    pub fn finish(&self, median: MedianDay) -> PatientsSummary {
        let published = self.days.len() as u64;
        let row = |(label, &count): (&String, &u64)| FindingRow {
            label: label.clone(),
            class: self.classes[label],
            patients: Proportion::new(count, published),
        };
        let mut findings: Vec<FindingRow> = self.found.iter().map(row).collect();
        findings.sort_by(|a, b| {
            b.patients
                .count
                .cmp(&a.patients.count)
                .then_with(|| a.label.cmp(&b.label))
        });
        PatientsSummary {
            progressed: Proportion::new(self.progressed, self.all),
            median,
            only: self.only.clone(),
            published: Proportion::new(published, self.progressed),
            findings,
            nothing_found: Proportion::new(self.nothing, published),
            day: Distribution::of(&mut self.days.clone()),
        }
    }
}

/// Every finding that a biopsy of the line can show, with its class; by the names that mechanisms are put together from.
pub fn findings(biology: &Biology) -> BTreeMap<String, MechanismClass> {
    use crate::model::biology::StateClass::{Adapted, Naive, Tolerant, Transformed};
    let alleles = biology
        .alleles
        .iter()
        .map(|allele| (allele.name.clone(), MechanismClass::OnTarget));
    let bypasses = biology
        .bypasses
        .iter()
        .map(|bypass| (bypass.name.clone(), MechanismClass::Bypass));
    let gain = (biology.amplification(), MechanismClass::Amplification);
    let states = biology.states.iter().filter_map(|state| match state.class {
        Naive => None,
        Tolerant | Adapted => Some((state.name.clone(), MechanismClass::State)),
        Transformed => Some((state.name.clone(), MechanismClass::Transformed)),
    });
    alleles.chain(bypasses).chain([gain]).chain(states).collect()
}
