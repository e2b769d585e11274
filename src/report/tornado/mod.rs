//! A tornado in words, as a page and as files.

mod files;
mod text;

pub use files::files;
pub use text::text;
pub(super) use text::{HEADS, MEANING, PAIRS, answer, beyond, reach, rows};
