//! One scenario over lists or grids of values.

mod request;
mod run;

pub use request::{Swept, Wanted};
