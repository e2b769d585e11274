//! What every knowledge base must satisfy before it is used, and where it does not.

mod all;
mod check;
mod codon;
mod fits;
mod ids;
mod lines;
mod records;
mod studies;
mod variants;

pub use all::validate;
pub use codon::{amino_acid, single_changes};
pub use ids::record_ids;
