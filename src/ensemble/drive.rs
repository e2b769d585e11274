//! The loop of an ensemble: every thread takes the next block of replicates, finished ones are kept, all are folded in
//! order.

use super::keep::{decode, encode};
use super::queue::Queue;
use super::threads::Threads;
use super::{Drive, Ended, Job, Keep, KeepError, Sink};
use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

/// Some records from `start` on, and the same as bytes where they are kept.
struct Block<R> {
    start: u64,
    records: Vec<R>,
    bytes: Vec<u8>,
}

impl<R> Block<R> {
    fn end(&self) -> u64 {
        self.start + self.records.len() as u64
    }
}

/// Simulates what is not kept yet and sends every record through the sink in order.
///
/// # Errors
/// Records cannot be kept or taken, or threads cannot be had.
pub fn run<J: Job>(
    job: &J,
    sink: &mut impl Sink<J::Record>,
    keep: &mut impl Keep,
    drive: &Drive,
) -> Result<Ended, KeepError> {
    let threads = Threads::new(drive.threads).map_err(KeepError::Threads)?;
    let known = apart(keep.ranges()?, drive.replicates);
    let queue = Queue::new(missing(&known, drive.replicates), job.record_bytes(), drive);
    let keeps = keep.keeps();
    let mut fold = Fold {
        sink,
        keep,
        queue: &queue,
        progress: drive.progress,
        known,
        ready: BTreeMap::new(),
        fresh: Vec::new(),
        fresh_bytes: 0,
        next: 0,
    };
    fold.advance()?;
    let next_block = || queue.take().and_then(|range| simulate(job, range, drive, keeps));
    let folded = threads.produce(next_block, |block| fold.take(block), || queue.close());
    // What is finished is kept, whatever else happened.
    let stored = fold.store();
    folded.and(stored)?;
    match fold.next < drive.replicates {
        true => Ok(Ended::Interrupted {
            stored: keep.ranges()?.iter().map(|(start, end)| end - start).sum(),
        }),
        false => Ok(Ended::Complete),
    }
}

/// Kept ranges within so many replicates, none of which overlap.
fn apart(ranges: BTreeMap<u64, u64>, replicates: u64) -> BTreeMap<u64, u64> {
    let mut last = 0;
    let mut apart = BTreeMap::new();
    for (start, end) in ranges {
        if start >= last && end <= replicates {
            apart.insert(start, end);
            last = end;
        }
    }
    apart
}

/// The gaps between kept ranges.
fn missing(known: &BTreeMap<u64, u64>, replicates: u64) -> VecDeque<Range<u64>> {
    let starts = known.keys().copied().chain([replicates]);
    let ends = std::iter::once(0).chain(known.values().copied());
    ends.zip(starts)
        .map(|(end, start)| end..start)
        .filter(|gap| !gap.is_empty())
        .collect()
}

/// Simulates a range; a stop leaves what is done by then.
fn simulate<J: Job>(job: &J, range: Range<u64>, drive: &Drive, keeps: bool) -> Option<Block<J::Record>> {
    let mut records = Vec::with_capacity((range.end - range.start) as usize);
    for replicate in range.clone() {
        match job.simulate(replicate, drive.stop) {
            Some(record) => records.push(record),
            None => break,
        }
    }
    (drive.progress)(records.len() as u64);
    let bytes = if keeps { encode(&records) } else { Vec::new() };
    let start = range.start;
    (!records.is_empty()).then_some(Block { start, records, bytes })
}

/// Takes blocks in any order: stores them, and folds them in theirs.
struct Fold<'a, 'q, R, S, K> {
    sink: &'a mut S,
    keep: &'a mut K,
    queue: &'a Queue<'q>,
    progress: &'a (dyn Fn(u64) + Sync),
    /// Ranges that were kept before.
    known: BTreeMap<u64, u64>,
    /// Blocks that wait for those before them.
    ready: BTreeMap<u64, Block<R>>,
    /// Encoded blocks that are not stored yet: first replicate, one past the last, bytes.
    fresh: Vec<(Range<u64>, Vec<u8>)>,
    fresh_bytes: u64,
    /// The next replicate to be folded.
    next: u64,
}

impl<R, S, K> Fold<'_, '_, R, S, K>
where
    R: serde::de::DeserializeOwned,
    S: Sink<R>,
    K: Keep,
{
    fn take(&mut self, mut block: Block<R>) -> Result<(), KeepError> {
        if self.keep.keeps() {
            self.fresh_bytes += block.bytes.len() as u64;
            self.fresh
                .push((block.start..block.end(), std::mem::take(&mut block.bytes)));
            if self.keep.due(self.fresh_bytes) {
                self.store()?;
            }
        }
        self.ready.insert(block.start, block);
        self.advance()
    }

    /// Folds as far as it is known.
    fn advance(&mut self) -> Result<(), KeepError> {
        loop {
            if let Some(block) = self.ready.remove(&self.next) {
                self.fold(&block.records)?;
            } else if let Some(end) = self.known_end() {
                let range = self.next..end;
                match self
                    .keep
                    .load(&range)
                    .and_then(|bytes| decode(&bytes, end - range.start))
                {
                    Some(records) => {
                        (self.progress)(end - range.start);
                        self.fold(&records)?;
                    }
                    None => {
                        self.keep.remove(&range)?;
                        self.queue.redo(range);
                    }
                }
            } else {
                self.queue.folded(self.next);
                return Ok(());
            }
        }
    }

    /// Where the kept range ends that is to be folded next; none on a stop.
    fn known_end(&mut self) -> Option<u64> {
        match self.queue.stopped() {
            true => None,
            false => self.known.remove(&self.next),
        }
    }

    fn fold(&mut self, records: &[R]) -> Result<(), KeepError> {
        self.next += records.len() as u64;
        records.iter().try_for_each(|record| self.sink.accept(record))
    }

    /// Stores what is fresh, neighbours together.
    fn store(&mut self) -> Result<(), KeepError> {
        self.fresh.sort_by_key(|(range, _)| range.start);
        for run in self.fresh.chunk_by(|a, b| a.0.end == b.0.start) {
            if let (Some(first), Some(last)) = (run.first(), run.last()) {
                let blocks: Vec<&[u8]> = run.iter().map(|(_, bytes)| bytes.as_slice()).collect();
                self.keep.store(&(first.0.start..last.0.end), &blocks)?;
            }
        }
        self.fresh.clear();
        self.fresh_bytes = 0;
        Ok(())
    }
}
