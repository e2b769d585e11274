//! Doing the work-up: from cells to the numbers on the table.

mod beyond;
pub mod examine;
mod genes;
mod notebook;
pub mod workup;

pub use beyond::{Beyond, beyond};
pub use examine::{Case, Surroundings, examine};
pub use notebook::{Notebook, Sequenced};
pub use workup::Workup;
