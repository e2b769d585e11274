//! The virtual laboratory: read-outs of cells, each with its own stream of random numbers and the noise of
//! its kind. Assays only read; no assay changes a flask.
//!
//! A dose-response of a line with a genotype, against the parental line on the same plate:
//!
//! ```
//! use escalade::assay::viability::{dose_response::dose_response, plate::PlateDesign};
//! use escalade::assay::{Bench, Specimen, genotype};
//! use escalade::knowledge::KnowledgeBase;
//! use escalade::random::{Purpose, stream};
//!
//! let bench = Bench::of_line(&KnowledgeBase::builtin()?, "H3122")?;
//! let drug = bench.drug("alectinib").expect("a drug on the bench");
//! let cultures = [Specimen::parental(&bench.biology), genotype::read(&bench.biology, "G1202R")?];
//! let mut rng = stream(1, 0, Purpose::DoseResponse);
//! let curves = cultures.map(|cells| dose_response(&bench, &cells, drug, &PlateDesign::default(), &mut rng));
//! let fold = curves[1].resistance_index(&curves[0]).expect("both cross half of the control");
//! println!("IC50 {:?}, {:?}-fold", curves[1].ic50, fold.value);
//! # assert!(fold.low > 10.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

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
