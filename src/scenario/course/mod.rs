//! `[[course]]`: one drug over time, from the words of a notebook to a course of the model and back.

pub mod bench;
pub mod check;
mod doses;
mod exposure;
pub mod file;
pub mod pace;
mod sense;
mod steps;
pub mod timing;
pub mod words;
pub mod write;
