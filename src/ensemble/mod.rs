//! Replicates in parallel, folded in order, kept in a folder that survives interruption.
//!
//! Replicates run in chunks. While one chunk is simulated on all threads, the one before it is
//! folded by a single task in replicate order, so sums and tables are the same for any number of
//! threads and any chunk size. Each finished chunk is stored as a part; a later run of the same
//! command takes the stored parts and simulates only what is missing.

mod emergent;
pub mod folder;
mod grid;
mod part;
pub mod specimens;

use folder::FolderError;
pub use grid::{Grid, GridPoint};
pub use part::Parts;
use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// What one replicate is: a pure function of its number.
pub trait Job: Sync {
    type Record: Serialize + DeserializeOwned + Send;
    fn simulate(&self, replicate: u64) -> Self::Record;
}

/// What becomes of the records: called once for each, in replicate order.
pub trait Sink<R>: Send {
    fn accept(&mut self, record: &R) -> std::io::Result<()>;
}

/// How an ensemble ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Every replicate went through the sink.
    Complete,
    /// Stopped on request; this many replicates are stored as parts.
    Interrupted { stored: u64 },
}

/// How an ensemble is driven; nothing here changes a result.
pub struct Drive<'a> {
    pub replicates: u64,
    pub threads: usize,
    /// Set from outside (Ctrl-C) to stop at the next block.
    pub stop: &'a AtomicBool,
    /// Called from any thread with the number of replicates newly done.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// Chunks aim at this long, so that an interruption loses little...
const CHUNK_TIME: Duration = Duration::from_millis(500);
/// ...and at no more than this, so that memory stays bounded.
const CHUNK_BYTES: u64 = 8 << 20;
const CHUNK_RECORDS: u64 = 20_000;
const FIRST_CHUNK: u64 = 64;

/// A block's records, and the same as bytes.
type Block<R> = (Vec<R>, Vec<u8>);

/// A chunk on its way from simulation to the fold.
struct Chunk<R> {
    range: Range<u64>,
    blocks: Vec<Block<R>>,
}

/// `f` of every replicate number below `replicates`, in order, on all threads; nothing is stored.
pub fn collect<T: Send>(replicates: u64, f: impl Fn(u64) -> T + Sync) -> Vec<T> {
    (0..replicates).into_par_iter().map(&f).collect()
}

/// [`collect`] on so many threads.
pub fn collect_on<T: Send>(
    threads: usize,
    replicates: u64,
    f: impl Fn(u64) -> T + Sync + Send,
) -> Result<Vec<T>, std::io::Error> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(std::io::Error::other)?;
    Ok(pool.install(|| collect(replicates, f)))
}

/// Simulates what the parts lack and sends every record through the sink in order.
pub fn run<J: Job>(
    job: &J,
    sink: &mut impl Sink<J::Record>,
    parts: &Parts,
    drive: &Drive,
) -> Result<Ended, FolderError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(drive.threads)
        .build()
        .map_err(|error| FolderError::io("start threads for", parts.folder(), std::io::Error::other(error)))?;
    let mut known = parts.list()?;
    let mut size = FIRST_CHUNK.min(drive.replicates.div_ceil(4).max(1));
    let mut next = 0;
    let mut waiting: Option<Chunk<J::Record>> = None;
    let mut fold = |chunk: Option<Chunk<J::Record>>| fold(sink, chunk, parts);
    while next < drive.replicates && !drive.stop.load(Ordering::Relaxed) {
        let previous = waiting.take();
        if let Some(end) = known.remove(&next) {
            fold(previous)?;
            if let Some(records) = parts.load(next..end) {
                (drive.progress)(end - next);
                waiting = Some(Chunk {
                    range: next..end,
                    blocks: vec![(records, Vec::new())],
                });
                next = end;
            } else {
                parts.remove(next..end)?;
            }
            continue;
        }
        let limit = known
            .range(next..)
            .next()
            .map_or(drive.replicates, |(start, _)| *start)
            .min(drive.replicates);
        let range = next..limit.min(next + size);
        let wanted = range.end - range.start;
        let start = Instant::now();
        let (chunk, folded) = pool.install(|| rayon::join(|| simulate(job, range, drive), || fold(previous)));
        folded?;
        let bytes: Vec<&[u8]> = chunk.blocks.iter().map(|(_, bytes)| bytes.as_slice()).collect();
        if !chunk.range.is_empty() {
            parts.store(chunk.range.clone(), &bytes)?;
        }
        let stored: u64 = bytes.iter().map(|b| b.len() as u64).sum();
        size = next_size(wanted, start.elapsed(), stored);
        next = chunk.range.end;
        waiting = Some(chunk);
    }
    if next < drive.replicates {
        let stored = parts.list()?.iter().map(|(start, end)| end - start).sum();
        return Ok(Ended::Interrupted { stored });
    }
    fold(waiting)?;
    Ok(Ended::Complete)
}

fn next_size(done: u64, took: Duration, bytes: u64) -> u64 {
    let by_time = done as f64 * CHUNK_TIME.as_secs_f64() / took.as_secs_f64().max(1e-6);
    let by_memory = done.saturating_mul(CHUNK_BYTES) / bytes.max(1);
    (by_time as u64).min(done * 8).min(by_memory).clamp(1, CHUNK_RECORDS)
}

/// Simulates a range in blocks on all threads. A stop leaves the blocks finished before the first gap.
fn simulate<J: Job>(job: &J, range: Range<u64>, drive: &Drive) -> Chunk<J::Record> {
    let block = ((range.end - range.start) / (drive.threads as u64 * 16)).clamp(1, 256);
    let starts: Vec<u64> = (range.start..range.end).step_by(block as usize).collect();
    let simulated: Vec<Option<Block<J::Record>>> = starts
        .into_par_iter()
        .map(|start| {
            if drive.stop.load(Ordering::Relaxed) {
                return None;
            }
            let end = (start + block).min(range.end);
            let records: Vec<J::Record> = (start..end).map(|replicate| job.simulate(replicate)).collect();
            let bytes = part::encode(&records);
            (drive.progress)(end - start);
            Some((records, bytes))
        })
        .collect();
    let blocks: Vec<_> = simulated.into_iter().map_while(|block| block).collect();
    let done: u64 = blocks.iter().map(|(records, _)| records.len() as u64).sum();
    Chunk {
        range: range.start..range.start + done,
        blocks,
    }
}

fn fold<R>(sink: &mut impl Sink<R>, chunk: Option<Chunk<R>>, parts: &Parts) -> Result<(), FolderError> {
    let records = chunk
        .iter()
        .flat_map(|chunk| &chunk.blocks)
        .flat_map(|(records, _)| records);
    for record in records {
        sink.accept(record)
            .map_err(|error| FolderError::io("write tables in", parts.folder(), error))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
