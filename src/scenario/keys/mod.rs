//! What a key of a scenario file is: its meaning, kind of value, unit, bounds and default, said once.
//!
//! [`table!`](table) turns a list of keys into the struct that both scenario files and lock files are, with a
//! reader per key, and a JSON Schema. [`kinds`] are the kinds of values.

mod entry;
mod kind;
pub mod kinds;
mod names;
pub mod parts;
mod table;
mod times;
pub mod write;

pub use entry::{Entry, LockOnly, May, Must, Or, Rules};
pub use kind::Kind;
pub use names::Names;
pub use table::{Keys, Mark, about, key_name};
pub(crate) use table::{reader, table};
