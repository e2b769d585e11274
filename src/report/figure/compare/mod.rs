//! Figures of a comparison.

pub mod differences;
pub mod incidence;
pub mod profile;
