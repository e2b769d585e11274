//! Replicates in parallel, folded in order, kept where an interruption cannot harm them.
//!
//! Every thread takes the next block of replicates as soon as it is done with the last, the smaller the nearer the end,
//! so that none waits long whatever a replicate costs. One task folds them in replicate order, so sums and tables are
//! the same for any number of threads. Where the ensemble is kept ([`Keep`]), finished replicates are stored as parts
//! every half second and on a stop; a later run of the same command takes them and simulates only what is missing.

mod drive;
mod emergent;
mod error;
#[cfg(feature = "files")]
pub mod folder;
mod grid;
mod job;
mod keep;
mod marks;
mod queue;
mod share;
pub mod specimens;
mod threads;

pub use drive::run;
pub use error::KeepError;
#[cfg(feature = "files")]
pub use folder::Parts;
pub use grid::{Grid, GridPoint};
pub use job::{Drive, Ended, Job, Sink};
pub use keep::{Keep, Later, Memory};
pub(crate) use keep::{decode, encode};
pub use marks::{BATCH, COMPARE, FIT, Found, LOCK, MOST_FILE, Marks, PLAN, RUN, SHARD, SUMMARY, SWEEP, VALIDATION};
pub use share::{Deal, Dealt, MOST_SHARES, RECORDS, REQUEST, ShardSink, Share};
pub use threads::{available, collect};

#[cfg(all(test, feature = "files"))]
mod tests;
