//! Figures as SVG strings, drawn with plotters' SVG backend; no font has to be installed.

pub mod axis;
pub mod bars;
pub mod canvas;
pub mod compare;
pub mod course;
pub mod heat;
pub mod incidence;
pub mod muller;
mod nest;
pub mod plain;
pub mod sweep;

/// Width of every figure, pixels.
pub const WIDTH: f64 = 720.0;
