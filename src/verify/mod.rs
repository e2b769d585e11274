//! The verification suite: simulations held against exact results of branching-process theory.
//!
//! Each case simulates a plain model with the engine named in its row and compares a probability, a
//! mean or a distribution with its theoretical value at z = 4.89 (two-sided alpha 1e-6), with fixed
//! seeds and no second try. Formulas that are limits carry their stated model error. Theoretical
//! values were computed outside this crate; each row names its source.

mod check;
mod combination;
mod effort;
mod fault;
mod fluctuation;
mod formulas;
mod genealogy;
mod growth;
mod passages;
mod plain;
mod rescue;
mod rows;
mod states;
mod suite;
mod worlds;

pub use check::{Row, Z_LIMIT};
pub use effort::Effort;
pub use fault::Fault;
pub use rows::{csv, csv_description, table};
pub use suite::{run, run_planted};
pub use worlds::{
    Proof, Scale, Told, WorldFault, calibrated, influences, predictions, proofs_csv, proofs_description, proofs_table,
};
