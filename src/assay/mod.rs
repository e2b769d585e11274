//! The virtual laboratory: read-outs of cells, each with its own stream of random numbers and the noise of
//! its kind. Assays only read; no assay changes a flask.

pub mod array;
mod band;
pub mod batch;
pub mod bench;
pub mod blot;
pub mod clones;
pub mod cross_resistance;
pub mod cytokines;
pub mod dose_response;
pub mod drug_level;
pub mod expression;
pub mod foreign;
pub mod functional;
pub mod genotype;
pub mod growth;
pub mod identity;
pub mod interpolation;
mod loewe;
pub mod markers;
mod midpoint;
pub mod missed;
pub mod panel;
pub mod plate;
pub mod ratio;
pub mod scatter;
pub mod sequencing;
mod sequencing_values;
pub mod specimen;
mod well_scatter;

pub use bench::{Bench, BenchError, Translation};
pub use specimen::{Specimen, SpecimenCells};
