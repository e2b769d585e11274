//! The rules beside what was observed, told: text, tables, figures and the page.

mod data;
mod files;
mod text;

pub use data::{PAGE, PROTOCOL, ValidationReport};
pub use files::files;
pub use text::{CLAIM_HEADS, SCORE_HEADS, answer, claims, notes, scores, text};
