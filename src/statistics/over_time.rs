//! The profile month by month, and what the flasks hold that did not become resistant.

use super::interval::Proportion;
use crate::engine::CENSUS_EVERY;
use crate::engine::record::{FlaskRecord, Outcome};
use crate::model::biology::Mechanism;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Months told at most; longer experiments are told in strides.
const MAX_MONTHS: usize = 60;

/// All flasks by the mechanism with the most cells on one day. A flask that has ended counts as it was
/// at its outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonthRow {
    /// Days since seeding.
    pub day: f64,
    /// Most frequent over all months first, the same order in every row.
    pub dominated: Vec<Dominated>,
    /// Without a living cell.
    pub extinct: Proportion,
}

/// Flasks that a mechanism dominates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dominated {
    /// The mechanism with the most cells.
    pub mechanism: Mechanism,
    /// Of all flasks.
    pub flasks: Proportion,
}

/// What flasks that did not become resistant hold at their outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NotResistant {
    /// Flasks that did not become resistant.
    pub flasks: u64,
    /// Of them, without a living cell.
    pub extinct: Proportion,
    /// Of all of them; most often dominant first.
    pub held: Vec<HeldRow>,
}

/// One mechanism among flasks that did not become resistant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeldRow {
    /// Mechanism that such flasks hold.
    pub mechanism: Mechanism,
    /// It has more cells than any other mechanism.
    pub dominant: Proportion,
    /// Above the detection limit.
    pub present: Proportion,
}

/// Streams flasks; memory grows with months and mechanisms, not with flasks.
#[derive(Debug, Clone)]
pub(crate) struct OverTime {
    months: Vec<BTreeMap<Option<Mechanism>, u64>>,
    flasks: u64,
    not_resistant: u64,
    extinct: u64,
    held: BTreeMap<Mechanism, (u64, u64)>,
}

impl OverTime {
    /// For an experiment that ends after `after` days.
    pub fn new(after: f64) -> Self {
        let months = libm::floor(after / CENSUS_EVERY + 1e-9) as usize;
        Self {
            months: vec![BTreeMap::new(); months],
            flasks: 0,
            not_resistant: 0,
            extinct: 0,
            held: BTreeMap::new(),
        }
    }

    pub fn add(&mut self, record: &FlaskRecord) {
        self.flasks += 1;
        let at_end = record.composition.first().map(|entry| &entry.mechanism);
        for (i, month) in self.months.iter_mut().enumerate() {
            let dominant = record.months.get(i).map_or(at_end, Option::as_ref);
            match month.get_mut(&dominant.cloned()) {
                Some(count) => *count += 1,
                None => drop(month.insert(dominant.cloned(), 1)),
            }
        }
        if record.outcome == Outcome::Resistant {
            return;
        }
        self.not_resistant += 1;
        self.extinct += u64::from(record.composition.is_empty());
        for (i, entry) in record.composition.iter().enumerate() {
            if i == 0 || entry.present {
                let counts = self.held.entry(entry.mechanism.clone()).or_default();
                counts.0 += u64::from(i == 0);
                counts.1 += u64::from(entry.present);
            }
        }
    }

    /// One row per month, or per stride of months.
    pub fn months(&self) -> Vec<MonthRow> {
        let mut totals: BTreeMap<&Mechanism, u64> = BTreeMap::new();
        for (mechanism, count) in self.months.iter().flatten() {
            if let Some(mechanism) = mechanism {
                *totals.entry(mechanism).or_insert(0) += count;
            }
        }
        let mut order: Vec<(&Mechanism, u64)> = totals.into_iter().collect();
        order.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let stride = self.months.len().div_ceil(MAX_MONTHS).max(1);
        let row = |(i, month): (usize, &BTreeMap<Option<Mechanism>, u64>)| {
            let share = |key: Option<Mechanism>| Proportion::new(month.get(&key).copied().unwrap_or(0), self.flasks);
            let dominated = order.iter().map(|(mechanism, _)| Dominated {
                mechanism: (*mechanism).clone(),
                flasks: share(Some((*mechanism).clone())),
            });
            MonthRow {
                day: CENSUS_EVERY * (i + 1) as f64,
                dominated: dominated.collect(),
                extinct: share(None),
            }
        };
        let rows = self.months.iter().enumerate();
        rows.filter(|(i, _)| (i + 1) % stride == 0).map(row).collect()
    }

    pub fn not_resistant(&self) -> NotResistant {
        let share = |count| Proportion::new(count, self.not_resistant);
        let mut held: Vec<HeldRow> = self
            .held
            .iter()
            .map(|(mechanism, &(dominant, present))| HeldRow {
                mechanism: mechanism.clone(),
                dominant: share(dominant),
                present: share(present),
            })
            .collect();
        held.sort_by(|a, b| {
            let count = |row: &HeldRow| (row.dominant.count, row.present.count);
            count(b).cmp(&count(a)).then_with(|| a.mechanism.cmp(&b.mechanism))
        });
        NotResistant {
            flasks: self.not_resistant,
            extinct: share(self.extinct),
            held,
        }
    }
}
