//! The replicates that are still to be simulated, handed out in blocks to whoever has nothing to do.

use super::Drive;
use core::time::Duration;
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Records in a block at most: few enough that slow ones are soon kept, enough that handing them on costs nothing.
const LARGEST_BLOCK: u64 = 32;
/// Blocks that each thread is meant to see of what remains: the last ones are single replicates, so that no thread
/// waits long for another.
const BLOCKS_PER_THREAD: u64 = 16;
/// Records that may be ahead of the fold at most, so that memory stays bounded...
const AHEAD_RECORDS: f64 = 8192.0;
/// ...and bytes of them.
const AHEAD_BYTES: f64 = 64e6;
/// Bytes of the records in a block at most.
const BLOCK_BYTES: f64 = 4e6;
/// How often those who wait look whether they are to stop.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Ranges of replicates to simulate.
pub(super) struct Queue<'a> {
    state: Mutex<State>,
    changed: Condvar,
    stop: &'a AtomicBool,
    threads: u64,
    replicates: u64,
    /// Records in a block at most, and ahead of the fold.
    block: u64,
    ahead: u64,
}

struct State {
    /// What nobody has taken yet, in order.
    missing: VecDeque<Range<u64>>,
    /// Replicates before this one are folded.
    folded: u64,
    closed: bool,
}

impl<'a> Queue<'a> {
    /// `bytes` is the size of a record in memory.
    pub(super) fn new(missing: VecDeque<Range<u64>>, bytes: f64, drive: &Drive<'a>) -> Self {
        let bytes = bytes.max(1.0);
        Self {
            block: ((BLOCK_BYTES / bytes) as u64).clamp(1, LARGEST_BLOCK),
            ahead: (AHEAD_BYTES / bytes).clamp(1.0, AHEAD_RECORDS) as u64,
            state: Mutex::new(State {
                missing,
                folded: 0,
                closed: false,
            }),
            changed: Condvar::new(),
            stop: drive.stop,
            threads: drive.threads as u64,
            replicates: drive.replicates,
        }
    }

    /// The next block; waits while too much is ahead of the fold. `None` at the end, on a stop, and once closed.
    pub(super) fn take(&self) -> Option<Range<u64>> {
        let mut state = self.state();
        loop {
            if state.closed || state.folded >= self.replicates || self.stopped() {
                return None;
            }
            if let Some(block) = self.cut(&mut state) {
                return Some(block);
            }
            let waited = self.changed.wait_timeout(state, LOOK_EVERY);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Whether somebody asked to stop.
    pub(super) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Everything before `next` is folded.
    pub(super) fn folded(&self, next: u64) {
        self.state().folded = next;
        self.changed.notify_all();
    }

    /// A range is to be simulated after all, before any other.
    pub(super) fn redo(&self, range: Range<u64>) {
        self.state().missing.push_front(range);
        self.changed.notify_all();
    }

    /// Nothing more is handed out.
    pub(super) fn close(&self) {
        self.state().closed = true;
        self.changed.notify_all();
    }

    /// The state holds whatever happened to another thread: it is changed in single steps only.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Cuts a block off, where that does not run too far ahead; the next one to be folded is always handed out.
    fn cut(&self, state: &mut State) -> Option<Range<u64>> {
        let left: u64 = state.missing.iter().map(|range| range.end - range.start).sum();
        let first = state.missing.front_mut()?;
        if first.start > state.folded && first.start >= state.folded + self.ahead {
            return None;
        }
        let size = (left / (self.threads * BLOCKS_PER_THREAD)).clamp(1, self.block);
        let end = first.end.min(first.start + size);
        let block = first.start..end;
        first.start = end;
        if first.is_empty() {
            state.missing.pop_front();
        }
        Some(block)
    }
}
