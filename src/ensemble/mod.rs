//! Replicates in parallel, folded in order, kept where an interruption cannot harm them.
//!
//! Replicates run in chunks. While one chunk is simulated on all threads, the one before it is
//! folded by a single task in replicate order, so sums and tables are the same for any number of
//! threads and any chunk size. Where the ensemble is kept ([`Keep`]), each finished chunk is stored
//! as a part; a later run of the same command takes the stored parts and simulates only what is missing.

#![deny(missing_docs)]

mod drive;
mod emergent;
mod error;
#[cfg(feature = "files")]
pub mod folder;
mod grid;
mod job;
mod keep;
mod marks;
#[cfg(feature = "files")]
mod part;
pub mod specimens;
mod threads;
#[cfg(feature = "files")]
mod whole;

pub use drive::run;
pub use error::KeepError;
pub use grid::{Grid, GridPoint};
pub use job::{Drive, Ended, Job, Sink};
pub use keep::{Keep, Memory};
pub use marks::{COMPARE, Found, LOCK, Marks, RUN, SUMMARY, SWEEP};
#[cfg(feature = "files")]
pub use part::Parts;
pub use threads::{available, collect, collect_on};

#[cfg(all(test, feature = "files"))]
mod tests;
