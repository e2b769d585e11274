//! The report of a plan: its data, its calendar and costs, its files, and its answer in words.

mod answer;
pub mod calendar;
pub mod costs;
mod data;
mod files;

pub use answer::{answer, notes, text};
pub use data::{DesignRow, LearnRow, MeasureFirst, PlanReport, SearchTold, ShortTerm, Standing, Telling, WeekRow};
pub use files::{PLAN_SCHEMA, files};
