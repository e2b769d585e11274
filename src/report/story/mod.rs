//! The results in words: the answer in one sentence, and profiles as plain text.

mod answer;
mod outlook;
mod plain;
mod profile;
mod together;
mod verdicts;

pub use answer::answer_sentence;
pub use outlook::answer;
pub(super) use outlook::{direction, in_no_world, leads, mean, middle_half, question, unknown};
pub use plain::plain_answer;
pub(super) use plain::stop_words;
pub use profile::text_profile;
pub(super) use together::line_cells;
pub use together::text_together;
pub(super) use verdicts::{OF_STOCKS, arms_verdict, barcode_verdict};
