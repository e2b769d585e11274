//! Parts: finished ranges of replicates on disk, each whole, checked and replaceable.

use super::super::{Keep, KeepError};
use super::whole::write_atomic;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// First bytes of a part file; the number is the version of its layout.
const MAGIC: &[u8; 8] = b"ESCPART1";
const DIGEST: usize = 32;
/// Finished replicates wait at most this long before they are stored, so that a kill loses little...
const STORE_EVERY: Duration = Duration::from_millis(500);
/// ...and no more bytes than this, so that memory stays bounded.
const STORE_BYTES: u64 = 8 << 20;

/// The folder of parts of one run.
#[derive(Debug, Clone)]
pub struct Parts {
    folder: PathBuf,
    identity: [u8; DIGEST],
    /// When something was stored last.
    since: Instant,
}

impl Parts {
    /// `identity` is anything that tells one run from all others, such as its lock file's text.
    pub fn new(folder: PathBuf, identity: &str) -> Self {
        Self {
            folder,
            identity: Sha256::digest(identity.as_bytes()).into(),
            since: Instant::now(),
        }
    }

    /// Where they are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn file(&self, range: &Range<u64>) -> PathBuf {
        self.folder.join(format!("{:013}-{:013}.part", range.start, range.end))
    }
}

impl Keep for Parts {
    /// By the names of the files.
    fn ranges(&self) -> Result<BTreeMap<u64, u64>, KeepError> {
        let read = |error| KeepError::io("read", &self.folder, error);
        let mut ranges = BTreeMap::new();
        for entry in fs::read_dir(&self.folder).map_err(read)? {
            let entry = entry.map_err(read)?;
            if !entry.file_type().map_err(read)?.is_file() {
                continue;
            }
            let name = entry.file_name();
            let range = name
                .to_str()
                .and_then(|name| name.strip_suffix(".part"))
                .and_then(|name| name.split_once('-'))
                .and_then(|(start, end)| Some((start.parse::<u64>().ok()?, end.parse::<u64>().ok()?)));
            if let Some((start, end)) = range.filter(|(start, end)| start < end) {
                ranges.insert(start, end);
            }
        }
        Ok(ranges)
    }

    /// Stores the encoded records of a range: whole or not at all. A damaged part is noticed by its
    /// checksum and simulated again, so no time goes into forcing it to the disk.
    fn store(&self, range: &Range<u64>, blocks: &[&[u8]]) -> Result<(), KeepError> {
        let mut bytes = Vec::with_capacity(blocks.iter().map(|b| b.len()).sum::<usize>() + 128);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&self.identity);
        bytes.extend_from_slice(&range.start.to_le_bytes());
        bytes.extend_from_slice(&range.end.to_le_bytes());
        for block in blocks {
            bytes.extend_from_slice(block);
        }
        let digest = Sha256::digest(&bytes);
        bytes.extend_from_slice(&digest);
        write_atomic(&self.file(range), &bytes, false)
    }

    fn remove(&self, range: &Range<u64>) -> Result<(), KeepError> {
        let file = self.file(range);
        fs::remove_file(&file).map_err(|error| KeepError::io("remove", &file, error))
    }

    fn load(&self, range: &Range<u64>) -> Option<Vec<u8>> {
        let bytes = fs::read(self.file(range)).ok()?;
        let (content, digest) = bytes.split_at_checked(bytes.len().checked_sub(DIGEST)?)?;
        if Sha256::digest(content).as_slice() != digest {
            return None;
        }
        let rest = content.strip_prefix(MAGIC)?.strip_prefix(&self.identity)?;
        let rest = rest.strip_prefix(&range.start.to_le_bytes())?;
        Some(rest.strip_prefix(&range.end.to_le_bytes())?.to_vec())
    }

    fn due(&mut self, bytes: u64) -> bool {
        let due = bytes >= STORE_BYTES || self.since.elapsed() >= STORE_EVERY;
        if due {
            self.since = Instant::now();
        }
        due
    }
}
