//! What the numbers and words of a column are.

/// What a column holds; unit and storage follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Names and sentences.
    Text,
    /// Yes (1) or no (0).
    Flag,
    /// A count or a number that tells things apart.
    Integer,
    /// A count of living cells.
    Cells,
    /// A number without unit.
    Number,
    /// A part of a whole, 0 to 1.
    Share,
    /// A point in time, days from seeding (negative: before).
    Day,
    /// A duration in days.
    Days,
    /// A duration, or a point in time of an assay, in hours.
    Hours,
    /// A concentration in nM.
    Nanomolar,
    /// An amount in nmol.
    Nanomoles,
}

/// How a program keeps the values of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Storage {
    /// UTF-8.
    Text,
    /// 0 or 1.
    Flag,
    /// A whole number; counts of cells may exceed 32 bits.
    Integer,
    /// A double-precision number.
    Number,
}

impl Storage {
    /// The word in `columns.csv`.
    pub fn word(self) -> &'static str {
        match self {
            Storage::Text => "text",
            Storage::Flag => "flag",
            Storage::Integer => "integer",
            Storage::Number => "number",
        }
    }
}

impl Kind {
    /// How a program keeps it.
    pub fn storage(self) -> Storage {
        match self {
            Kind::Text => Storage::Text,
            Kind::Flag => Storage::Flag,
            Kind::Integer | Kind::Cells => Storage::Integer,
            Kind::Number | Kind::Share | Kind::Day | Kind::Days | Kind::Hours | Kind::Nanomolar | Kind::Nanomoles => {
                Storage::Number
            }
        }
    }

    /// Its unit; empty where it has none.
    pub fn unit(self) -> &'static str {
        match self {
            Kind::Text | Kind::Integer | Kind::Number => "",
            Kind::Flag => "0 or 1",
            Kind::Cells => "cells",
            Kind::Share => "0 to 1",
            Kind::Day => "d from seeding",
            Kind::Days => "d",
            Kind::Hours => "h",
            Kind::Nanomolar => "nM",
            Kind::Nanomoles => "nmol",
        }
    }
}
