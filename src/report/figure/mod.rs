//! Figures as SVG strings, drawn with plotters' SVG backend; no font has to be installed.

pub mod assay;
pub mod axis;
pub mod barcodes;
pub mod bars;
mod before_after;
pub mod canvas;
pub mod compare;
pub mod course;
mod dashes;
pub mod fit;
pub mod growth;
pub mod heat;
pub mod incidence;
pub mod matrix;
pub mod muller;
mod nest;
mod of_flask;
mod of_plain;
pub mod options;
pub mod outlook;
pub mod over_time;
pub mod plain;
pub mod plan;
pub mod profile;
pub mod readouts;
pub mod series;
pub mod sweep;
mod texture;
pub mod tornado;
pub mod validation;
pub mod window;

pub use canvas::WIDTH;
pub use of_flask::FlaskFigures;
pub use of_plain::PlainFigures;
