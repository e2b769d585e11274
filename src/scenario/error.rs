//! Errors that point at a place in a scenario file.

pub use crate::document::{Allowed, Checked, FileError as ScenarioError, Line, nearest, nearest_name};
