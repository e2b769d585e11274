//! Dose and population over time: every kept flask behind, medians and bands in front.

mod data;
mod draw;

pub use data::{Band, CourseFigure, DRAWN, DosePanel, DoseSeries, Level, data};
pub use draw::draw;
