//! Finished shares of an ensemble on the disk, read in the order of the whole.

use super::super::share::{Deal, RECORDS};
use super::super::{Keep, KeepError};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// All shares of an ensemble, as what was kept of it. Nothing but the place in each file is held in memory.
#[derive(Debug)]
pub struct Shards {
    deal: Deal,
    /// One per share, in order.
    folders: Vec<Held>,
}

#[derive(Debug)]
struct Held {
    file: PathBuf,
    /// Where the next block begins: blocks are asked for in order.
    at: Mutex<u64>,
}

impl Shards {
    /// The folders of the shares, in their order.
    pub fn new(deal: Deal, folders: impl IntoIterator<Item = PathBuf>) -> Self {
        let held = |folder: PathBuf| Held {
            file: folder.join(RECORDS),
            at: Mutex::new(0),
        };
        Self {
            deal,
            folders: folders.into_iter().map(held).collect(),
        }
    }

    fn holder(&self, range: &Range<u64>) -> &Held {
        &self.folders[(range.start / self.deal.block % self.deal.of) as usize]
    }
}

impl Held {
    /// The next block; it must be there, and no longer than what is left of the file.
    fn next(&self) -> io::Result<Vec<u8>> {
        let mut at = self.at.lock().unwrap_or_else(PoisonError::into_inner);
        // Opened for every block: there may be more shares than files that may be open at once.
        let mut file = File::open(&self.file)?;
        let left = file.metadata()?.len().saturating_sub(*at);
        file.seek(SeekFrom::Start(*at))?;
        let mut length = [0; 8];
        file.read_exact(&mut length)?;
        let length = u64::from_le_bytes(length);
        if length > left {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut bytes = vec![0; length as usize];
        file.read_exact(&mut bytes)?;
        *at += 8 + length;
        Ok(bytes)
    }
}

impl Keep for Shards {
    /// Nothing is stored: everything is there.
    fn keeps(&self) -> bool {
        false
    }

    fn ranges(&self) -> Result<BTreeMap<u64, u64>, KeepError> {
        let blocks = (0..self.deal.blocks()).map(|block| self.deal.range(block));
        Ok(blocks.map(|range| (range.start, range.end)).collect())
    }

    fn load(&self, range: &Range<u64>) -> Option<Vec<u8>> {
        self.holder(range).next().ok()
    }

    fn store(&self, _: &Range<u64>, _: &[&[u8]]) -> Result<(), KeepError> {
        Ok(())
    }

    /// What cannot be used is not made again here.
    fn remove(&self, range: &Range<u64>) -> Result<(), KeepError> {
        let path = self.holder(range).file.clone();
        Err(KeepError::Damaged { path })
    }

    fn due(&mut self, _: u64) -> bool {
        false
    }
}
