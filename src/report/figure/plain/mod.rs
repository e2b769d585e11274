//! Figures of a plain run.

pub mod counts;
mod shown;
pub mod stops;
pub mod trajectories;
