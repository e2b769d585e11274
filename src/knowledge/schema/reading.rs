//! Doses of tables: read, or known only to lie on one side of a dose.

use super::sourced::Quantity;
use crate::units::{Nanomolar, Written};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Deref;

/// Doses by allele label ("WT", "G1202R", "D1203N+E1210K") and drug.
pub type PotencyTable = BTreeMap<String, BTreeMap<String, Nanomolar>>;

/// On which side of a dose a number lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The dose did not suffice.
    Above,
    /// The lowest dose was too much.
    Below,
}

impl Side {
    /// As files and tables write it.
    pub fn sign(self) -> &'static str {
        match self {
            Side::Above => ">",
            Side::Below => "<",
        }
    }

    /// Whether a number is on this side of a bound.
    pub fn holds(self, number: f64, bound: f64) -> bool {
        match self {
            Side::Above => number >= bound,
            Side::Below => number <= bound,
        }
    }

    /// The number, or the bound where the number lies on its wrong side.
    pub fn nearest(self, number: f64, bound: f64) -> f64 {
        match self.holds(number, bound) {
            true => number,
            false => bound,
        }
    }
}

/// A dose on one side of which a number of a study lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound<'a> {
    /// Label of the row.
    pub label: &'a str,
    /// Id of the drug.
    pub drug: &'a str,
    /// On which side.
    pub side: Side,
    /// Of which dose.
    pub dose: Nanomolar,
}

impl Bound<'_> {
    /// As people read it: "> 10 µM".
    pub fn words(&self) -> String {
        format!("{} {}", self.side.sign(), self.dose.words())
    }

    /// As files for programs have it: "> 10000 nM".
    pub fn text(&self) -> String {
        format!("{} {}", self.side.sign(), self.dose.text())
    }
}

/// One cell of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Reading {
    At(Nanomolar),
    Beyond(Side, Nanomolar),
}

impl Reading {
    const EXPECTED: &'static str = "a concentration with its unit (pM, nM, uM or mM), such as \"50 nM\", or a bound, \
                                    such as \"> 10 uM\" or \"< 1 nM\"";

    fn of(text: &str) -> Result<Self, String> {
        let trimmed = text.trim();
        let bound = [
            (">=", Side::Above),
            ("≥", Side::Above),
            (">", Side::Above),
            ("<=", Side::Below),
            ("≤", Side::Below),
            ("<", Side::Below),
        ]
        .into_iter()
        .find_map(|(sign, side)| Some((side, trimmed.strip_prefix(sign)?)));
        let dose = |written: &str| {
            let dose = written.parse::<Nanomolar>();
            dose.map_err(|error| match error {
                crate::units::UnitError::Syntax { .. } => {
                    format!("cannot read \"{text}\"; expected {}", Self::EXPECTED)
                }
                range => range.to_string(),
            })
        };
        match bound {
            Some((side, written)) => dose(written).map(|dose| Reading::Beyond(side, dose)),
            None => dose(trimmed).map(Reading::At),
        }
    }
}

impl<'de> Deserialize<'de> for Reading {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Written::new(Self::EXPECTED, Self::of))
    }
}

/// Doses of a table, those that were read; those that are known as bounds stand beside them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Readings {
    read: PotencyTable,
    above: PotencyTable,
    below: PotencyTable,
}

impl Readings {
    /// What is known as bounds only.
    pub fn bounds(&self) -> impl Iterator<Item = Bound<'_>> {
        bounds_in(&self.above, Side::Above).chain(bounds_in(&self.below, Side::Below))
    }
}

/// The doses that were read.
impl Deref for Readings {
    type Target = PotencyTable;

    fn deref(&self) -> &PotencyTable {
        &self.read
    }
}

impl<'a> IntoIterator for &'a Readings {
    type Item = (&'a String, &'a BTreeMap<String, Nanomolar>);
    type IntoIter = std::collections::btree_map::Iter<'a, String, BTreeMap<String, Nanomolar>>;

    fn into_iter(self) -> Self::IntoIter {
        self.read.iter()
    }
}

impl<'de> Deserialize<'de> for Readings {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut readings = Readings::default();
        for (label, row) in BTreeMap::<String, BTreeMap<String, Reading>>::deserialize(deserializer)? {
            for (drug, reading) in row {
                let (table, dose) = match reading {
                    Reading::At(dose) => (&mut readings.read, dose),
                    Reading::Beyond(Side::Above, dose) => (&mut readings.above, dose),
                    Reading::Beyond(Side::Below, dose) => (&mut readings.below, dose),
                };
                table.entry(label.clone()).or_default().insert(drug, dose);
            }
        }
        Ok(readings)
    }
}

/// Entries of a table of bounds on one side.
pub(super) fn bounds_in(table: &PotencyTable, side: Side) -> impl Iterator<Item = Bound<'_>> {
    table.iter().flat_map(move |(label, row)| {
        row.iter().map(move |(drug, dose)| Bound {
            label,
            drug,
            side,
            dose: *dose,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doses_and_bounds_are_read_with_their_side() {
        let dose = |nanomolar: f64| Nanomolar::new(nanomolar).unwrap();
        for (text, reading) in [
            ("50 nM", Reading::At(dose(50.0))),
            ("> 10 uM", Reading::Beyond(Side::Above, dose(1e4))),
            (">10 µM", Reading::Beyond(Side::Above, dose(1e4))),
            (">= 10 uM", Reading::Beyond(Side::Above, dose(1e4))),
            ("< 1 nM", Reading::Beyond(Side::Below, dose(1.0))),
            ("≤ 1 nM", Reading::Beyond(Side::Below, dose(1.0))),
        ] {
            assert_eq!(Reading::of(text), Ok(reading), "{text}");
        }
        for text in ["> 10", "10 uM <", "> > 1 nM", "about 5 nM", "> -1 nM"] {
            assert!(Reading::of(text).is_err(), "{text}");
        }
    }
}
