//! Every uncertain value moved over its range, on the same random streams.

mod ends;
mod run;

pub use run::Moving;
