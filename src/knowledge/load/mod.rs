//! Reading and merging the files.

mod background;
mod merge;
mod text;

pub use background::backgrounds;
pub use merge::merge;
pub use text::{fault, keeps_records, parse, record_text};
