//! The numbers of all records in one list, and one of them moved.

mod derived;
mod fitted;
mod joint;
mod list;
mod moved;
mod span;
mod spread;

pub use derived::{DOMAIN as DERIVED_DOMAIN, is_derived};
pub use fitted::{Fits, Fitted, applied};
pub use joint::{Joint, NoCorrelation};
pub use list::{Value, listed, ranged, stamp};
pub use span::{BETWEEN_LABORATORIES, Span};
