//! How a session is conducted; nothing here changes a result.

use crate::ensemble::{self, Drive, Ended, Job, Keep, KeepError, Sink};
use std::sync::atomic::AtomicBool;

/// Threads, the wish to stop, and who is told of progress.
#[derive(Clone, Copy)]
pub struct Conduct<'a> {
    /// Number of threads, at least 1.
    pub threads: usize,
    /// Set from outside to stop at the next block.
    pub stop: &'a AtomicBool,
    /// Told of every replicate.
    pub progress: &'a dyn Progress,
}

/// Somebody who wants to know how far it is.
pub trait Progress: Sync {
    /// So many replicates will be simulated.
    fn begin(&self, total: u64);
    /// So many more are done; called from any thread.
    fn add(&self, done: u64);
    /// Nothing more will come.
    fn end(&self);
    /// Something that is worth knowing before the end.
    fn note(&self, _text: &str) {}
}

/// Nobody is told.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: u64) {}
    fn add(&self, _: u64) {}
    fn end(&self) {}
}

impl Conduct<'_> {
    /// Drives so many records of a job, and tells of their progress.
    pub(super) fn drive<J: Job>(
        &self,
        job: &J,
        records: u64,
        sink: &mut impl Sink<J::Record>,
        keep: &mut impl Keep,
    ) -> Result<Ended, KeepError> {
        let drive = Drive {
            replicates: records,
            threads: self.threads,
            stop: self.stop,
            progress: &|done| self.progress.add(done),
        };
        self.progress.begin(records);
        let ended = ensemble::run(job, sink, keep, &drive);
        self.progress.end();
        ended
    }
}

/// The wish to stop of somebody who lets everything come to its end.
pub(super) static NEVER: AtomicBool = AtomicBool::new(false);

impl Conduct<'static> {
    /// On the caller's thread, to the end, telling nobody.
    pub fn quiet() -> Self {
        Self {
            threads: 1,
            stop: &NEVER,
            progress: &Silent,
        }
    }
}
