//! The law of colonies where cultures grow as a plain model says: death, phases, passages, other growth of mutants, and
//! parents so few that chance makes their cultures differ.

mod fate;
mod foundings;
mod path;
mod plated;

pub use foundings::{Foundings, forming};
pub use plated::Plated;

#[cfg(test)]
mod tests;
