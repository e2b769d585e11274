//! The report of a sweep: its data, its files, and its answer in words.

mod answer;
mod data;
mod files;
mod terminal;
mod wells;

pub use answer::{answer, durability_words, score};
pub use data::{PointResult, SweepKey, SweepReport, Synergy, untreated, values};
pub use files::{SWEEP_SCHEMA, files};
pub use terminal::text;
pub use wells::{clones, short_key};
