//! A fit, told: text, tables, figures and the page.

mod files;
mod text;

pub use files::{PAGE, PLACED_PAGE, POSTERIOR, files, placed_files};
pub use text::{HEADS, agreement, answer, band, notes, placed_answer, rows, text};
