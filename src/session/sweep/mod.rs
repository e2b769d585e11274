//! One scenario over lists or grids of values.

mod plain;
mod request;
mod run;

pub use plain::{PlainKey, PlainPoint, PlainSweep, PlainSwept};
pub use request::{MATRIX_HOURS, Swept, Wanted};
