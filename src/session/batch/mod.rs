//! A table of draws in, a table of results out: rows of values for a scenario's keys and the knowledge base's, a row of
//! summary quantities each, in order. Rows stream, or are kept in a place from which the work goes on, whole or divided.

mod collect;
mod fault;
mod request;
mod results;
mod row;
mod run;
mod whole;

pub use collect::{Column, columns};
pub use request::{Batch, MOST_FLASKS, Wanted};
pub use results::{Done, RowsWarned};
pub use whole::{RESULTS, Whole};
