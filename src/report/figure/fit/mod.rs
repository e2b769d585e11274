//! Figures of a fit.

pub mod observed;
pub mod values;
