//! A table of draws in, a table of results out: rows of values for a scenario's keys and the knowledge base's, a row of
//! summary quantities each, streaming, in order, without a folder.

mod collect;
mod fault;
mod run;

pub use collect::{Column, columns};
pub use run::{Batch, Done, MOST_FLASKS, Wanted};
