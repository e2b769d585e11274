//! Tables, figures and the page of a run, as strings; nothing here touches the disk.
//!
//! No output holds a clock time, a path, a host or a number of threads: the same run gives the
//! same bytes anywhere.

mod aim;
pub mod assay;
pub mod choice;
pub mod classroom;
pub mod compare;
mod context;
pub mod data;
pub mod diagnosis;
mod error;
pub mod export;
pub mod figure;
pub mod fit;
pub mod flask;
pub mod fluctuation;
pub mod import;
mod json;
pub mod page;
pub mod palette;
pub mod plain;
pub mod plan;
mod story;
mod summary;
pub mod sweep;
pub mod table;
pub mod tornado;
pub mod validation;
pub mod words;

pub use aim::Aim;
pub use context::{AssumptionRow, Provenance, RunContext};
pub use error::ReportError;
pub use flask::files as flask_files;
pub use plain::files as plain_files;
pub use story::{answer, answer_sentence, plain_answer, text_profile, text_together};
pub use summary::SUMMARY_SCHEMA;
