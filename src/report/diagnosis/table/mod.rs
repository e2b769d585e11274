//! Diagnoses as tables: a row per flask, and one of their own for whatever a flask has several of.

mod advice;
mod all;
mod cells;
mod findings;
mod flasks;
mod row;

pub use all::{descriptions, tables};
