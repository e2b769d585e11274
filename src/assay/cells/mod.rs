//! Cells for an assay: where they come from, what they are called, and what may be among them.

pub mod foreign;
pub mod genotype;
mod naming;
pub mod specimen;
pub mod translation;
