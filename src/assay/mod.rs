//! The virtual laboratory: read-outs of cells, each with its own stream of random numbers and the noise of
//! its kind. Assays only read; no assay changes a flask.

pub mod bench;
pub mod genotype;
pub mod specimen;

pub use bench::{Bench, BenchError, Translation};
pub use specimen::{Specimen, SpecimenCells};
