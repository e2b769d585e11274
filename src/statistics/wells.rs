//! Plates of small cultures: how many wells grow out, from how many founders, with which mutation.

use super::clustered::Stocks;
use super::interval::Proportion;
use crate::engine::record::{FlaskRecord, LineageRecord, Outcome};
use crate::model::biology::{Mechanism, MechanismClass};
use crate::model::protocol::Protocol;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A well is positive where its culture became resistant. A *clone* is a founding event whose
/// descendants exceed the detection limit in a positive well, counted once with all that arose inside it;
/// founders that are pooled (frequent routes) count as one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WellsSummary {
    /// Wells with a resistant culture; Wilson's interval.
    pub positive: Proportion,
    /// Cells per well that grew out, whatever made them resistant, from the share of negative wells:
    /// m = -ln P0 (Luria and Delbrück 1943, doi:10.1093/genetics/28.6.491); absent where every well is
    /// positive.
    pub founders_per_well: Option<f64>,
    /// From the interval of the share; the upper end is absent where all wells may be positive.
    pub founders_low: f64,
    /// See [`Self::founders_low`].
    pub founders_high: Option<f64>,
    /// Wells that are positive and hold a clone.
    pub clonal: Proportion,
    /// Of them, wells that hold exactly one.
    pub single_clone: Proportion,
    /// What a Poisson number of clones would give: m e^-m / (1 - e^-m) with m from the wells without one.
    pub single_by_chance: Option<f64>,
    /// Most wells first.
    pub mutations: Vec<WellRow>,
}

impl WellsSummary {
    /// Wells that hold a clone of the mutation of this label, and its clones.
    pub fn of(&self, label: &str) -> (u64, u64) {
        let found = self.mutations.iter().find(|row| row.mechanism.label == label);
        found.map_or((0, 0), |row| (row.wells.count, row.clones))
    }

    /// Clones of all mutations.
    pub fn clones(&self) -> u64 {
        self.mutations.iter().map(|row| row.clones).sum()
    }
}

/// One mutation on the plates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WellRow {
    /// The mutation and the mechanism it gives.
    pub mechanism: Mechanism,
    /// Wells that hold such a clone.
    pub wells: Proportion,
    /// Such clones in all wells together.
    pub clones: u64,
}

/// Streams wells; memory grows with the number of mutations.
#[derive(Debug, Clone)]
pub(crate) struct WellCounter {
    limit: f64,
    wells: u64,
    positive: Stocks,
    with_clones: u64,
    single: u64,
    mutations: BTreeMap<Mechanism, (u64, u64)>,
}

impl WellCounter {
    /// `None` where the vessel is no well.
    pub fn new(protocol: &Protocol) -> Option<Self> {
        protocol.flask.vessel.is_well().then(|| Self {
            limit: protocol.resistance.detection_limit,
            wells: 0,
            positive: Stocks::new(protocol.design.arms),
            with_clones: 0,
            single: 0,
            mutations: BTreeMap::new(),
        })
    }

    pub fn add(&mut self, record: &FlaskRecord) {
        self.wells += 1;
        self.positive
            .add(record.replicate, record.outcome == Outcome::Resistant);
        if record.outcome != Outcome::Resistant {
            return;
        }
        let clones = clones(record, self.limit);
        self.with_clones += u64::from(!clones.is_empty());
        self.single += u64::from(clones.len() == 1);
        let mut here: BTreeMap<&Mechanism, u64> = BTreeMap::new();
        for clone in clones {
            *here.entry(&clone.mechanism).or_insert(0) += 1;
        }
        for (mechanism, clones) in here {
            let counts = self.mutations.entry(mechanism.clone()).or_default();
            *counts = (counts.0 + 1, counts.1 + clones);
        }
    }

    pub fn finish(&self) -> WellsSummary {
        let positive = self.positive.share();
        let founders = |share: f64| (share < 1.0).then(|| -libm::log1p(-share));
        let mut mutations: Vec<WellRow> = self
            .mutations
            .iter()
            .map(|(mechanism, &(wells, clones))| WellRow {
                mechanism: mechanism.clone(),
                wells: Proportion::new(wells, self.wells),
                clones,
            })
            .collect();
        mutations.sort_by(|a, b| {
            let count = |row: &WellRow| (row.wells.count, row.clones);
            count(b).cmp(&count(a)).then_with(|| a.mechanism.cmp(&b.mechanism))
        });
        let clonal = Proportion::new(self.with_clones, self.wells);
        let clones_per_well = founders(clonal.share).filter(|&m| m > 0.0);
        WellsSummary {
            founders_per_well: founders(positive.share),
            founders_low: founders(positive.low).unwrap_or(0.0),
            founders_high: founders(positive.high),
            single_clone: Proportion::new(self.single, self.with_clones),
            single_by_chance: clones_per_well.map(|m| m / libm::expm1(m)),
            clonal,
            mutations,
            positive,
        }
    }
}

/// The founders' descendants above the limit: every altered lineage counts with the earliest altered ancestor
/// that is on record, and stands for it by its largest lineage.
fn clones(record: &FlaskRecord, limit: f64) -> Vec<&LineageRecord> {
    let cells = |lineage: &LineageRecord| lineage.end_cells.iter().sum::<u64>();
    let total: u64 = record.lineages.iter().map(cells).sum();
    let altered = |lineage: &LineageRecord| lineage.mechanism.class != MechanismClass::None;
    let known: BTreeMap<u32, &LineageRecord> = record.lineages.iter().map(|one| (one.lineage, one)).collect();
    let founder = |lineage: &LineageRecord| {
        let mut first = lineage.lineage;
        let mut parent = lineage.parent;
        while let Some(up) = parent.and_then(|id| known.get(&id)).filter(|up| altered(up)) {
            (first, parent) = (up.lineage, up.parent);
        }
        first
    };
    let mut families: BTreeMap<u32, (u64, &LineageRecord)> = BTreeMap::new();
    for lineage in record.lineages.iter().filter(|one| altered(one)) {
        let family = families.entry(founder(lineage)).or_insert((0, lineage));
        family.0 += cells(lineage);
        if cells(lineage) > cells(family.1) {
            family.1 = lineage;
        }
    }
    let large = |(sum, _): &&(u64, &LineageRecord)| *sum as f64 >= limit * total as f64 && *sum > 0;
    families.values().filter(large).map(|(_, largest)| *largest).collect()
}
