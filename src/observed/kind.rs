//! Kinds of data.

use super::column::{Column, signature};
use super::{barcodes, colonies, counts, fractions, outcomes, plates};

/// A kind of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Cells of flasks on days.
    Counts,
    /// Signals of wells under doses.
    Plates,
    /// How flasks ended.
    Outcomes,
    /// Allele frequencies.
    Fractions,
    /// Colonies of a fluctuation test.
    Colonies,
    /// Reads of barcodes.
    Barcodes,
}

/// Every kind.
pub const KINDS: [Kind; 6] = [
    Kind::Counts,
    Kind::Plates,
    Kind::Outcomes,
    Kind::Fractions,
    Kind::Colonies,
    Kind::Barcodes,
];

impl Kind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Counts => "counts",
            Kind::Plates => "plates",
            Kind::Outcomes => "outcomes",
            Kind::Fractions => "fractions",
            Kind::Colonies => "colonies",
            Kind::Barcodes => "barcodes",
        }
    }

    /// Its columns.
    pub(super) fn columns(self) -> &'static [Column] {
        match self {
            Kind::Counts => &counts::COLUMNS,
            Kind::Plates => &plates::COLUMNS,
            Kind::Outcomes => &outcomes::COLUMNS,
            Kind::Fractions => &fractions::COLUMNS,
            Kind::Colonies => &colonies::COLUMNS,
            Kind::Barcodes => &barcodes::COLUMNS,
        }
    }

    /// `counts: flask, day, cells [condition, type, ...]`, as messages and help list it.
    pub fn signature(self) -> String {
        signature(self.word(), self.columns())
    }

    /// What each column is, a line each.
    pub fn meanings(self) -> Vec<(String, &'static str)> {
        self.columns()
            .iter()
            .map(|column| (column.example(), column.about))
            .collect()
    }
}
