//! What the knowledge base holds, for people and for other programs.

mod export;
mod facts;
mod filter;
mod list;
mod matrix;
mod rows;
mod show;

pub use export::{Export, export_description};
pub use filter::FilterWords;
pub use list::{Filter, ListRow};
pub use matrix::{Matrix, MatrixCell, MatrixRow, matrix_description};
pub use show::{Shown, ShownValue};
