//! Tables: what is told of them, and that a run's tables and summary hold what its records hold.

mod held;
mod page;
#[path = "../support/mod.rs"]
mod support;
