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
    /// Span of [`POOL_DAYS`].
    pub bin: i64,
    pub mark: Option<u32>,
}

impl PoolKey {
    /// The span that a day lies in.
    pub fn bin(day: f64) -> i64 {
        (day / POOL_DAYS) as i64
    }

    /// The key as it is where so much is told apart: what is not is made alike.
    pub fn told_apart(self, identity: Identity) -> Self {
        match identity {
            Identity::Lineages => self,
            Identity::Origins => Self {
                under_drug: self.since_drug,
                state: if self.since_drug { self.state.min(1) } else { 0 },
                bin: 0,
                ..self
            },
        }
    }
}

/// The lineages of pooled founders.
#[derive(Clone, Default)]
pub(super) struct Pools {
    known: BTreeMap<PoolKey, u32>,
    /// The last one asked for of each genotype, which mostly is the next one too.
    last: Vec<Option<(PoolKey, u32)>>,
}

impl Pools {
    /// The lineage of a pool.
    pub fn get(&mut self, key: &PoolKey) -> Option<u32> {
        match self.last.get(key.genotype as usize) {
            Some(Some((last, lineage))) if last == key => Some(*lineage),
            _ => {
                let lineage = *self.known.get(key)?;
                self.remember(*key, lineage);
                Some(lineage)
            }
        }
    }

    pub fn insert(&mut self, key: PoolKey, lineage: u32) {
        self.known.insert(key, lineage);
        self.remember(key, lineage);
    }

    fn remember(&mut self, key: PoolKey, lineage: u32) {
        let index = key.genotype as usize;
        if index >= self.last.len() {
            self.last.resize(index + 1, None);
        }
        self.last[index] = Some((key, lineage));
    }

    pub fn clear(&mut self) {
        self.known.clear();
        self.last.clear();
    }
}
