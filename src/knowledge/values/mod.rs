//! The numbers of all records in one list, and one of them moved.

mod called;
mod list;
mod moved;
mod span;
mod spread;

pub use list::{Value, listed, ranged, stamp};
pub use span::{BETWEEN_LABORATORIES, Span};
pub use spread::SCORE_95;
