//! The report of a plan: its data, its calendar and costs, its files, and its answer in words.

mod answer;
pub mod calendar;
pub mod costs;
mod data;
mod event;
mod files;
pub mod ics;
mod needed;
mod notes;
mod pauses;
pub mod samples;

pub use answer::{answer, text};
pub use data::{DesignRow, LearnRow, MeasureFirst, Met, PlanReport, SearchTold, ShortTerm, Standing, Telling, WeekRow};
pub use event::Event;
pub use files::{PLAN_SCHEMA, files};
pub use needed::{known, needed};
pub use notes::notes;
