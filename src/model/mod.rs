//! The model: pure functions and plain values. No input or output, clock, threads or global randomness.

pub mod biology;
pub mod branching;
pub mod plain;
pub mod protocol;
