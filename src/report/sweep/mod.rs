//! The report of a sweep: its data, its files, and its answer in words.

mod answer;
mod data;
mod files;
mod terminal;
mod wells;

pub use answer::{answer, central, durability_words, ranked, score};
pub use data::{PointResult, SweepKey, SweepReport, Synergy, not_held, short, told, values, warned};
pub use files::{SWEEP_SCHEMA, files};
pub use terminal::text;
pub use wells::clones;
