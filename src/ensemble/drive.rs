//! The loop of an ensemble: chunk by chunk, simulated side by side, folded in order.

use super::keep::{decode, encode};
use super::threads::Threads;
use super::{Drive, Ended, Job, Keep, KeepError, Sink};
use std::ops::Range;
use std::sync::atomic::Ordering;

/// Records of the first chunk at most.
const FIRST_CHUNK: u64 = 64;

/// Some records, and the same as bytes where they are kept.
struct Block<R> {
    records: Vec<R>,
    bytes: Vec<u8>,
}

/// A chunk on its way from simulation to the fold.
struct Chunk<R> {
    range: Range<u64>,
    blocks: Vec<Block<R>>,
}

/// Simulates what is not kept yet and sends every record through the sink in order.
pub fn run<J: Job>(
    job: &J,
    sink: &mut impl Sink<J::Record>,
    keep: &mut impl Keep,
    drive: &Drive,
) -> Result<Ended, KeepError> {
    let threads = Threads::new(drive.threads).map_err(KeepError::Threads)?;
    let mut known = keep.ranges()?;
    let mut size = FIRST_CHUNK.min(drive.replicates.div_ceil(4).max(1));
    let mut next = 0;
    let mut waiting: Option<Chunk<J::Record>> = None;
    while next < drive.replicates && !drive.stop.load(Ordering::Relaxed) {
        let previous = waiting.take();
        if let Some(end) = known.remove(&next) {
            fold(sink, previous)?;
            let range = next..end;
            match keep.load(&range).and_then(|bytes| decode(&bytes, end - next)) {
                Some(records) => {
                    (drive.progress)(end - next);
                    next = end;
                    let bytes = Vec::new();
                    let blocks = vec![Block { records, bytes }];
                    waiting = Some(Chunk { range, blocks });
                }
                None => keep.remove(&range)?,
            }
            continue;
        }
        let kept_next = known.range(next..).next().map(|(start, _)| *start);
        let limit = kept_next.unwrap_or(drive.replicates).min(drive.replicates);
        let wanted = next..limit.min(next + size);
        let (chunk, folded) = simulate(job, &wanted, drive, &threads, keep.keeps(), || fold(sink, previous));
        folded?;
        let bytes: Vec<&[u8]> = chunk.blocks.iter().map(|block| block.bytes.as_slice()).collect();
        if keep.keeps() && !chunk.range.is_empty() {
            keep.store(&chunk.range, &bytes)?;
        }
        let stored: u64 = bytes.iter().map(|bytes| bytes.len() as u64).sum();
        size = keep.next_chunk(wanted.end - wanted.start, stored);
        next = chunk.range.end;
        waiting = Some(chunk);
    }
    if next < drive.replicates {
        let stored = keep.ranges()?.iter().map(|(start, end)| end - start).sum();
        return Ok(Ended::Interrupted { stored });
    }
    fold(sink, waiting)?;
    Ok(Ended::Complete)
}

/// Simulates a range in blocks on all threads while the chunk before it is folded (`beside`). A stop leaves the blocks
/// finished before the first gap.
fn simulate<J: Job, B: Send>(
    job: &J,
    range: &Range<u64>,
    drive: &Drive,
    threads: &Threads,
    keeps: bool,
    beside: impl FnOnce() -> B + Send,
) -> (Chunk<J::Record>, B) {
    let records = range.end - range.start;
    let block = (records / (drive.threads as u64 * 16)).clamp(1, 256);
    let simulate_block = |number: u64| {
        if drive.stop.load(Ordering::Relaxed) {
            return None;
        }
        let start = range.start + number * block;
        let end = (start + block).min(range.end);
        let records: Vec<J::Record> = (start..end).map(|replicate| job.simulate(replicate)).collect();
        let bytes = if keeps { encode(&records) } else { Vec::new() };
        (drive.progress)(end - start);
        Some(Block { records, bytes })
    };
    let (simulated, beside) = threads.collect_beside(records.div_ceil(block), simulate_block, beside);
    let blocks: Vec<_> = simulated.into_iter().map_while(|block| block).collect();
    let done: u64 = blocks.iter().map(|block| block.records.len() as u64).sum();
    let range = range.start..range.start + done;
    (Chunk { range, blocks }, beside)
}

fn fold<R>(sink: &mut impl Sink<R>, chunk: Option<Chunk<R>>) -> Result<(), KeepError> {
    let blocks = chunk.iter().flat_map(|chunk| &chunk.blocks);
    let mut records = blocks.flat_map(|block| &block.records);
    records.try_for_each(|record| sink.accept(record))
}
