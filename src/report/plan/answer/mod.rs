//! The answer of a plan in words: what to choose, what that means, and all of it for a terminal.

mod asked;
mod decision;
mod notes;
mod terminal;

pub use decision::answer;
pub use notes::notes;
pub use terminal::text;
