//! Reading and merging the files.

mod merge;
mod text;

pub use merge::merge;
pub use text::{fault, keeps_records, parse, record_text};
