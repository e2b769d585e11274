//! A fit, told: text, tables, figures and the page.

mod files;
mod names;
mod overlay;
mod text;

pub use files::{files, placed_files};
pub use names::{OVERLAY, PAGE, PLACED_PAGE};
pub use overlay::overlay;
pub use text::{HEADS, agreement, answer, band, notes, placed_answer, rows, text, uses};
