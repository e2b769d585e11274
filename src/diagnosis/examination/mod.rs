//! Doing the work-up: from cells to the numbers on the table.

mod beyond;
pub mod case;
pub mod examine;
mod genes;
mod lysates;
mod notebook;
pub mod plates;
pub mod workup;

pub use beyond::{Beyond, beyond};
pub use case::{Case, Surroundings};
pub use examine::examine;
pub(in crate::diagnosis) use genes::cells_with;
pub use notebook::{Curves, Notebook, Runs, Sequenced};
pub use workup::Workup;
