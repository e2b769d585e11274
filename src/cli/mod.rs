//! The command line: one file per subcommand. Only this module prints and ends the process.

mod assay;
mod batch;
mod check;
mod classroom;
mod cluster;
mod command;
mod compare;
mod diagnose;
mod explain;
mod failure;
mod fit;
mod fluctuation;
mod grid;
mod import;
mod kb;
mod merge;
mod new;
mod plan;
mod read;
mod run;
mod schema;
mod shard;
mod source;
mod sweep;
mod terminal;
mod tornado;
mod validate;
mod verify;
mod worlds;

pub use assay::{Asked, read_assay};
pub use command::main;
