//! The report: one self-contained page with its figures and style inside, nothing loaded.

mod bench;
mod captions;
mod choice;
pub mod compare;
pub mod diagnosis;
mod document;
pub mod fit;
pub mod flask;
pub(in crate::report) mod import;
mod lines;
mod no_break;
mod patients;
pub mod plain;
pub mod plan;
mod rules;
mod seen;
pub mod sweep;
mod tables;
mod together;
pub mod tornado;
pub mod validation;
mod walk;
mod worlds;
