//! What a class reads: the page, and one flask in a line.

mod base64;
mod own;
mod page;

pub use own::{Own, of_culture, of_flask};
pub use page::{Contents, GivenScenario, page};
