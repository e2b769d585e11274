//! The numbers of all records in one list, and one of them moved.

mod list;
mod moved;
mod span;

pub use list::{Value, listed, stamp};
pub use span::{BETWEEN_LABORATORIES, Span};
