//! A run in the shapes that packages of R read: ggmuller, fishplot, bartools, survival.

mod barcodes;
mod fishplot;
mod ggmuller;
mod lineages;
mod source;
mod survival;

pub use barcodes::NO_BARCODES;
pub use source::Exported;

use crate::tables::{COLUMNS_FILE, Description, dictionary};

/// A package, and so the shape of its tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// Muller plots: edges and populations of one flask.
    Ggmuller,
    /// Fish plots: nested fractions of one flask, and each clone's parent.
    Fishplot,
    /// Barcodes: counts by sample, and the samples, of one stock's flasks.
    Bartools,
    /// Times to events of all flasks.
    Survival,
}

impl Shape {
    /// All, by the names of their packages.
    pub const ALL: [(&'static str, Shape); 4] = [
        ("ggmuller", Shape::Ggmuller),
        ("fishplot", Shape::Fishplot),
        ("bartools", Shape::Bartools),
        ("survival", Shape::Survival),
    ];
}

/// Tables in these shapes, with their data dictionary: (file name, content).
///
/// # Errors
/// The run has no barcodes, or its tables cannot be read.
pub fn files(of: &Exported, shapes: &[Shape]) -> Result<Vec<(String, String)>, String> {
    let mut told: Vec<Description> = Vec::new();
    let mut files = Vec::new();
    for shape in shapes {
        let (mut descriptions, tables) = match shape {
            Shape::Ggmuller => ggmuller::tables(of.trace),
            Shape::Fishplot => fishplot::tables(of.trace),
            Shape::Bartools => barcodes::tables(of)?,
            Shape::Survival => survival::tables(of)?,
        };
        for (description, text) in descriptions.iter().zip(tables) {
            files.push((description.name.to_owned(), text));
        }
        told.append(&mut descriptions);
    }
    files.push((COLUMNS_FILE.to_owned(), dictionary(&told)));
    Ok(files)
}

/// All tables, with families of columns under placeholders.
pub fn descriptions() -> Vec<Description> {
    let all = [
        ggmuller::descriptions(),
        fishplot::descriptions(&["day_<day>".to_owned()]),
        barcodes::descriptions(&["<sample>".to_owned()]),
        survival::descriptions(),
    ];
    all.concat()
}
