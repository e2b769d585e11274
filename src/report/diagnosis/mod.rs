//! Diagnoses: what the laboratory found, in words, tables and files.

mod advice;
mod effort;
mod evidence;
mod json;
mod missed;
mod names;
mod report;
mod sheets;
mod shift;
mod table;
mod verdict;
mod workup;

pub use advice::{Told, told};
pub use effort::effort;
pub use evidence::evidence;
pub use missed::{missed, why};
pub use names::{calls, cause, truth};
pub use report::{Against, CAVEAT, DiagnosisReport, Example, confusion_table, examples};
pub use sheets::{Sheet, sheets};
pub use table::{descriptions, tables};
pub use verdict::verdict;
pub use workup::workup;
