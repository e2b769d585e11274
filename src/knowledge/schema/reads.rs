//! How a number of a record is given in a text: bare in its own unit, or with a unit as in files.

use super::density::Density;
use super::sourced::Quantity;
use crate::units::{Days, Nanomolar};

/// What a number of a record is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// Nothing: shares, factors, counts, rates.
    Bare,
    /// Concentrations, nM.
    Dose,
    /// Times, days.
    Time,
    /// Densities of cells with this unit.
    Density(&'static str),
}

impl Reads {
    /// The number in its own unit; `None` where the text is none, or has another unit.
    pub fn read(self, text: &str) -> Option<f64> {
        let text = text.trim();
        if let Ok(bare) = text.parse::<f64>() {
            return Some(bare).filter(|number| number.is_finite());
        }
        match self {
            Reads::Bare => None,
            Reads::Dose => text.parse::<Nanomolar>().ok().map(Nanomolar::get),
            Reads::Time => text.parse::<Days>().ok().map(Days::get),
            Reads::Density(unit) => {
                let density = Density::read(text).ok().filter(|density| density.unit() == unit);
                density.map(|density| density.number())
            }
        }
    }

    /// What is read as one, in words.
    pub fn words(self) -> String {
        match self {
            Reads::Bare => "a bare number".to_owned(),
            Reads::Dose => format!("a bare number of nM, or {}", Nanomolar::EXPECTED),
            Reads::Time => format!("a bare number of days, or {}", Days::EXPECTED),
            Reads::Density(unit) => format!("a bare number of cells {unit}, or one with that unit"),
        }
    }
}
