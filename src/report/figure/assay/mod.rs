//! Figures of assays.

pub mod blot;
pub mod course;
pub mod cross;
pub mod curves;
pub mod dots;
pub mod drug_level;
pub mod identity;
pub mod residuals;
pub mod signals;
pub mod vaf;
