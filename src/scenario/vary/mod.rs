//! Sweeps: one scenario with some of its keys set to one value after another.
//!
//! A key is a dotted path into the file, `flask.passage.split` or `course.2.dose`; an entry of a list
//! is told by its number from 1, a course also by its drug (`course.alectinib.dose`). Each point of
//! a sweep is the file with the values put in, checked like any other scenario.

mod draw;
mod key;
mod path;
mod sweep;
mod values;
mod words;

pub use super::lock::fingerprint;
pub use draw::Draft;
pub use key::Vary;
pub use sweep::Sweep;
pub use words::{key_unit, key_words, short_words, value_words};
