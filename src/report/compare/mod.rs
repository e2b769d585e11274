//! The report of a comparison: its data, its files, and its answer in words.

mod answer;
mod data;
mod files;
mod terminal;

pub use answer::{answer, central, days, gain, naming, points};
pub use data::{Arm, CompareReport, Comparison, End, MAX_ARMS, culture, letter, title};
pub use files::{COMPARE_SCHEMA, files, tables};
pub use terminal::text;
