//! How a number of a record is given in a text: bare in its own unit, or with a unit as in files.

use crate::units::{Days, Nanomolar, split_number};

/// What follows a density of cells on the floor of a vessel.
pub(super) const PER_CM2: &str = "per cm2";

/// What follows a density of cells in medium.
pub(super) const PER_ML: &str = "per mL";

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
            Reads::Density(unit) => density(text).filter(|(_, of)| *of == unit).map(|(number, _)| number),
        }
    }

    /// The unit of the bare number.
    pub fn unit(self) -> &'static str {
        match self {
            Reads::Bare => "",
            Reads::Dose => "nM",
            Reads::Time => "d",
            Reads::Density(unit) => unit,
        }
    }

    /// Whether a number keeps within the limits of its unit.
    pub fn holds(self, number: f64) -> bool {
        match self {
            Reads::Dose => Nanomolar::new(number).is_ok(),
            Reads::Time => Days::new(number).is_ok(),
            Reads::Bare | Reads::Density(_) => true,
        }
    }

    /// The limits of numbers with this unit, in words; `None` where there are none.
    pub fn limits(self) -> Option<&'static str> {
        match self {
            Reads::Dose => Some(Nanomolar::ALLOWED),
            Reads::Time => Some(Days::ALLOWED),
            Reads::Bare | Reads::Density(_) => None,
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

/// "1e6 cells per mL": the number and what follows it.
pub(super) fn density(text: &str) -> Option<(f64, &'static str)> {
    let (number, unit) = split_number(text)?;
    let unit = unit.trim().trim_start_matches("cells").trim_start();
    let of = unit.strip_prefix("per ").or_else(|| unit.strip_prefix('/'))?;
    match of.trim() {
        "cm2" | "cm²" | "cm^2" => Some((number, PER_CM2)),
        "mL" | "ml" => Some((number, PER_ML)),
        _ => None,
    }
}
