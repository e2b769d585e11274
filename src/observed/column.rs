//! Columns that a kind of data knows, and what their cells hold.

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// A name: of a flask, a drug, a change.
    Name,
    /// A point in time, kept in days.
    Days,
    /// A length of an assay, kept in hours.
    Hours,
    /// A concentration, kept in nM.
    Dose,
    /// A number of cells, or cells per volume.
    Cells,
    /// A whole number of things.
    Whole,
    /// A signal in the units of the instrument; may be negative after its background was taken off.
    Signal,
    /// A part of a whole, kept from 0 to 1.
    Share,
    /// A volume, kept in mL.
    Volume,
}

/// A column of a kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// As documents call it, without unit.
    pub name: &'static str,
    /// Other names that are read as the same.
    pub also: &'static [&'static str],
    /// What its cells hold.
    pub holds: Holds,
    /// Whether a file must have it.
    pub must: bool,
    /// What it is, in words.
    pub about: &'static str,
}

impl Column {
    /// A column that a file must have.
    pub const fn must(name: &'static str, holds: Holds, about: &'static str) -> Self {
        Self {
            name,
            also: &[],
            holds,
            must: true,
            about,
        }
    }

    /// A column that a file may have.
    pub const fn may(name: &'static str, holds: Holds, about: &'static str) -> Self {
        Self {
            must: false,
            ..Self::must(name, holds, about)
        }
    }

    /// Other names for it.
    pub const fn also(self, names: &'static [&'static str]) -> Self {
        Self { also: names, ..self }
    }

    /// Whether a plain header is its name.
    pub fn is_called(&self, plain: &str) -> bool {
        self.names().any(|name| name == plain)
    }

    /// All its names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.also.iter().copied())
    }

    /// As a header may write it, with a unit where it needs one.
    pub fn example(&self) -> String {
        match self.holds {
            Holds::Dose => format!("{}_nM", self.name),
            Holds::Volume => format!("{}_mL", self.name),
            _ => self.name.to_owned(),
        }
    }
}

impl Holds {
    /// What a cell may have, in words.
    pub fn allowed(self) -> &'static str {
        match self {
            Holds::Name => "a name",
            Holds::Days => "a time, at least 0, such as 3 or 3.5",
            Holds::Hours => "a length of time above 0, such as 72",
            Holds::Dose => "a concentration, at least 0, such as 50 or 0.5",
            Holds::Cells => "a number of at least 0, such as 1250000 or 1.25e6",
            Holds::Whole => "a whole number of at least 0",
            Holds::Signal => "a number",
            Holds::Share => "a share from 0 to 1, such as 0.25 (or in percent, with % in the header)",
            Holds::Volume => "a volume above 0, such as 15",
        }
    }

    /// Whether a number, in the unit that it is kept in, can be one.
    pub fn admits(self, value: f64) -> bool {
        match self {
            Holds::Name | Holds::Signal => true,
            Holds::Days => (0.0..=36_500.0).contains(&value),
            Holds::Hours => value > 0.0 && value <= 24.0 * 36_500.0,
            Holds::Dose => crate::units::Nanomolar::new(value).is_ok(),
            Holds::Cells => (0.0..=crate::units::MAX_CELLS as f64).contains(&value),
            Holds::Whole => value.fract() == 0.0 && (0.0..=crate::units::MAX_CELLS as f64).contains(&value),
            Holds::Share => (0.0..=1.0).contains(&value),
            Holds::Volume => value > 0.0 && value <= 1e6,
        }
    }
}

/// `counts: flask, day, cells [condition, type, ...]`: a kind's columns, those that may be there in brackets.
pub(super) fn signature(kind: &str, columns: &[Column]) -> String {
    let names = |must: bool| {
        let columns = columns.iter().filter(|column| column.must == must);
        columns.map(Column::example).collect::<Vec<_>>().join(", ")
    };
    format!("{kind}: {} [{}]", names(true), names(false))
}
