//! The share of an ensemble that one of several machines simulates.
//!
//! Records are dealt in blocks, in turn, so that every share holds of everything (flasks, worlds, flasks under other
//! rules) and all take about as long. Which record is whose follows from the numbers of records and shares alone.

use super::super::Job;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::atomic::AtomicBool;

/// Shares at most.
pub const MOST_SHARES: u64 = 10_000;
/// Blocks that each share has at least, where there are so many records, so that shares take about as long.
const BLOCKS: u64 = 16;
/// Records in a block at most...
const LARGEST: f64 = 4096.0;
/// ...and bytes of them.
const BLOCK_BYTES: f64 = 1e6;

/// One of several equal shares: "2/8" is the second of eight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// From 1.
    number: u64,
    of: u64,
}

impl Share {
    /// The `number`-th of so many; `None` where there is no such share, or more than [`MOST_SHARES`].
    pub fn new(number: u64, of: u64) -> Option<Self> {
        ((1..=MOST_SHARES).contains(&of) && (1..=of).contains(&number)).then_some(Self { number, of })
    }

    /// Its number, from 1.
    pub fn number(self) -> u64 {
        self.number
    }

    /// How many there are.
    pub fn of(self) -> u64 {
        self.of
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let whole = |text: &str| text.parse::<u64>().ok();
        let parts = text.split_once('/');
        let share = parts.and_then(|(number, of)| Self::new(whole(number)?, whole(of)?));
        share.ok_or_else(|| format!("allowed: i/n, the i-th of n shards, such as 2/8; n from 1 to {MOST_SHARES}"))
    }
}

/// How records are dealt to shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deal {
    /// Records altogether.
    pub records: u64,
    /// Shares.
    pub of: u64,
    /// Records of a block; the last one may have fewer.
    pub block: u64,
}

impl Deal {
    /// So many records of so many bytes each, to so many shares.
    pub fn new(records: u64, record_bytes: f64, of: u64) -> Self {
        let most = (BLOCK_BYTES / record_bytes.max(1.0)).clamp(1.0, LARGEST) as u64;
        let block = (records / (of * BLOCKS)).clamp(1, most);
        Self { records, of, block }
    }

    /// Blocks altogether.
    pub fn blocks(&self) -> u64 {
        self.records.div_ceil(self.block)
    }

    /// The records of a block.
    pub fn range(&self, block: u64) -> Range<u64> {
        let start = block * self.block;
        start..(start + self.block).min(self.records)
    }

    /// Which share a block belongs to, from 1.
    pub fn holder(&self, block: u64) -> u64 {
        block % self.of + 1
    }

    /// Records of a share.
    pub fn held(&self, share: u64) -> u64 {
        let blocks = (self.blocks() + self.of - share) / self.of;
        let last = self.blocks().checked_sub(1).filter(|last| self.holder(*last) == share);
        let short = last.map_or(0, |last| {
            let range = self.range(last);
            self.block - (range.end - range.start)
        });
        blocks * self.block - short
    }

    /// The ensemble's number of the `own`-th record of a share, from 0.
    fn record(&self, share: u64, own: u64) -> u64 {
        let block = share - 1 + own / self.block * self.of;
        block * self.block + own % self.block
    }
}

/// The records of one share as a job of their own, numbered from 0.
pub struct Dealt<'a, J> {
    /// The whole.
    pub job: &'a J,
    /// How it is dealt.
    pub deal: Deal,
    /// Whose records these are, from 1.
    pub share: u64,
}

impl<J: Job> Job for Dealt<'_, J> {
    type Record = J::Record;

    fn record_bytes(&self) -> f64 {
        self.job.record_bytes()
    }

    fn simulate(&self, own: u64, stop: &AtomicBool) -> Option<J::Record> {
        self.job.simulate(self.deal.record(self.share, own), stop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every record is in exactly one share, in order, whatever the numbers.
    #[test]
    fn shares_are_a_partition() {
        for records in [0, 1, 2, 7, 31, 32, 33, 200, 1000, 5001] {
            for of in [1, 2, 3, 8, 17, 300] {
                for bytes in [10.0, 4e4, 1e9] {
                    let deal = Deal::new(records, bytes, of);
                    let mut seen = vec![0; records as usize];
                    for share in 1..=of {
                        let own: Vec<u64> = (0..deal.held(share)).map(|own| deal.record(share, own)).collect();
                        let blocks = (0..deal.blocks()).filter(|block| deal.holder(*block) == share);
                        let of_blocks: Vec<u64> = blocks.flat_map(|block| deal.range(block)).collect();
                        assert_eq!(own, of_blocks, "{deal:?}, share {share}");
                        assert!(own.is_sorted());
                        own.iter().for_each(|record| seen[*record as usize] += 1);
                    }
                    assert!(seen.iter().all(|times| *times == 1), "{deal:?}");
                    let held = (1..=of).map(|share| deal.held(share));
                    let (least, most) = (held.clone().min(), held.max());
                    assert!(most.unwrap() - least.unwrap() <= deal.block, "{deal:?}");
                }
            }
        }
    }

    #[test]
    fn shares_are_read_as_they_are_written() {
        assert_eq!(
            "2/8".parse::<Share>().map(|share| share.to_string()),
            Ok("2/8".to_owned())
        );
        for wrong in ["0/8", "9/8", "1/0", "2", "2/8/1", "a/b", "1/10001", "-1/2", ""] {
            assert!(
                wrong.parse::<Share>().is_err_and(|what| what.contains("allowed: i/n")),
                "{wrong}"
            );
        }
    }
}
