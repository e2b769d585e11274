//! Assays as text, tables, JSON and figures.

mod course;
mod cross;
mod crossing;
mod delivery;
mod dose_response;
mod drug_level;
mod functional;
mod grid;
mod identity;
mod sequenced;
mod sequencing;
mod signals;
mod table;

pub use course::{CourseDay, StateShare, shown as course_states};
pub use cross::cross_resistance;
pub use crossing::{MOST_ROWS, fold, parts};
pub use delivery::Delivery;
pub use dose_response::{DoseResponseReport, batch, clones_table, cloning, dose_responses, interpolations, potencies};
pub use drug_level::{drug_level, drug_level_table};
pub use functional::{add_back_table, add_backs, expressed, switch_table, switches};
pub use grid::{Grid, short};
pub use identity::{identity, identity_table, typing_words};
pub use sequenced::SequencingReport;
pub use sequencing::sequencing;
pub use signals::{
    array, array_table, blot, blot_table, elisa, elisa_table, expression, expression_table, stains, stains_table,
};
pub use table::descriptions as table_descriptions;
