//! The model: pure functions and plain values. No input or output, clock, threads or global randomness.

pub mod biology;
pub mod branching;
pub mod course;
pub mod culture;
pub mod design;
pub mod dosing;
pub mod endpoint;
pub mod fate;
pub mod genotype;
pub mod logistic;
pub mod mechanism;
mod niche;
pub mod patients;
pub mod pharmacokinetics;
pub mod phenotype;
pub mod plain;
pub mod protocol;
pub mod signalling;
pub mod solve;
pub mod spread;
pub mod states;
pub mod supply;
pub mod target;
#[cfg(test)]
pub(crate) mod testing;
pub mod vessel;
