//! Figures of a plain run.

pub mod counts;
pub mod fluctuation;
mod shown;
pub mod stops;
pub mod trajectories;
