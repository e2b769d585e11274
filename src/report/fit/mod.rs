//! A fit, told: text, tables, figures and the page.

mod files;
mod text;

pub use files::{PAGE, POSTERIOR, files};
pub use text::{HEADS, agreement, answer, band, notes, rows, text};
