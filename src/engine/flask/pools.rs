//! Which founders share a lineage.

use super::lineage::Identity;
use std::collections::BTreeMap;

/// Pooled founders share a lineage within so many days, where lineages are kept.
const POOL_DAYS: f64 = 90.0;

/// What founders that are pooled have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PoolKey {
    pub genotype: u32,
    pub under_drug: bool,
    pub since_drug: bool,
    /// State of the cell that founded.
    pub state: usize,
    bin: i64,
    pub mark: Option<u32>,
}

impl PoolKey {
    /// The key of a founder on a day; what is not told apart is made alike.
    pub fn of(identity: Identity, founder: Self, day: f64) -> Self {
        match identity {
            Identity::Lineages => Self {
                bin: (day / POOL_DAYS) as i64,
                ..founder
            },
            Identity::Origins => Self {
                under_drug: founder.since_drug,
                state: if founder.since_drug { founder.state.min(1) } else { 0 },
                ..founder
            },
        }
    }

    /// Of a founder without its day.
    pub fn founder(genotype: u32, state: usize, (under_drug, since_drug): (bool, bool), mark: Option<u32>) -> Self {
        Self {
            genotype,
            under_drug,
            since_drug,
            state,
            bin: 0,
            mark,
        }
    }
}

/// The lineages of pooled founders.
#[derive(Default)]
pub(super) struct Pools {
    known: BTreeMap<PoolKey, u32>,
    /// The last one of each genotype, which mostly is the next one too.
    last: Vec<Option<(PoolKey, u32)>>,
}

impl Pools {
    /// The lineage of a pool, made by `make` if need be.
    pub fn get(&mut self, key: PoolKey, make: impl FnOnce() -> u32) -> u32 {
        let index = key.genotype as usize;
        if index >= self.last.len() {
            self.last.resize(index + 1, None);
        }
        match self.last[index] {
            Some((last, lineage)) if last == key => lineage,
            _ => {
                let lineage = *self.known.entry(key).or_insert_with(make);
                self.last[index] = Some((key, lineage));
                lineage
            }
        }
    }

    pub fn clear(&mut self) {
        self.known.clear();
        self.last.clear();
    }
}
