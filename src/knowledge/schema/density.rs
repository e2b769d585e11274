//! How dense cells grow: on the floor of a vessel or in its medium. The unit is part of the value.

use super::reads::{self, Reads};
use super::sourced::Quantity;
use crate::units::Written;
use serde::{Deserialize, Deserializer};

/// Cells of a full vessel, per area or per volume.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Density {
    /// Cells per cm2 of floor, for cells that grow on it.
    Floor(f64),
    /// Cells per mL of medium, for cells in suspension.
    Medium(f64),
}

impl Density {
    /// What is read as one, in words.
    pub const EXPECTED: &'static str = "a density with its unit, \"1.5e5 per cm2\" for cells that grow on the floor of a \
                                        vessel, \"1e6 per mL\" for cells in suspension";

    /// What follows its number.
    pub fn unit(self) -> &'static str {
        match self {
            Density::Floor(_) => reads::PER_CM2,
            Density::Medium(_) => reads::PER_ML,
        }
    }

    /// From a text.
    fn read(text: &str) -> Result<Self, String> {
        match reads::density(text) {
            Some((number, reads::PER_CM2)) => Ok(Density::Floor(number)),
            Some((number, _)) => Ok(Density::Medium(number)),
            None => Err(format!("cannot read \"{text}\"; expected {}", Self::EXPECTED)),
        }
    }
}

impl<'de> Deserialize<'de> for Density {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Written::new(Self::EXPECTED, Self::read))
    }
}

impl Quantity for Density {
    fn number(&self) -> f64 {
        match self {
            Density::Floor(number) | Density::Medium(number) => *number,
        }
    }
    fn at(&self, number: f64) -> Option<Self> {
        let number = self.number().at(number)?;
        Some(match self {
            Density::Floor(_) => Density::Floor(number),
            Density::Medium(_) => Density::Medium(number),
        })
    }
    fn reads(&self) -> Reads {
        Reads::Density(self.unit())
    }
    fn text(&self) -> String {
        format!("{} {}", self.number().text(), self.unit())
    }
    fn words(&self) -> String {
        format!("{} {}", self.number().words(), self.unit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_is_part_of_the_value() {
        for (text, density) in [
            ("1e6 per mL", Density::Medium(1e6)),
            ("1e6 cells/ml", Density::Medium(1e6)),
            ("1.5e5 cells per cm2", Density::Floor(1.5e5)),
            ("150000/cm²", Density::Floor(1.5e5)),
        ] {
            assert_eq!(Density::read(text), Ok(density));
            assert_eq!(Density::read(&density.text()), Ok(density));
            assert_eq!(density.at(2.0).map(|moved| moved.unit()), Some(density.unit()));
        }
        for wrong in ["1e6", "1e6 mL", "1e6 per L", "many per mL"] {
            assert!(Density::read(wrong).is_err(), "{wrong}");
        }
    }
}
