//! The calendar of a design for the bench: what on which day, what holds at every look, and its form for programs.

mod events;
mod ics;
mod reached;
mod rules;

pub use events::{Asked, events};
pub use ics::ics;
pub use rules::rules;
