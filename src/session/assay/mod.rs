//! Read-outs of cells: which cells and which assay in, typed read-outs with their report out. Nothing here changes a run.
//!
//! [`Subject`] names the cells: a flask of a finished run, or a line with genotypes. Each kind of assay is a request of
//! its own with a method `carry_out`; [`Assay`] is any of them.
//!
//! A line with a genotype under a drug, against the parental line on the same plate:
//!
//! ```
//! use escalade::session::assay::{DoseResponse, Subject};
//!
//! let cells = Subject::line("H3122", ["ALK-G1202R"]);
//! let assay = DoseResponse { drugs: vec!["alectinib".to_owned()], ..DoseResponse::default() };
//! let delivery = assay.carry_out(&cells, 1)?;
//! println!("{}", delivery.report.text);
//! let plate = &delivery.readouts.plates[0]; // the parental line first
//! let fold = plate[1].resistance_index(&plate[0]).expect("both fall below half of the control");
//! assert!(fold.low > 10.0);
//! # Ok::<(), escalade::session::SessionError>(())
//! ```

mod cells;
mod clones;
mod cloning;
mod co_culture;
mod contamination;
mod course;
mod cross_resistance;
mod delivery;
mod dose;
mod dose_response;
mod drug_level;
mod drugs;
mod functional;
mod identity;
mod kinds;
mod plate;
mod potency;
mod sequencing;
mod signals;
mod subject;

pub use clones::{Clones, ClonesReadout};
pub use contamination::Contamination;
pub use cross_resistance::{Beside, Combination, CrossResistance, Pairs};
pub use delivery::Delivery;
pub use dose::Dose;
pub use dose_response::DoseResponse;
pub use drug_level::DrugLevel;
pub use functional::{AddBack, Express, Switch};
pub use identity::Identity;
pub use kinds::{Assay, Readouts, carry_out};
pub use plate::Plate;
pub use potency::Potency;
pub use sequencing::Sequencing;
pub use signals::{Array, Blot, Cytokines, Expression, Markers};
pub use subject::{Source, Subject};

pub(super) use cells::leans_on;
pub(super) use contamination::Mixture;
pub(super) use course::{flask_course, sampled, withdrawn};
