//! Worlds held against what they promise: predictions that are calibrated and sharp, a spread between worlds that is
//! free of chance, and influences that are those of closed forms and none where there is none.
//!
//! Every experiment has worlds of its own, and a truth that is one world more, with streams of its own. Seeds are
//! fixed, and there is no second try.

mod calibration;
mod fault;
mod influence;
mod law;
mod plain;
mod proof;
mod scale;
mod spread;
mod suite;

pub use calibration::{Told, calibrated};
pub use fault::WorldFault;
pub use proof::{Proof, proofs_csv, proofs_description, proofs_table};
pub use scale::Scale;
pub use suite::{influences, predictions};
