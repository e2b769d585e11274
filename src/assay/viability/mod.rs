//! Viability plates: wells, curves, the potencies that are read off them, and their ratios.

mod analysis;
mod band;
pub mod batch;
pub mod dose_response;
pub mod growth;
pub mod holiday;
pub mod interpolation;
pub mod measured;
mod midpoint;
pub mod plate;
pub mod potency;
pub mod ratio;
mod series;
mod well_scatter;
