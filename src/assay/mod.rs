//! The virtual laboratory: read-outs of cells, each with its own stream of random numbers and the noise of
//! its kind. Assays only read; no assay changes a flask.

pub mod bench;
pub mod cells;
pub mod clones;
pub mod estimate;
pub mod functional;
pub mod identity;
pub mod scatter;
pub mod sequencing;
pub mod signals;
pub mod surroundings;
pub mod viability;

pub use bench::{Bench, BenchError};
pub use cells::genotype;
pub use cells::specimen::{Specimen, SpecimenCells};
pub use cells::translation::Translation;
pub use estimate::Estimate;
