//! How a session is conducted; nothing here changes a result.

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
}

/// Nobody is told.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: u64) {}
    fn add(&self, _: u64) {}
    fn end(&self) {}
}

impl Conduct<'static> {
    /// On the caller's thread, to the end, telling nobody.
    pub fn quiet() -> Self {
        static NEVER: AtomicBool = AtomicBool::new(false);
        Self {
            threads: 1,
            stop: &NEVER,
            progress: &Silent,
        }
    }
}
