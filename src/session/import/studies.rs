//! Potencies as they will stand in an overlay: a study for each system and length of assay.

use super::asked::Asked;
use crate::knowledge::KnowledgeBase;
use crate::knowledge::schema::LineRecord;
use crate::observed::Side;
use crate::report::import::PotencyShown;
use crate::words::listed;
use std::collections::BTreeMap;

/// A potency.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// nM; a bound where `side` says so.
    pub nm: f64,
    /// On which side of it the potency is known to lie.
    pub side: Option<Side>,
    /// Its central 90%, nM.
    pub range: Option<(f64, f64)>,
    /// Hill slope.
    pub slope: Option<f64>,
}

/// Potencies in one system.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// Id of the record.
    pub id: String,
    /// Id of the line or assay system.
    pub system: String,
    /// Family of its driver; none for cells without one, whose potencies are off-target.
    pub family: Option<String>,
    /// The label of its unaltered cells: `WT`, or what their driver carries anyway.
    pub unaltered: String,
    /// Length of the assay, hours; none: not stated.
    pub hours: Option<f64>,
    /// By label and drug.
    pub readings: BTreeMap<String, BTreeMap<String, Reading>>,
}

impl Study {
    /// Rows that bear on nothing, since an allele's fold is over the unaltered cells of the same table, and these have no dose there.
    pub fn unanchored(&self) -> Option<String> {
        let unaltered = |drug: &String| {
            let row = self.readings.get(&self.unaltered);
            row.and_then(|row| row.get(drug))
                .is_some_and(|reading| reading.side.is_none())
        };
        let rows = self.readings.iter().filter(|(label, _)| **label != self.unaltered);
        let lost = rows.flat_map(|(label, row)| row.keys().map(move |drug| (label, drug)));
        let lost: Vec<String> = lost
            .filter(|(_, drug)| !unaltered(drug))
            .map(|(label, drug)| format!("{label} under {drug}"))
            .collect();
        (self.family.is_some() && !lost.is_empty()).then(|| {
            format!(
                "{} changes nothing: an allele counts by its fold over the unaltered cells, of which this table of {} has no dose; \
                 add a row {}",
                listed(&lost),
                self.system,
                self.unaltered
            )
        })
    }

    /// What an allele's number means in cells with several copies of the driver: those of this system on the knowledge base.
    pub fn of_all_copies(&self, base: &KnowledgeBase) -> Option<String> {
        let line = base.line(&self.system).ok()?;
        let copies = line.copies.as_ref().map_or(1, |copies| copies.value as u32) + line.wild_type_copies;
        let has_alleles = self.readings.keys().any(|label| *label != self.unaltered);
        (self.family.is_some() && copies > 1 && has_alleles).then(|| {
            format!(
                "{} has {copies} copies of its driver: an allele's number is taken as that of cells all of whose copies carry it, and \
                 one new copy in {copies} shifts the dose by less; `escalade assay dose-response` shows how much",
                line.name
            )
        })
    }

    /// Its potencies for people.
    pub fn shown(&self) -> Vec<PotencyShown> {
        let rows = self
            .readings
            .iter()
            .flat_map(|(label, row)| row.iter().map(move |(drug, reading)| (label, drug, reading)));
        rows.map(|(label, drug, reading)| PotencyShown {
            system: self.system.clone(),
            allele: label.clone(),
            drug: drug.clone(),
            nm: reading.nm,
            side: reading.side,
            range: reading.range,
            slope: reading.slope,
        })
        .collect()
    }
}

/// Studies by system and length.
#[derive(Debug, Default)]
pub(super) struct Studies(BTreeMap<(String, Option<u64>), Study>);

impl Studies {
    /// Adds a potency; false where there is one already.
    pub fn add(
        &mut self,
        line: &LineRecord,
        hours: Option<f64>,
        (label, drug): (String, &str),
        reading: Reading,
    ) -> bool {
        let key = (line.id.clone(), hours.map(f64::to_bits));
        let study = self.0.entry(key).or_insert_with(|| Study {
            id: String::new(),
            system: line.id.clone(),
            family: line.family.clone(),
            unaltered: line.own_label(),
            hours,
            readings: BTreeMap::new(),
        });
        let row = study.readings.entry(label).or_default();
        row.insert(drug.to_owned(), reading).is_none()
    }

    /// The studies with their ids.
    pub fn into_list(self, asked: &Asked) -> Vec<Study> {
        let several =
            |of: &Study, all: &[(String, u8)]| all.iter().filter(|(system, _)| *system == of.system).count() > 1;
        let systems: Vec<(String, u8)> = self.0.values().map(|study| (study.system.clone(), 0)).collect();
        let mut list: Vec<Study> = self.0.into_values().collect();
        for study in &mut list {
            study.id = format!("{}-{}", asked.id, study.system.to_lowercase());
            if let Some(hours) = study.hours.filter(|_| several(study, &systems)) {
                study.id += &format!("-{hours}h");
            }
        }
        list
    }
}
