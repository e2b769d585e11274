//! The page of a comparison.

mod against;
mod repeat;
mod whole;

pub use whole::{Drawn, page};
