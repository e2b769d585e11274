//! What an ensemble consists of, and how it is driven.

use super::KeepError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::atomic::AtomicBool;

/// What one replicate is: a pure function of its number.
pub trait Job: Sync {
    /// What is known of a replicate.
    type Record: Serialize + DeserializeOwned + Send;
    /// Bytes of memory of a record, roughly; bounds how many are held at once.
    fn record_bytes(&self) -> f64 {
        1e3
    }
    /// Simulates a replicate; `None` where `stop` was set before its end.
    fn simulate(&self, replicate: u64, stop: &AtomicBool) -> Option<Self::Record>;
}

/// What becomes of the records: called once for each, in replicate order.
pub trait Sink<R>: Send {
    /// Takes the next record.
    ///
    /// # Errors
    /// It cannot be taken, which ends the ensemble.
    fn accept(&mut self, record: &R) -> Result<(), KeepError>;
}

/// How an ensemble ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Every replicate went through the sink.
    Complete,
    /// Stopped on request.
    Interrupted {
        /// So many replicates are kept.
        stored: u64,
    },
}

/// How an ensemble is driven; nothing here changes a result.
pub struct Drive<'a> {
    /// Number of replicates.
    pub replicates: u64,
    /// Number of threads, at least 1.
    pub threads: usize,
    /// Set from outside (Ctrl-C) to stop at the next block.
    pub stop: &'a AtomicBool,
    /// Called from any thread with the number of replicates newly done.
    pub progress: &'a (dyn Fn(u64) + Sync),
}
