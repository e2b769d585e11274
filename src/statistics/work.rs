//! What flasks took: doublings, cells, medium, drug, visits to the bench.

use super::quantile::Distribution;
use crate::engine::record::FlaskRecord;
use serde::{Deserialize, Serialize};

/// Per flask, over the whole simulation; absent for an empty ensemble.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkSummary {
    /// Population doublings since seeding.
    pub doublings: Option<Distribution>,
    /// Cells thrown away at passages.
    pub discarded: Option<Distribution>,
    /// Cells that did not attach.
    pub lost: Option<Distribution>,
    /// Times that fresh medium was given (seeding, passages, changes of dose, the calendar): every one
    /// is a visit to the bench.
    pub visits: Option<Distribution>,
    /// Drug used, nmol, one entry per course; empty where the volume of medium is not known.
    pub drug_nmol: Vec<Distribution>,
    /// Medium of one change, mL.
    pub medium_ml: Option<f64>,
}

/// Streams what flasks took (a few dozen bytes per flask).
#[derive(Debug, Clone, Default)]
pub(crate) struct WorkAccumulator {
    doublings: Vec<f64>,
    discarded: Vec<f64>,
    lost: Vec<f64>,
    visits: Vec<f64>,
    /// nM, one list per course.
    drug: Vec<Vec<f64>>,
}

impl WorkAccumulator {
    pub fn add(&mut self, record: &FlaskRecord) {
        let work = &record.work;
        self.doublings.push(work.doublings);
        self.discarded.push(work.discarded as f64);
        self.lost.push(work.lost as f64);
        self.visits.push(f64::from(work.medium_changes));
        self.drug.resize(self.drug.len().max(work.drug.len()), Vec::new());
        for (sums, &sum) in self.drug.iter_mut().zip(&work.drug) {
            sums.push(sum);
        }
    }

    pub fn finish(&self, medium_ml: Option<f64>) -> WorkSummary {
        let of = |values: &[f64]| Distribution::of(&mut values.to_vec());
        // nmol per litre times mL is a thousandth of a nmol.
        let nmol = |sums: &Vec<f64>, volume: f64| of(&sums.iter().map(|sum| sum * volume / 1e3).collect::<Vec<_>>());
        WorkSummary {
            doublings: of(&self.doublings),
            discarded: of(&self.discarded),
            lost: of(&self.lost),
            visits: of(&self.visits),
            drug_nmol: medium_ml.map_or(Vec::new(), |volume| {
                self.drug.iter().filter_map(|sums| nmol(sums, volume)).collect()
            }),
            medium_ml,
        }
    }
}
