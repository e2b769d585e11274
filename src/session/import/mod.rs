//! The laboratory's own numbers into an overlay that loads as it is: tables of potencies, plates, growth counts.

mod alleles;
mod asked;
mod curves;
mod gathered;
mod growth;
mod names;
mod overlay;
mod studies;
mod table;
mod whole;
mod written;

pub use asked::{Asked, DataFile};
pub use whole::{Imported, import};
