//! From records to the biology of one line under the drugs of one scenario, with what it leans on.

mod all;
mod alleles;
mod asked;
mod cells;
mod driver;
mod lean;
mod line;
mod niche;
mod pairs;
mod resolved;
mod signal;
mod supply;

pub use resolved::{NotReached, Resolved};
