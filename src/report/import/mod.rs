//! What was imported from the laboratory's own data, in words and as a page.

mod json;
mod page;
mod shown;
mod text;

pub use json::Told;
pub use page::page;
pub use shown::{Drawn, PotencyShown, Shown};
pub use text::text;
