//! A session: scenario and options in, a typed result out, in memory or into a folder.
//!
//! [`simulate()`] is all that a program needs: statistics in memory, nothing drawn and nothing written. [`run()`] makes the
//! files of a run as well; [`carry_out`] is the one lifecycle of everything that simulates into a [`Place`]: claimed
//! by its lock, resumed, finished by its mark. Threads, the wish to stop and progress come in with [`Conduct`].

pub mod assay;
pub mod batch;
mod claimed;
pub mod classroom;
pub mod cluster;
mod command;
pub mod comparison;
mod conduct;
pub mod diagnosis;
mod draws;
mod error;
#[cfg(feature = "files")]
mod examine;
mod experiment;
mod export;
pub mod fit;
pub mod fluctuation;
#[cfg(feature = "files")]
mod folder;
pub mod grid;
mod growing;
mod identity;
pub mod import;
mod jobs;
mod lifecycle;
mod memory;
mod place;
pub mod plan;
mod preview;
mod refusal;
mod rules;
mod run;
pub mod shard;
mod simulate;
mod summary;
pub mod sweep;
pub mod tornado;
mod uncertain;
pub mod validation;
pub mod verify;
mod worlds;

pub use claimed::Outcome;
pub use command::Command;
pub use conduct::{Conduct, Progress, Silent};
pub use error::SessionError;
#[cfg(feature = "files")]
pub use examine::examine;
pub use experiment::Experiment;
pub use export::{export, exportable, shapes};
#[cfg(feature = "files")]
pub use folder::{Folder, FolderTarget, write_files, write_new};
pub use growing::{Growing, Replicate};
pub use identity::Identity;
pub use lifecycle::{Work, carry_out};
pub use memory::{InMemory, MemoryTarget};
pub use place::{Exporter, Made, Place, Target};
pub use preview::Preview;
pub use rules::rule_edges;
pub use run::{assumptions, run};
pub use simulate::simulate;
pub use summary::Summary;
pub use worlds::{AskedWorlds, GivenWorlds, no_such_worlds};
