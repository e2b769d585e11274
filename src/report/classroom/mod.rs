//! What a class reads: the page, its lessons, worksheets and keys, and one flask in a line.

mod base64;
mod lesson;
mod own;
mod pack;
mod page;
mod worksheet;

pub use lesson::{Arm, Estimate, Explain, Lesson, Predict, Read, Shown, lessons};
pub use own::{Own, of_culture, of_flask};
pub use pack::{Enough, PackPage, PackRow, pack_key, pack_page};
pub use page::{Contents, GivenScenario, page};
pub use worksheet::{ClassSheet, Sheet, key, worksheets};
