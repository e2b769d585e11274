//! Where finished replicates are kept while an ensemble is under way.

use super::KeepError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::ops::Range;

/// Keeps finished ranges of replicates, so that an interrupted ensemble can go on.
pub trait Keep: Sync {
    /// Whether anything is kept at all; records are encoded only then.
    fn keeps(&self) -> bool {
        true
    }

    /// Start and end of each range that is kept.
    ///
    /// # Errors
    /// The place cannot be read.
    fn ranges(&self) -> Result<BTreeMap<u64, u64>, KeepError>;

    /// The encoded records of a range; `None` where they are damaged or of another run.
    fn load(&self, range: &Range<u64>) -> Option<Vec<u8>>;

    /// Keeps the encoded records of a range, whole or not at all.
    ///
    /// # Errors
    /// They cannot be written.
    fn store(&self, range: &Range<u64>, blocks: &[&[u8]]) -> Result<(), KeepError>;

    /// Forgets a range that cannot be used.
    ///
    /// # Errors
    /// It cannot be removed.
    fn remove(&self, range: &Range<u64>) -> Result<(), KeepError>;

    /// Whether it is time to store what is finished, so many encoded bytes. Results do not depend on it.
    fn due(&mut self, bytes: u64) -> bool;
}

/// Keeps nothing: an ensemble in memory, which an interruption loses.
#[derive(Debug, Clone, Copy, Default)]
pub struct Memory;

impl Keep for Memory {
    fn keeps(&self) -> bool {
        false
    }

    fn ranges(&self) -> Result<BTreeMap<u64, u64>, KeepError> {
        Ok(BTreeMap::new())
    }

    fn load(&self, _: &Range<u64>) -> Option<Vec<u8>> {
        None
    }

    fn store(&self, _: &Range<u64>, _: &[&[u8]]) -> Result<(), KeepError> {
        Ok(())
    }

    fn remove(&self, _: &Range<u64>) -> Result<(), KeepError> {
        Ok(())
    }

    fn due(&mut self, _: u64) -> bool {
        false
    }
}

/// The later part of what is kept, from some record on, which counts as the first: for work whose parts follow from one
/// another.
#[derive(Debug)]
pub struct Later<'a, K> {
    /// What is kept altogether.
    pub keep: &'a mut K,
    /// The first record of the part.
    pub start: u64,
}

impl<K: Keep> Later<'_, K> {
    fn whole(&self, range: &Range<u64>) -> Range<u64> {
        range.start + self.start..range.end + self.start
    }
}

impl<K: Keep> Keep for Later<'_, K> {
    fn keeps(&self) -> bool {
        self.keep.keeps()
    }

    fn ranges(&self) -> Result<BTreeMap<u64, u64>, KeepError> {
        let of = |(start, end): (u64, u64)| Some((start.checked_sub(self.start)?, end - self.start));
        Ok(self.keep.ranges()?.into_iter().filter_map(of).collect())
    }

    fn load(&self, range: &Range<u64>) -> Option<Vec<u8>> {
        self.keep.load(&self.whole(range))
    }

    fn store(&self, range: &Range<u64>, blocks: &[&[u8]]) -> Result<(), KeepError> {
        self.keep.store(&self.whole(range), blocks)
    }

    fn remove(&self, range: &Range<u64>) -> Result<(), KeepError> {
        self.keep.remove(&self.whole(range))
    }

    fn due(&mut self, bytes: u64) -> bool {
        self.keep.due(bytes)
    }
}

/// Records as bytes, one after the other.
pub(crate) fn encode<R: Serialize>(records: &[R]) -> Vec<u8> {
    records.iter().fold(Vec::new(), append)
}

/// One more record behind others.
pub(super) fn append<R: Serialize>(bytes: Vec<u8>, record: &R) -> Vec<u8> {
    postcard::to_extend(record, bytes).expect("records of plain numbers and text always encode")
}

/// So many records from bytes; `None` where they are not exactly these.
pub(crate) fn decode<R: DeserializeOwned>(mut bytes: &[u8], count: u64) -> Option<Vec<R>> {
    let mut records = Vec::new();
    for _ in 0..count {
        let (record, after) = postcard::take_from_bytes(bytes).ok()?;
        records.push(record);
        bytes = after;
    }
    bytes.is_empty().then_some(records)
}
