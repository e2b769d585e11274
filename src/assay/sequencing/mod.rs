//! Sequencing: reads drawn from true allele frequencies, a caller, copy ratios; Sanger and digital PCR beside it.

pub mod calling;
pub mod copies;
pub mod design;
pub mod missed;
pub mod panel;
pub mod quick;
pub mod rows;
pub mod run;
mod values;

pub use calling::{detection_limit, detection_power, digital_limit, reads_needed};
pub use copies::true_vaf;
pub use design::{FEWEST_READS, Method, SequencingDesign};
pub use rows::{CopyRow, SequencingRun, VariantRow};
pub use run::sequence;
