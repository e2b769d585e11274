//! Worlds of a scenario: everything that is not known drawn anew, and a few flasks in each.

mod asked;
mod given;
mod of;
mod options;
mod proof;

pub use asked::{AskedWorlds, no_such_worlds, some_worlds};
pub use given::GivenWorlds;
pub use of::{Shelf, Worlds, replicates};
pub use options::Options;
pub use proof::laboratory_proofs;
