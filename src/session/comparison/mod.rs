//! Protocols over the same flasks, with their paired differences.

mod request;
mod run;

pub use request::{Chosen, Comparison};
