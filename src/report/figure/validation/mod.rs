//! Figures of the rules held against observations.

pub mod observed;
pub mod values;
