//! Figures of a sweep: lines and stacked bars over one key, heat maps over two, dots over more, plates of wells.

pub mod lines;
pub mod maps;
pub mod profile;
pub mod rank;
mod values;
pub mod wells;
