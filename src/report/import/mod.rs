//! What was imported from the laboratory's own data, in words and as a page.

mod page;
mod shown;
mod text;

pub use page::page;
pub use shown::{Drawn, PotencyShown, Shown};
pub use text::text;
